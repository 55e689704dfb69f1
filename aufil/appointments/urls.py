from django.urls import path

from aufil.appointments.views import calendars

app_name = "appointments"
urlpatterns = [
    # Calendars
    path("agenda/flux/<str:secret>.ics", calendars.feed, name="feed"),
    path("agenda/calendriers/", calendars.calendars, name="calendars"),
    path("agenda/calendriers/flux/", calendars.make_feed, name="make_feed"),
    path("agenda/calendriers/flux/<uuid:uid>/retirer/", calendars.revoke_feed, name="revoke_feed"),
]
