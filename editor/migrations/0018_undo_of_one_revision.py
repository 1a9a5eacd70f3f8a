from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0017_watching_not_offered")]

    operations = [
        migrations.AddField(
            model_name="draftrevert",
            name="is_single",
            field=models.BooleanField(default=False),
        ),
    ]
