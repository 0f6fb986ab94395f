from django.apps import AppConfig


class CasetrackerConfig(AppConfig):
    name = "casetracker"
    label = "casetracker"
