from django.urls import path

from aufil.video.views import doors

app_name = "video"
urlpatterns = [
    path("video/<slug:key>/", doors.enter, name="enter"),
]
