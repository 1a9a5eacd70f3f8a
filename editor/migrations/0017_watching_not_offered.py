from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0016_drafts_of_the_team")]

    operations = [
        migrations.AlterField(
            model_name="addition",
            name="is_watching",
            field=models.BooleanField(null=True),
        ),
    ]
