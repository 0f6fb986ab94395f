"""Keep beside the state of a count the day on which it came into it, and find ends and notices by their day."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Take the day from the last move into the state, as it stands."""
    moves = apps.get_model("workflow", "Move").objects.using(schema_editor.connection.alias)
    last = moves.filter(subject_label="casetracker.Count", subject_ref=OuterRef("ref"), to_state=OuterRef("state"), corrected_by=None)
    for name in ("Count", "HistoricalCount"):
        rows = apps.get_model("casetracker", name).objects.using(schema_editor.connection.alias)
        rows.update(state_on=Subquery(last.order_by("-happened_on").values("happened_on")[:1]))


class Migration(migrations.Migration):
    dependencies = [("casetracker", "0017_stored_deadlines"), ("workflow", "0003_ref_of_a_move")]

    operations = [
        migrations.AddField(
            "count", "state_on", models.DateField(blank=True, editable=False, null=True, verbose_name="in this state since")
        ),
        migrations.AddField(
            "historicalcount", "state_on", models.DateField(blank=True, editable=False, null=True, verbose_name="in this state since")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("count", models.Index(fields=["state_on", "state"], name="ends_of_counts")),
        migrations.AddIndex("pleanotice", models.Index(fields=["agreed_on"], name="plea_notices_by_day")),
        migrations.AddIndex("victimnotice", models.Index(fields=["since_on"], name="victim_notices_by_day")),
    ]
