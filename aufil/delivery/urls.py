from django.urls import path

from aufil.delivery import views

app_name = "delivery"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/essai/", views.try_out, name="try_out"),
    path("notifications/plus-tard/", views.not_now, name="not_now"),
    path("notifications/reprendre/", views.resume, name="resume"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("m/<str:token>/", views.opened, name="opened"),
]
