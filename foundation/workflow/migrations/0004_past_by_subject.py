"""Find what the history holds of the approvals in a file by the file, and not by walking the history of all approvals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0003_ref_of_a_move")]

    operations = [
        migrations.AddIndex("historicalapproval", models.Index(fields=["subject_label", "subject_ref"], name="past_of_approvals")),
    ]
