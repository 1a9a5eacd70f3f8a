from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0019_when_an_answer_was_lost'),
    ]

    operations = [
        migrations.AddField(
            model_name='conflictsnapshot',
            name='looked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='conflictsnapshot',
            name='lost',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='conflictsnapshot',
            name='near_passages',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='draftversion',
            name='reason',
            field=models.CharField(choices=[('opened', 'Opened'), ('typing', 'While typing'), ('other-tab', 'From another tab or device'), ('signed-out', 'From a page whose sign-in had expired'), ('restore', 'Before another version was restored'), ('undo', 'Before a merged passage was undone'), ('rebase', 'Before it was moved onto a newer revision'), ('publish', 'Before publishing'), ('conflict', 'When it collided'), ('discard', 'Before it was discarded'), ('hand-over', 'When the pen changed hands'), ('without-pen', 'Typed without having the pen')], max_length=20),
        ),
    ]
