from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "aufil.audit"
    label = "audit"
