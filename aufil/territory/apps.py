from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "aufil.territory"
    label = "territory"
