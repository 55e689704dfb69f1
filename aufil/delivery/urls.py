from django.urls import path

from aufil.delivery import views

app_name = "delivery"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/essai/", views.try_out, name="try_out"),
    path("notifications/plus-tard/", views.not_now, name="not_now"),
    path("notifications/reprendre/", views.resume, name="resume"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("m/<str:token>/", views.opened, name="opened"),
    path(
        "api/v1/gateways/sms/<slug:gateway>/<slug:place>/<slug:secret>/receipts",
        views.receipts,
        name="sms_receipts",
    ),
    path(
        "api/v1/gateways/sms/<slug:gateway>/<slug:place>/<slug:secret>/inbound",
        views.inbound,
        name="sms_inbound",
    ),
    path("l/<slug:code>/", views.follow, name="short_link"),
    path("structure/sms/", views.sms_settings, name="sms_settings"),
    path("structure/sms/essai/", views.try_sms, name="try_sms"),
    path("a-trier/", views.sorting, name="sorting"),
    path("a-trier/<uuid:uid>/", views.sort_one, name="sort_one"),
    path("a-trier/<uuid:uid>/placer/", views.place, name="place"),
    path("a-trier/<uuid:uid>/ecarter/", views.put_away, name="put_away"),
    path("a-trier/<uuid:uid>/confier/", views.entrust, name="entrust"),
    path("api/v1/gateways/email/<slug:provider>/<slug:secret>/inbound", views.mail_in, name="mail_in"),
]
