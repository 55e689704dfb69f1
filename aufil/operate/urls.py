from django.urls import path

from aufil.operate import views

app_name = "operate"
urlpatterns = [
    path("importer/", views.lists, name="lists"),
    path("importer/<uuid:uid>/", views.intake, name="intake"),
    path("importer/<uuid:uid>/etat/", views.state, name="state"),
    path("importer/<uuid:uid>/colonnes/", views.columns, name="columns"),
    path("importer/<uuid:uid>/lancer/", views.start, name="start"),
    path("importer/<uuid:uid>/annuler/", views.cancel, name="cancel"),
    path("importer/<uuid:uid>/rapport/", views.report, name="report"),
    path("dossiers-doubles/", views.doubles, name="doubles"),
    path("dossiers-doubles/comparer/", views.compare, name="compare"),
    path("dossiers-doubles/differents/", views.distinct, name="distinct"),
    path("reunions/<uuid:uid>/", views.merge, name="merge"),
    path("reunions/<uuid:uid>/defaire/", views.part, name="part"),
    path("exporter/", views.export, name="export"),
]
