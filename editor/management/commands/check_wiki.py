from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from editor.credentials import connection, site_reader
from editor.models import ForeignWikiError, Wiki
from editor.wiki import ConsumerCheck, LoggingIn, WikiError, WikiRejectedError, check_consumer

FINDINGS = {
    ConsumerCheck.WRONG_KEY_OR_SECRET: (
        "The wiki does not know this OAuth consumer: OAUTH_CLIENT_ID or OAUTH_CLIENT_SECRET is "
        "wrong (the wiki does not say which), or the consumer is not approved yet."
    ),
    ConsumerCheck.WRONG_CALLBACK: (
        "The OAuth consumer was registered with another callback than {callback}. It must match to "
        "the letter and cannot be changed: register a new consumer with this one, or set BASE_URL "
        "to the address that was registered."
    ),
    ConsumerCheck.NO_OAUTH: (
        "There is no Extension:OAuth at {rest}. Set WIKI_REST_URL to the wiki's rest.php, and see "
        "that the extension is installed."
    ),
}


class Command(BaseCommand):
    help = "Asks the wiki whether Galley can work with it, and says what is wrong when it cannot."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--moved",
            action="store_true",
            help="the wiki of this database has a new address: WIKI_API_URL is the same wiki",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["moved"]:
            Wiki.objects.update(api_url=settings.WIKI_API_URL)
        try:
            described = _learn()
            if settings.SIGN_IN != "oauth":
                _check_bot_passwords()
            if settings.SIGN_IN != "botpassword":
                _check_consumer()
        except ForeignWikiError as error:
            raise CommandError(f"Galley cannot start: {error}") from error
        except WikiError as error:
            raise CommandError(
                f"The wiki at {settings.WIKI_API_URL} does not answer as a wiki does: {error} "
                "Check WIKI_API_URL and WIKI_REST_URL."
            ) from error
        self.stdout.write(described)


def _learn() -> str:
    try:
        wiki = Wiki.objects.learn(site_reader().site_info())
    except WikiRejectedError as error:
        if not error.has_code("readapidenied"):
            raise
        Wiki.objects.refuse_foreign_database()
        return (
            f"The wiki at {settings.WIKI_API_URL} tells only its members what it is: Galley learns "
            "the rest when the first of them signs in."
        )
    return f"The wiki “{wiki.name}” ({wiki.site.generator}) is ready for Galley."


def _check_bot_passwords() -> None:
    try:
        is_on = LoggingIn(connection(), username="", auth=None).has_bot_passwords()
    except WikiRejectedError:
        # A private wiki tells nobody; the first sign-in will.
        return
    if not is_on:
        raise CommandError(
            "Bot passwords are switched off on this wiki ($wgEnableBotPasswords), so nobody can "
            f"sign in with one. Switch them on, or change SIGN_IN, which is “{settings.SIGN_IN}”."
        )


def _check_consumer() -> None:
    callback = settings.BASE_URL + reverse("mediawiki_callback")
    found = check_consumer(
        connection(), settings.OAUTH_CLIENT_ID, settings.OAUTH_CLIENT_SECRET, callback
    )
    if found in FINDINGS:
        raise CommandError(FINDINGS[found].format(callback=callback, rest=settings.WIKI_REST_URL))
