from django.urls import path

from aufil.delivery import views

app_name = "delivery"
urlpatterns = [
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
]
