from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "aufil.config"
    label = "config"

    def ready(self) -> None:
        from aufil.config import wiring

        wiring.connect()
