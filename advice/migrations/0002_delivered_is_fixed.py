"""A delivered answer never changes: the database refuses it too."""

from django.db import migrations

TABLE = "advice_answerversion"
SQLITE = f"""
CREATE TRIGGER advice_delivered_is_fixed BEFORE UPDATE ON {TABLE} WHEN OLD.delivered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a delivered answer never changes'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION advice_delivered_is_fixed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a delivered answer never changes'; END $$;
CREATE TRIGGER advice_delivered_is_fixed BEFORE UPDATE ON {TABLE} FOR EACH ROW
WHEN (OLD.delivered_at IS NOT NULL) EXECUTE FUNCTION advice_delivered_is_fixed()
"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        schema_editor.execute(SQLITE)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER advice_delivered_is_fixed ON {TABLE}")
        schema_editor.execute("DROP FUNCTION advice_delivered_is_fixed()")
    else:
        schema_editor.execute("DROP TRIGGER advice_delivered_is_fixed")


class Migration(migrations.Migration):
    dependencies = [("advice", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
