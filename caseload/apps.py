from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "caseload"
    label = "caseload"

    def ready(self):
        from casetracker import endings
        from foundation.accounts import holdings
        from foundation.notifications import live

        from . import leaving, news, reminders, saved

        holdings.register(leaving.holds)
        holdings.register_ending(saved.delete_all_of)
        live.register(news.TEMPLATE, news.words_of_notices)
        endings.register(reminders.clear_with_file)
