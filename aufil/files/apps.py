from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "aufil.files"
    label = "files"
