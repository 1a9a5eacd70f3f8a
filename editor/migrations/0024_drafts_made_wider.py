from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0023_publish_that_takes_back")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="widened_heading",
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name="draft",
            name="widened_version",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
