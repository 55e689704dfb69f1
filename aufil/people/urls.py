from django.urls import path

from aufil.people import views

app_name = "people"
urlpatterns = [
    path("appareils/", views.devices, name="devices"),
    path("appareils/<uuid:uid>/deconnecter/", views.revoke, name="revoke"),
]
