from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from editor.actions.forget import forget_snapshots


class Command(BaseCommand):
    help = "Forgets collisions that were decided more than SNAPSHOTS_KEPT_DAYS days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        days = settings.SNAPSHOTS_KEPT_DAYS
        if not days:
            self.stdout.write("SNAPSHOTS_KEPT_DAYS is 0: collisions are kept as long as the draft.")
            return
        count = forget_snapshots(kept=timedelta(days=days))
        self.stdout.write(f"{count} decided collisions forgotten")
