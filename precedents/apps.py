from django.apps import AppConfig


class PrecedentsConfig(AppConfig):
    name = "precedents"
    label = "precedents"
