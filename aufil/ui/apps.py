from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "aufil.ui"
    label = "ui"
