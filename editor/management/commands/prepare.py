from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError


class Command(BaseCommand):
    help = "Brings database, cache and static files up to date, and checks the wiki."

    def handle(self, *args: Any, **options: Any) -> None:
        # One process for all: to begin a new one takes longer than what most of them do.
        try:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database of DATABASE_URL cannot be used: {error}") from error
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("check_wiki")
