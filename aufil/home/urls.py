from django.urls import path

from aufil.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("chercher/", views.search, name="search"),
    path("mes-jeunes/", views.caseload, name="caseload"),
    path("mes-jeunes/partis/", views.left_people, name="left_people"),
    path("mes-jeunes/<uuid:uid>/", views.person, name="person"),
    path("mes-jeunes/<uuid:uid>/parcours/", views.story, name="story"),
    path("mes-jeunes/<uuid:uid>/ouvertures/", views.openings, name="openings"),
    path("mes-jeunes/<uuid:uid>/envois/", views.sendings, name="sendings"),
    path("mes-jeunes/<uuid:uid>/envois/reprendre/", views.resume, name="resume"),
    path("mes-jeunes/<uuid:uid>/envois/fait/", views.settled, name="settled"),
    path("mes-jeunes/<uuid:uid>/envois/<uuid:attempt>/renvoyer/", views.send_again, name="send_again"),
    path("non-remis/", views.unreached, name="unreached"),
    path("appels/", views.calls, name="calls"),
    path("appels/<uuid:uid>/", views.call, name="call"),
    path("appels/<uuid:uid>/noter/", views.called, name="called"),
    path("appels/<uuid:uid>/inutile/", views.needless, name="needless"),
    path("mes-jeunes/<uuid:uid>/prevenir/", views.nudge, name="nudge"),
    path("structure/joignables/", views.reachability, name="reachability"),
    path("structure/joignables/liste.csv", views.take_out, name="take_out"),
    path("sans-reponse/", views.unanswered, name="unanswered"),
    path("qui-a-ouvert/", views.own_openings, name="own_openings"),
    path("mon-role/", views.roles, name="roles"),
    path("ml/<slug:slug>/", views.structure, name="structure"),
]
