from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "aufil.live"
    label = "live"
