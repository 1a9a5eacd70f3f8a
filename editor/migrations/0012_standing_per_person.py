from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("editor", "0011_standing_is_the_owners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "standing",
            "draft",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="standings", to="editor.draft"),
        ),
        migrations.AlterField("standing", "user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddConstraint(
            "standing",
            models.UniqueConstraint(fields=("draft", "user"), name="one_standing_per_person"),
        ),
    ]
