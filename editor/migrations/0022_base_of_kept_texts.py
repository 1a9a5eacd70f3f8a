from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0021_passages_kept_aside'),
    ]

    operations = [
        migrations.AddField(
            model_name='draftversion',
            name='base_text',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editor.text'),
        ),
    ]
