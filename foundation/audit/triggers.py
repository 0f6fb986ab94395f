"""Triggers that refuse to change or remove a row of the chain or of the read log."""

TABLES = ("audit_event", "read_log")


def install(connection) -> None:
    """Make the database refuse UPDATE, DELETE (and, on PostgreSQL, TRUNCATE) on the append-only tables."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in _create(connection.vendor, table):
                cursor.execute(statement)


def remove(connection) -> None:
    """Take the triggers away; for the flush of a test database only."""
    name = str(connection.settings_dict["NAME"])
    if "test" not in name:
        raise RuntimeError(f"{name} is not a test database; its triggers stay.")
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in _drop(connection.vendor, table):
                cursor.execute(statement)


def _create(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    ]


def _drop(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}" for verb in ("change", "truncate")]
