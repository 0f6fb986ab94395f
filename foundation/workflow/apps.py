from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "foundation.workflow"
    label = "workflow"
