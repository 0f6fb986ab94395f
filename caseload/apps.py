from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "caseload"
    label = "caseload"

    def ready(self):
        from casetracker import endings
        from foundation.accounts import holdings

        from . import leaving, reminders

        holdings.register(leaving.holds)
        endings.register(reminders.clear_with_file)
