from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "foundation.accounts"
    label = "accounts"

    def ready(self):
        from . import sessions

        sessions.connect()
