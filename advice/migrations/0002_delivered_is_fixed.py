from django.db import migrations

from advice import triggers


class Migration(migrations.Migration):
    dependencies = [("advice", "0001_initial")]

    operations = [migrations.RunPython(triggers.install, triggers.remove)]
