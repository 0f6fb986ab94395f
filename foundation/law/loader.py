"""Brings the law tables up to date with the data files: adds, corrects and withdraws rows, never deletes one."""

import datetime
import json
from decimal import Decimal

from django.db import connections, models

from foundation import clock
from foundation.audit.acts import act
from foundation.law import catalogue
from foundation.law.files import DATA, BadLawData, lines
from foundation.law.models import (
    BailOnus,
    BanProvision,
    CompanionOffence,
    Court,
    Courthouse,
    DelayCeiling,
    LawRow,
    LegalPeriod,
    OffenceVersion,
    SummaryLimit,
)

FILES: list[tuple[str, type[LawRow]]] = [
    ("courts.csv", Court),
    ("courthouses.csv", Courthouse),
    ("offences.csv", OffenceVersion),
    ("companions.csv", CompanionOffence),
    ("ceilings.csv", DelayCeiling),
    ("limitations.csv", SummaryLimit),
    ("periods.csv", LegalPeriod),
    ("bans.csv", BanProvision),
    ("bail_onus.csv", BailOnus),
]


def load_law() -> list[str]:
    """Make the tables say what the files say, as one act, and list each difference found.

    :raises BadLawData: a value cannot be read
    """
    wanted = [(model, read_table(path, model)) for path, model in FILES]
    changes = [change for model, rows in wanted for change in _changes(model, rows)]
    if changes:
        with act(by=None, at=clock.now(), kind="load_law") as this_act:
            for row, _line in changes:
                row.save()
            this_act.record("loaded_law", None, count=len(changes))
        catalogue.forget_small_tables()
    return [line for _row, line in changes]


def load_after_migrate(sender, using, plan=(), **kwargs):
    """Load the law after the tables were made or emptied; not on the way back to an older schema."""
    going_back = any(backwards for _migration, backwards in plan)
    tables = set(connections[using].introspection.table_names())
    if not going_back and all(model._meta.db_table in tables for _name, model in FILES):
        load_law()


def read_table(name: str, model: type[LawRow]) -> dict[str, dict]:
    """Read one data file into values by code."""
    rows: dict[str, dict] = {}
    for where, texts in lines(name, DATA):
        values = {column: _value(model._meta.get_field(column), text, where) for column, text in texts.items()}
        if "section" in values and model is OffenceVersion:
            values["sort_section"] = Decimal(values["section"])
        code = values.get("code") or model.code_of(values)
        if code in rows:
            raise BadLawData(f"{where}: {code} is there twice")
        rows[code] = values | {"code": code}
    return rows


def _value(field: models.Field | models.ForeignObjectRel, text: str, where: str):
    try:
        if isinstance(field, models.DateField):
            return datetime.date.fromisoformat(text) if text else None
        if isinstance(field, models.BooleanField):
            return {"true": True, "false": False}[text]
        if isinstance(field, models.IntegerField):
            return int(text) if text else None
        if isinstance(field, models.JSONField):
            return json.loads(text) if text else {}
    except (ValueError, KeyError) as wrong:
        raise BadLawData(f"{where}: {field.name} cannot be {text!r}") from wrong
    return text


def _changes(model: type[LawRow], rows: dict[str, dict]) -> list[tuple[LawRow, str]]:
    stored = {row.code: row for row in model.objects.all()}
    changes: list[tuple[LawRow, str]] = []
    for code, values in rows.items():
        row = stored.get(code)
        if row is None:
            changes.append((model(**values), f"+ {model.__name__} {code}"))
            continue
        fresh = values | {"withdrawn_on": None}
        changed = [name for name, value in fresh.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, fresh[name])
            changes.append((row, f"~ {model.__name__} {code}: {', '.join(sorted(changed))}"))
    for code, row in stored.items():
        if code not in rows and row.withdrawn_on is None:
            row.withdrawn_on = clock.today()
            changes.append((row, f"- {model.__name__} {code}"))
    return changes
