from django.apps import AppConfig


class OperateConfig(AppConfig):
    name = "aufil.operate"
    label = "operate"
