from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "aufil.delivery"
    label = "delivery"
