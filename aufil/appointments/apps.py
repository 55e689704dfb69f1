from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "aufil.appointments"
    label = "appointments"
