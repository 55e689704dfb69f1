from django.urls import path

from aufil.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("mes-jeunes/", views.caseload, name="caseload"),
    path("mon-role/", views.roles, name="roles"),
    path("ml/<slug:slug>/", views.structure, name="structure"),
]
