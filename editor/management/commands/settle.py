from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from editor.actions.settle import StillSettlingError, settle_attempt
from editor.actions.settle_addition import StillAddingError, settle_addition
from editor.models import Addition, PublishAttempt
from editor.wiki import WikiError


class Command(BaseCommand):
    help = "Finds out on the wiki what became of every publish whose answer was lost."

    def handle(self, *args: Any, **options: Any) -> None:
        for attempt in PublishAttempt.objects.to_settle().select_related(
            "author__credential", "draft__wiki", "text"
        ):
            try:
                settled = settle_attempt(user=attempt.author, attempt=attempt)
            except StillSettlingError as error:
                self.stdout.write(f"{attempt}: too early to tell, {error.seconds_left} s to go")
            except WikiError as error:
                # One person's expired sign-in must not keep the others' from being settled.
                self.stderr.write(f"{attempt}: {error}")
            else:
                self.stdout.write(f"{settled}")
        self._settle_additions()

    def _settle_additions(self) -> None:
        for addition in Addition.objects.to_settle().select_related("owner", "wiki"):
            try:
                self.stdout.write(f"{settle_addition(addition)}")
            except StillAddingError as error:
                self.stdout.write(f"{addition}: too early to tell, {error.seconds_left} s to go")
            except WikiError as error:
                self.stderr.write(f"{addition}: {error}")
