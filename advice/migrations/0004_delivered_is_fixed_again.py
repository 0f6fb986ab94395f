from django.db import migrations

from advice import triggers


class Migration(migrations.Migration):
    dependencies = [("advice", "0003_complete_machine")]

    operations = [migrations.RunPython(triggers.install_again, migrations.RunPython.noop)]
