from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "foundation.pages"
    label = "pages"
