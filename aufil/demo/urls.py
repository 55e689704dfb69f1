from django.urls import path

from aufil.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.personas, name="personas"),
    path("demo/login/<slug:username>/", views.login, name="login"),
]
