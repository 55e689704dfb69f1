from django.urls import path

from aufil.thread import views

app_name = "thread"
urlpatterns = [
    path("fil/<uuid:uid>/", views.thread, name="thread"),
    path("fil/<uuid:uid>/lu/", views.seen, name="seen"),
    path("fil/<uuid:uid>/personnes/", views.members, name="members"),
    path("fil/<uuid:uid>/message/<uuid:entry>/modifier/", views.edit, name="edit"),
    path("fil/<uuid:uid>/message/<uuid:entry>/supprimer/", views.delete, name="delete"),
    path("groupes/nouveau/", views.new_group, name="new_group"),
]
