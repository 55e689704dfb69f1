from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "aufil.jobs"
    label = "jobs"
