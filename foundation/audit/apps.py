from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "foundation.audit"
    label = "audit"

    def ready(self):
        from . import history

        history.connect()
