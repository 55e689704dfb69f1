from django.urls import path

from aufil.appointments.views import agenda

app_name = "appointments"
urlpatterns = [
    path("agenda/", agenda.day, name="agenda"),
    path("agenda/semaine/", agenda.week, name="week"),
    path("agenda/mois/", agenda.month, name="month"),
]
