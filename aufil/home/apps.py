from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "aufil.home"
    label = "home"
