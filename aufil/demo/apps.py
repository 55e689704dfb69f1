from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "aufil.demo"
    label = "demo"
