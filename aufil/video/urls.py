from django.urls import path

from aufil.video.views import doors, rooms

app_name = "video"
urlpatterns = [
    path("salle/<uuid:uid>/", rooms.room, name="room"),
    path("video/<slug:key>/", doors.enter, name="enter"),
]
