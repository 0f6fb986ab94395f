"""Keep beside each accused which deadlines run and the nearest last day; the daily job fills them in on its next run."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casetracker", "0016_victim_requests")]

    operations = [
        migrations.AddField("proceeding", "next_due_on", models.DateField(blank=True, editable=False, null=True)),
        migrations.AddField("proceeding", "deadlines", models.JSONField(blank=True, default=list, editable=False)),
        migrations.AddIndex("proceeding", models.Index(fields=["next_due_on", "file"], name="deadlines_of_files")),
    ]
