from django.urls import path

from aufil.video.views import calls, doors, rooms

app_name = "video"
urlpatterns = [
    path("salle/<uuid:uid>/", rooms.room, name="room"),
    path("fil/<uuid:uid>/visio/", calls.call, name="call"),
    path("video/<slug:key>/", doors.enter, name="enter"),
]
