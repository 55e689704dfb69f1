from django.urls import path

from aufil.video.views import calls, checks, doors, lists, lounges, rehearsals, rooms, settings

app_name = "video"
urlpatterns = [
    path("salle/<uuid:uid>/", rooms.room, name="room"),
    path("fil/<uuid:uid>/visio/", calls.call, name="call"),
    path("fil/<uuid:uid>/salon/", lounges.lounge, name="lounge"),
    path("fil/<uuid:uid>/salon/reglages/", lounges.lounge_hours, name="lounge_hours"),
    path("structure/visio/", settings.video_settings, name="settings"),
    path("fil/<uuid:uid>/visio/essai/", checks.propose, name="propose"),
    path("fil/<uuid:uid>/entretien/", rehearsals.start, name="start_rehearsal"),
    path("entretien/<uuid:uid>/", rehearsals.rehearsal, name="rehearsal"),
    path("entretien/<uuid:uid>/notes/", rehearsals.notes, name="rehearsal_notes"),
    path("structure/entretiens/", lists.lists, name="lists"),
    path("structure/entretiens/ajouter/", lists.one, name="new_list"),
    path("structure/entretiens/<uuid:uid>/", lists.one, name="list"),
    path("visio/essai/", checks.check, name="check"),
    path("visio/essai/<uuid:uid>/", checks.trial, name="trial"),
    path("video/<slug:key>/", doors.enter, name="enter"),
]
