"""History of a record, tied to the act that made it."""

from collections.abc import Sequence
from functools import cache

from django.db import connection, models
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from .acts import current_act, require_act

VERBS = {"+": "created", "~": "changed", "-": "deleted"}


class HistoryOfAct(models.Model):
    """What a history row has beside the record's own fields: the act it belongs to."""

    act = models.ForeignKey("audit.Act", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        abstract = True


def _person(**kwargs):
    opened = current_act()
    return opened.by.pk if opened else None


class _Descriptor(HistoryDescriptor):
    """The way to the history of a model, whose manager simple_history would make anew, class and all, each time it is asked for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.manager = self.manager_class.from_queryset(self.queryset_class)

    def __get__(self, instance, owner):
        return self.manager(self.model, instance)


class TrackedHistory(HistoricalRecords):
    """Keep the history of a model; a write outside an act is refused, and each write inside one is an event of the chain.

    :param indexes: of the table of history, which has those of single columns alone
    """

    def __init__(self, *, indexes: Sequence[models.Index] = (), **kwargs):
        self.indexes = list(indexes)
        kwargs.setdefault("bases", [HistoryOfAct])
        kwargs.setdefault("history_user_id_field", models.BigIntegerField(null=True))
        kwargs.setdefault("history_user_getter", lambda historical: historical.history_user_id)
        kwargs.setdefault("history_user_setter", lambda historical, user_id: None)
        kwargs.setdefault("get_user", _person)
        super().__init__(**kwargs)

    def get_meta_options(self, model):
        """Give the table of history its indexes."""
        return {**super().get_meta_options(model), "indexes": self.indexes}

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        given = vars(sender).get(self.manager_name)
        if isinstance(given, HistoryDescriptor):
            setattr(sender, self.manager_name, _Descriptor(given.model, given.manager_class, given.queryset_class))


def tracked_models():
    """Every model that keeps history."""
    from django.apps import apps

    return [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def _fill(sender, instance, history_instance, **kwargs):
    opened = require_act(instance)
    history_instance.act = opened.row
    history_instance.history_date = opened.at
    history_instance.history_user_id = opened.by.pk


def _before(history_instance, key: str, names: list[str]) -> dict[str, object] | None:
    """Read some columns of the row of history before this one, by a statement that is composed once: to compose it takes longer than to
    run it, and so does making an object of what it finds."""
    rows: type[models.Model] = type(history_instance)
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, rows, key), [getattr(history_instance, key), history_instance.pk])
        found = cursor.fetchone()
        columns = [column[0] for column in cursor.description]
    if found is None:
        return None
    stored = dict(zip(columns, found, strict=True))
    return {name: _value(stored[column], expression, ways) for name, column, expression, ways in _read(connection.alias, rows, *names)}


def _value(value, expression, ways):
    for way in ways:
        value = way(value, expression, connection)
    return value


@cache
def _read(alias: str, rows: type[models.Model], *names: str) -> list[tuple]:
    """How each column becomes the value of its field, as Django reads it: name, column, expression, and the ways from one to the other."""
    found = []
    for field in rows._meta.concrete_fields:
        if field.attname in names:
            expression = field.get_col(rows._meta.db_table)
            ways = [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
            found.append((field.attname, field.column, expression, ways))
    return found


@cache
def _statement(vendor: str, rows: type[models.Model], key: str) -> str:
    """Compose it by number and not by date, as simple_history would: two rows of one act bear the same instant."""
    earlier = rows._base_manager.filter(**{key: 1}).filter(history_id__lt=2).order_by("-history_id")
    sql, given = earlier[:1].query.sql_with_params()
    if given != (1, 2):
        raise TypeError(f"{rows.__name__} cannot be read by {key} alone: {sql}")
    return sql


def _chain(sender, instance, history_instance, **kwargs):
    opened = require_act(instance)
    names = [field.attname for field in history_instance.tracked_fields]
    values = {name: getattr(history_instance, name) for name in names}
    changed = names
    if history_instance.history_type == "~":
        before = _before(history_instance, instance._meta.pk.attname, names)
        changed = [name for name in names if before is None or before[name] != values[name]]
    opened.record(VERBS[history_instance.history_type], instance, fields=changed, **{name: values[name] for name in changed})


def connect():
    """Hook the two signals of simple_history; called once, when the app is ready."""
    pre_create_historical_record.connect(_fill, dispatch_uid="audit.fill")
    post_create_historical_record.connect(_chain, dispatch_uid="audit.chain")
