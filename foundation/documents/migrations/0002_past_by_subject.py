"""Find what the history holds of the documents of a file by the file, and not by walking the history of all documents."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddIndex("historicaldocument", models.Index(fields=["about_label", "about_ref"], name="past_of_documents")),
    ]
