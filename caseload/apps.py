from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "caseload"
    label = "caseload"

    def ready(self):
        from foundation.accounts import holdings

        from . import leaving

        holdings.register(leaving.holds)
