from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "aufil.thread"
    label = "thread"
