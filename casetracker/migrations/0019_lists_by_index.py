"""Read long lists in the order of an index, and the few rows that point to something without those that point to nothing.

SQLite takes an index of a column that is mostly NULL for useless, since each of its values seems to have many rows, and walks the table.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("casetracker", "0018_state_of_counts_since")]

    operations = [
        migrations.AddIndex("casefile", models.Index(fields=["closest_ceiling_on", "-referred_on", "ref"], name="files_by_ceiling")),
        migrations.AddIndex(
            "fileaccess",
            models.Index(fields=["file", "acting_as", "from_at", "until_at", "for_intake", "user"], name="places_on_files"),
        ),
        migrations.AddIndex(
            "participant", models.Index(fields=["acts_for"], condition=Q(acts_for__isnull=False), name="counsel_of_people")
        ),
        migrations.AddIndex("ban", models.Index(fields=["participant"], condition=Q(participant__isnull=False), name="bans_of_people")),
        migrations.AddIndex("election", models.Index(fields=["count"], condition=Q(count__isnull=False), name="elections_of_counts")),
        migrations.AddIndex("victimrequest", models.Index(fields=["asked_on"], condition=Q(answered_on=None), name="requests_to_answer")),
    ]
