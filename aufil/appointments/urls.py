from django.urls import path

from aufil.appointments.views import openings

app_name = "appointments"
urlpatterns = [
    # Hours, kinds, rules and places.
    path("agenda/ouvertures/", openings.openings, name="openings"),
    path("agenda/ouvertures/ajouter/", openings.new_opening, name="new_opening"),
    path("agenda/ouvertures/jour/", openings.new_exception, name="new_exception"),
    path("agenda/ouvertures/jour/<uuid:uid>/", openings.exception, name="exception"),
    path("agenda/ouvertures/<uuid:uid>/", openings.opening, name="opening"),
]
