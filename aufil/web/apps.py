from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "aufil.web"
    label = "web"
