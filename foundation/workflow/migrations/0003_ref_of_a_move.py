from django.db import migrations

import foundation.records.fields
from foundation.records.refs import new_ref


def give_refs(apps, schema_editor):
    moves = apps.get_model("workflow", "Move")
    for move in moves.objects.filter(ref__isnull=True).iterator():
        move.ref = new_ref("child")
        move.save(update_fields=["ref"])


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_machines_complete")]

    operations = [
        migrations.AddField("move", "ref", foundation.records.fields.RefField(kind="child", null=True, unique=False)),
        migrations.RunPython(give_refs, migrations.RunPython.noop),
        migrations.AlterField("move", "ref", foundation.records.fields.RefField(kind="child")),
    ]
