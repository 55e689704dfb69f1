from django.urls import path

from aufil.signin import views

app_name = "signin"
urlpatterns = [
    path("connexion/", views.email, name="email"),
    path("connexion/code/", views.code, name="code"),
    path("connexion/personne/", views.person, name="person"),
    path("deconnexion/", views.out, name="out"),
    path("au-revoir/", views.signed_out, name="signed_out"),
]
