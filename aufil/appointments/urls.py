from django.urls import path

from aufil.appointments import views
from aufil.appointments.views import (
    agenda,
    calendars,
    kept,
    kinds,
    noting,
    openings,
    papers,
    places,
    savings,
    under_absence,
)

app_name = "appointments"
urlpatterns = [
    path("agenda/", agenda.day, name="agenda"),
    path("agenda/semaine/", agenda.week, name="week"),
    path("agenda/mois/", agenda.month, name="month"),
    path("agenda/feuille/", papers.sheet, name="sheet"),
    path("agenda/exporter/", papers.export, name="export"),
    path("agenda/rdv/<uuid:uid>/emargement/", papers.sign_in_sheet, name="sign_in_sheet"),
    path("agenda/a-noter/", noting.to_note, name="to_note"),
    path("agenda/a-noter/<uuid:uid>/annuler/", noting.undo, name="undo_note"),
    path("agenda/absences/<uuid:uid>/", under_absence.under_absence, name="under_absence"),
    path("agenda/absences/<uuid:uid>/tous/", under_absence.settle_all, name="settle_all"),
    path("agenda/rdv/<uuid:uid>/", kept.kept, name="kept"),
    path("agenda/rdv/<uuid:uid>/confier/", kept.hand_over, name="hand_over"),
    path("agenda/rdv/<uuid:uid>/changer/", kept.change, name="change"),
    path("agenda/rdv/<uuid:uid>/inscrire/", kept.enrol, name="enrol"),
    path("agenda/rdv/<uuid:uid>/places/<uuid:seat>/rendre/", kept.give_back, name="give_back"),
    path("agenda/rdv/<uuid:uid>/places/<uuid:seat>/noter/", kept.note, name="note"),
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
    path("rendez-vous/", views.own, name="own"),
    path("rendez-vous/<uuid:uid>/", views.one, name="one"),
    path("rendez-vous/<uuid:uid>/repondre/", views.answer, name="answer"),
    # Calendars
    path("agenda/flux/<str:secret>.ics", calendars.feed, name="feed"),
    path("agenda/calendriers/", calendars.calendars, name="calendars"),
    path("agenda/calendriers/flux/", calendars.make_feed, name="make_feed"),
    path("agenda/calendriers/flux/<uuid:uid>/retirer/", calendars.revoke_feed, name="revoke_feed"),
    path("agenda/calendriers/invitations/", calendars.choose_invitations, name="choose_invitations"),
    path("agenda/calendriers/ailleurs/", calendars.add_outside, name="add_outside"),
    path("agenda/calendriers/ailleurs/<uuid:uid>/lire/", calendars.read_outside, name="read_outside"),
    path("agenda/calendriers/ailleurs/<uuid:uid>/retirer/", calendars.remove_outside, name="remove_outside"),
    # What nobody had to drive
    path("agenda/economies/", savings.saved, name="saved"),
    path("agenda/economies/tableau.csv", savings.take_out, name="saved_table"),
]
