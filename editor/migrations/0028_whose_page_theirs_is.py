from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0027_reason_of_texts_put_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='conflictsnapshot',
            name='theirs_page_id',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='conflictsnapshot',
            name='theirs_format',
            field=models.CharField(blank=True, default='', max_length=100),
            preserve_default=False,
        ),
    ]
