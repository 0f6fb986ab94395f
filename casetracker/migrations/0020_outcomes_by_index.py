"""Let the outcome report read of charges and victims told an index alone: in it stands all that it counts by.

SQLite took an index of corrections, nearly all of them NULL, for the best way to the victims who were told on some days.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casetracker", "0019_lists_by_index")]

    operations = [
        migrations.AddIndex(
            "count",
            models.Index(
                fields=["state_on", "state", "proceeding", "reason_code", "reason_avoidable", "included_offence"], name="outcomes_of_counts"
            ),
        ),
        migrations.RemoveIndex("count", "ends_of_counts"),  # the one above begins with it
        migrations.AddIndex(
            "count",
            models.Index(fields=["proceeding", "state", "state_on", "offence", "included_offence", "document"], name="counts_of_cases"),
        ),
        migrations.AddIndex(
            "victimnotice",
            models.Index(fields=["corrected_in", "since_on", "duty", "told_on", "exception", "proceeding"], name="duties_by_day"),
        ),
        migrations.RemoveIndex("victimnotice", "victim_notices_by_day"),
    ]
