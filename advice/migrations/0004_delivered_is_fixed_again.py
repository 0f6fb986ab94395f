"""A table that SQLite makes anew for a new column loses its triggers: the delivered answer is fixed again."""

from django.db import migrations

TABLE = "advice_answerversion"
SQLITE = f"""
CREATE TRIGGER advice_delivered_is_fixed BEFORE UPDATE ON {TABLE} WHEN OLD.delivered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a delivered answer never changes'); END
"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS advice_delivered_is_fixed")
        schema_editor.execute(SQLITE)


class Migration(migrations.Migration):
    dependencies = [("advice", "0003_complete_machine")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
