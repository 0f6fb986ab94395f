from django.apps import AppConfig
from django.urls import register_converter

from .refs import RefConverter


class RecordsConfig(AppConfig):
    name = "foundation.records"
    label = "records"

    def ready(self):
        register_converter(RefConverter, "ref")
