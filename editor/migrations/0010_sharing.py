from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def nobody() -> models.ForeignKey:
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def person(**options) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, **options
    )


class Migration(migrations.Migration):

    dependencies = [
        ("editor", "0009_admission_and_consumer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("draft", "team_access", models.CharField(blank=True, default="", max_length=10), preserve_default=False),
        migrations.AddField("draft", "team_since", models.DateTimeField(null=True)),
        migrations.AddField("draft", "pen_holder", nobody()),
        migrations.AddField("draft", "pen_since", models.DateTimeField(null=True)),
        migrations.AddField("draft", "pen_asked_by", nobody()),
        migrations.AddField("draft", "pen_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("draftversion", "author", nobody()),
        migrations.AlterField(
            "draftversion",
            "reason",
            models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("typing", "While typing"),
                    ("other-tab", "From another tab or device"),
                    ("restore", "Before another version was restored"),
                    ("rebase", "Before it was moved onto a newer revision"),
                    ("publish", "Before publishing"),
                    ("conflict", "When it collided"),
                    ("discard", "Before it was discarded"),
                    ("hand-over", "When the pen changed hands"),
                    ("without-pen", "Typed without having the pen"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="DraftShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("access", models.CharField(blank=True, choices=[("", "None"), ("read", "Read"), ("write", "Write")], max_length=10)),
                ("is_named", models.BooleanField(null=True)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("has_left", models.BooleanField(default=False)),
                ("draft", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="editor.draft")),
                ("user", person(related_name="draft_shares")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "user"), name="one_share_per_person")
                ],
            },
        ),
        # What the wiki lets somebody do, and has prepared, is one person's.
        migrations.AddField("standing", "user", person(null=True, related_name="+")),
        migrations.AddField("stash", "user", person(null=True, related_name="+")),
    ]
