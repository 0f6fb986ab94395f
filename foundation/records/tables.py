"""Many tables made in one step of a migration."""

from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Create the models that a list of operations describes, each table whole and at once.

    Django draws every related model anew after each operation that creates or changes one, which with two hundred models takes minutes.
    Here the state is drawn once, after the last of the operations; they may create models and add fields, indexes and constraints to them.
    """

    def __init__(self, operations: list[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        """Apply every operation to the state, and forget what was drawn of it."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def _models(self, app_label, schema_editor, state):
        names = list(state.models) if schema_editor else []
        models = [state.apps.get_model(label, name) for label, name in names if label == app_label]
        return [model for model in models if self.allow_migrate_model(schema_editor.connection.alias, model)]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Create each table of the app that was not there before, with all that belongs to it."""
        for model in self._models(app_label, schema_editor, to_state):
            if (app_label, model._meta.model_name) not in from_state.models:
                schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Drop each table that was created, the last first."""
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            if (app_label, model._meta.model_name) not in to_state.models:
                schema_editor.delete_model(model)

    def describe(self):
        """Say what it does."""
        return "Create the tables of the app"
