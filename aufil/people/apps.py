from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "aufil.people"
    label = "people"
