from django.urls import path

from aufil.delivery import views

app_name = "delivery"
urlpatterns = [
    path("a-trier/", views.sorting, name="sorting"),
    path("a-trier/<uuid:uid>/", views.sort_one, name="sort_one"),
    path("a-trier/<uuid:uid>/placer/", views.place, name="place"),
    path("a-trier/<uuid:uid>/ecarter/", views.put_away, name="put_away"),
    path("a-trier/<uuid:uid>/confier/", views.entrust, name="entrust"),
    path("api/v1/gateways/email/<slug:provider>/<slug:secret>/inbound", views.mail_in, name="mail_in"),
]
