from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "aufil.demo"
    label = "demo"

    def ready(self) -> None:
        from aufil.demo import checks  # noqa: F401 - registers itself
