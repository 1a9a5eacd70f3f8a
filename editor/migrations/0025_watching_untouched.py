from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0024_drafts_made_wider'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='found_watching',
            field=models.BooleanField(null=True),
        ),
    ]
