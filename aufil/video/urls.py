from django.urls import path

from aufil.video import views

app_name = "video"
urlpatterns = [
    path("salle/<uuid:uid>/", views.room, name="room"),
]
