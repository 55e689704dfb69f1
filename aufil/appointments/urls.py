from django.urls import path

from aufil.appointments.views import kinds, openings, places

app_name = "appointments"
urlpatterns = [
    # Hours, kinds, rules and places.
    path("agenda/ouvertures/", openings.openings, name="openings"),
    path("agenda/ouvertures/ajouter/", openings.new_opening, name="new_opening"),
    path("agenda/ouvertures/jour/", openings.new_exception, name="new_exception"),
    path("agenda/ouvertures/jour/<uuid:uid>/", openings.exception, name="exception"),
    path("agenda/ouvertures/<uuid:uid>/", openings.opening, name="opening"),
    path("structure/rendez-vous/", kinds.kinds, name="kinds"),
    path("structure/rendez-vous/ajouter/", kinds.kind, name="new_kind"),
    path("structure/rendez-vous/regles/", kinds.rules, name="rules"),
    path("structure/rendez-vous/<uuid:uid>/", kinds.kind, name="kind"),
    path("structure/endroits/", places.places, name="places"),
    path("structure/endroits/ajouter/", places.place, name="new_place"),
    path("structure/endroits/<uuid:uid>/", places.place, name="place"),
]
