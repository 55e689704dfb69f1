from django.urls import path

from aufil.appointments import views

app_name = "appointments"
urlpatterns = [
    path("fil/<uuid:uid>/rendez-vous/", views.from_thread, name="from_thread"),
    path("agenda/prendre/", views.take, name="take"),
    path("agenda/noter/", views.note_past, name="note_past"),
    path("agenda/proposer/", views.propose, name="propose"),
    path("agenda/proposer/<uuid:uid>/retirer/", views.withdraw_proposal, name="withdraw_proposal"),
    path("agenda/rdv/<uuid:uid>/fiche/", views.welcome, name="welcome"),
    path("agenda/rdv/<uuid:uid>/deplacer/", views.move_kept, name="move_kept"),
    path("agenda/rdv/<uuid:uid>/annuler/", views.cancel_kept, name="cancel_kept"),
    path("mes-jeunes/<uuid:uid>/prevenir-plus-tot/", views.watch_for, name="watch_for"),
    path(
        "mes-jeunes/<uuid:uid>/prevenir-plus-tot/<uuid:watch>/arreter/",
        views.unwatch_for,
        name="unwatch_for",
    ),
    path("structure/partenaires/", views.partners, name="partners"),
    path("structure/partenaires/<uuid:uid>/retirer/", views.revoke_partner, name="revoke_partner"),
    path("partenaire/<slug:key>/", views.partner, name="partner"),
    path("ml/<slug:slug>/rendez-vous/", views.first_meeting, name="first_meeting"),
    path("premier-rendez-vous/<str:key>/", views.visited, name="visited"),
    path("premier-rendez-vous/<str:key>/deplacer/", views.visited_move, name="visited_move"),
    path("premier-rendez-vous/<str:key>/annuler/", views.visited_cancel, name="visited_cancel"),
    path("rdv/<slug:key>/", views.linked, name="linked"),
    path("rdv/<slug:key>/deplacer/", views.linked_move, name="linked_move"),
    path("rdv/<slug:key>/annuler/", views.linked_cancel, name="linked_cancel"),
    path("rendez-vous/prendre/", views.book, name="book"),
    path("rendez-vous/prevenir/", views.watch, name="watch"),
    path("rendez-vous/prevenir/<uuid:uid>/arreter/", views.unwatch, name="unwatch"),
    path("rendez-vous/seances/", views.sessions, name="sessions"),
    path("rendez-vous/seances/<uuid:uid>/inscrire/", views.enrol, name="enrol"),
    path("rendez-vous/seances/<uuid:uid>/rendre/", views.give_back, name="give_back"),
    path("rendez-vous/<uuid:uid>/pris/", views.booked, name="booked"),
    path("rendez-vous/<uuid:uid>/deplacer/", views.move, name="move"),
    path("rendez-vous/<uuid:uid>/annuler/", views.cancel, name="cancel"),
]
