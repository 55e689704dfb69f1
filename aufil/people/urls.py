from django.urls import path

from aufil.people import views

app_name = "people"
urlpatterns = [
    path("appareils/", views.devices, name="devices"),
    path("appareils/<uuid:uid>/deconnecter/", views.revoke, name="revoke"),
    path("mes-horaires/", views.own_hours, name="own_hours"),
    path("absences/nouvelle/", views.declare, name="declare"),
    path("absences/<uuid:uid>/", views.change, name="absence"),
    path("absences/<uuid:uid>/annuler/", views.cancel, name="cancel"),
    path("structure/", views.desk, name="desk"),
    path("structure/reglages/", views.settings, name="settings"),
    path("structure/horaires/", views.opening, name="opening"),
    path("structure/absences/", views.month, name="month"),
    path("structure/relais/", views.hand_overs, name="hand_overs"),
    path("structure/lieux/", views.sites, name="sites"),
    path("structure/lieux/ajouter/", views.site, name="new_site"),
    path("structure/lieux/<uuid:uid>/", views.site, name="site"),
    path("structure/lieux/<uuid:uid>/horaires/", views.opening, name="site_hours"),
    path("structure/equipe/", views.team, name="team"),
    path("structure/equipe/ajouter/", views.add_staff, name="add_staff"),
    path("structure/equipe/<uuid:uid>/", views.member, name="member"),
    path("structure/equipe/<uuid:uid>/roles/", views.give_role, name="give_role"),
    path("structure/equipe/<uuid:uid>/roles/<int:role>/finir/", views.end_role, name="end_role"),
    path("structure/equipe/<uuid:uid>/horaires/", views.staff_hours, name="staff_hours"),
    path("structure/equipe/<uuid:uid>/absence/", views.declare_for, name="declare_for"),
    path("structures/nouvelle/", views.new_structure, name="new_structure"),
    path("structures/<slug:slug>/", views.opened_structure, name="opened_structure"),
]
