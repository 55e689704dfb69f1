from django.urls import path

from aufil.thread import views

app_name = "thread"
urlpatterns = [
    path("fil/<uuid:uid>/", views.thread, name="thread"),
    path("fil/<uuid:uid>/lu/", views.seen, name="seen"),
    path("fil/<uuid:uid>/appel/", views.call, name="call"),
    path("fil/<uuid:uid>/note/", views.note, name="note"),
    path("fil/<uuid:uid>/rien-a-repondre/", views.no_answer, name="no_answer"),
    path("fil/<uuid:uid>/personnes/", views.members, name="members"),
    path("fil/<uuid:uid>/nom/", views.rename, name="rename"),
    path("fil/<uuid:uid>/silence/", views.silence, name="silence"),
    path("fil/<uuid:uid>/quitter/", views.leave, name="leave"),
    path("fil/<uuid:uid>/consulter/", views.consult, name="consult"),
    path("fil/<uuid:uid>/consultation/", views.consultation, name="consultation"),
    path("fil/<uuid:uid>/message/<uuid:entry>/modifier/", views.edit, name="edit"),
    path("fil/<uuid:uid>/message/<uuid:entry>/original/", views.original, name="original"),
    path("fil/<uuid:uid>/message/<uuid:entry>/supprimer/", views.delete, name="delete"),
    path("fil/<uuid:uid>/envoyer/", views.send, name="send"),
    path("fil/<uuid:uid>/fichiers/<uuid:file>/renvoyer/", views.send_again, name="send_again"),
    path("fil/<uuid:uid>/fichiers/<uuid:file>/texte/", views.words, name="words"),
    path("fil/<uuid:uid>/fichiers/<uuid:file>/<slug:version>/", views.open_file, name="file"),
    path("fil/<uuid:uid>/message/<uuid:entry>/reagir/", views.react, name="react"),
    path("fil/<uuid:uid>/message/<uuid:entry>/epingler/", views.pin, name="pin"),
    path("fil/<uuid:uid>/message/<uuid:entry>/masquer/", views.hide, name="hide"),
    path("fil/<uuid:uid>/rappels/", views.reminders, name="reminders"),
    path("fil/<uuid:uid>/rappels/nouveau/", views.new_reminder, name="new_reminder"),
    path("fil/<uuid:uid>/rappels/<uuid:reminder>/", views.reminder, name="reminder"),
    path("fil/<uuid:uid>/rappels/<uuid:reminder>/fait/", views.finish_reminder, name="finish_reminder"),
    path("fil/<uuid:uid>/rappels/<uuid:reminder>/arreter/", views.stop_reminder, name="stop_reminder"),
    path("mes-rappels/", views.own_reminders, name="own_reminders"),
    path("ecrire-a-plusieurs/", views.to_many, name="to_many"),
    path("ecrire-a-plusieurs/<uuid:uid>/", views.to_many_done, name="to_many_done"),
    path("ecrire-a-plusieurs/<uuid:uid>/prevenir/", views.tell_further, name="tell_further"),
    path("ecrire-a-plusieurs/<uuid:uid>/appeler/", views.call_the_rest, name="call_the_rest"),
    path("groupes/nouveau/", views.new_group, name="new_group"),
]
