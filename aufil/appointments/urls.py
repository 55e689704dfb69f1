from django.urls import path

from aufil.appointments import views

app_name = "appointments"
urlpatterns = [
    path("rendez-vous/", views.own, name="own"),
    path("rendez-vous/<uuid:uid>/", views.one, name="one"),
    path("rendez-vous/<uuid:uid>/repondre/", views.answer, name="answer"),
]
