from __future__ import annotations

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def give_to_owners(apps, schema_editor):
    """Until now only its owner could publish a draft."""
    owner = apps.get_model("editor", "Draft").objects.filter(pk=OuterRef("draft_id"))
    for name in ("Standing", "Stash"):
        apps.get_model("editor", name).objects.update(user_id=Subquery(owner.values("owner_id")[:1]))


def forget_others(apps, schema_editor):
    for name in ("Standing", "Stash"):
        rows = apps.get_model("editor", name).objects
        rows.exclude(user_id=F("draft__owner_id")).delete()


class Migration(migrations.Migration):

    dependencies = [("editor", "0010_sharing")]

    operations = [migrations.RunPython(give_to_owners, forget_others)]
