from django.apps import AppConfig


class VideoConfig(AppConfig):
    name = "aufil.video"
    label = "video"
