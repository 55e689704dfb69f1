from django.urls import path

from aufil.appointments.views import calendars, savings

app_name = "appointments"
urlpatterns = [
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
