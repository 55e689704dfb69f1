from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "aufil.signin"
    label = "signin"
