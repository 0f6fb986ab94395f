"""A delivered answer never changes: the database refuses it too."""

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
    """Have the database refuse to change a delivered answer."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def install_again(apps, schema_editor):
    """Put the trigger back on a table that SQLite made anew for a new column."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS advice_delivered_is_fixed")
        schema_editor.execute(SQLITE)


def remove(apps, schema_editor):
    """Let delivered answers be changed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER advice_delivered_is_fixed ON {TABLE}")
        schema_editor.execute("DROP FUNCTION advice_delivered_is_fixed()")
    else:
        schema_editor.execute("DROP TRIGGER advice_delivered_is_fixed")
