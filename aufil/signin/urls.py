from django.urls import path

from aufil.signin import views

app_name = "signin"
urlpatterns = [
    path("connexion/", views.email, name="email"),
    path("connexion/code/", views.code, name="code"),
    path("connexion/personne/", views.person, name="person"),
    path("deconnexion/", views.out, name="out"),
    path("au-revoir/", views.signed_out, name="signed_out"),
    path("entrer/", views.typed_code, name="typed_code"),
    path("entrer/<slug:code>/", views.pairing, name="pairing"),
    path("entrer/<slug:code>/etat/", views.pairing_state, name="pairing_state"),
    path("lien/<slug:code>/", views.link, name="link"),
    path("mon-code/", views.personal_code, name="personal_code"),
    path("mes-jeunes/<uuid:uid>/telephone/", views.phone, name="phone"),
    path("mes-jeunes/<uuid:uid>/telephone/code/", views.show, name="show"),
    path("mes-jeunes/<uuid:uid>/telephone/confirmer/", views.confirm, name="confirm"),
    path("mes-jeunes/<uuid:uid>/telephone/etat/", views.phone_state, name="phone_state"),
    path("mes-jeunes/<uuid:uid>/telephone/papier/", views.paper, name="paper"),
    path("mes-jeunes/<uuid:uid>/telephone/<uuid:device>/deconnecter/", views.disconnect, name="disconnect"),
]
