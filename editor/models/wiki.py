from __future__ import annotations

from dataclasses import asdict, fields
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from editor.wiki import Namespace, SiteInfo, page_url, script_url

# How long what the wiki says of itself is taken for true: its name, namespaces and limits.
SITE_INFO_LIFETIME = timedelta(hours=6)


class ForeignWikiError(ImproperlyConfigured):
    """The database belongs to another wiki than the one Galley was pointed at."""


class WikiQuerySet(models.QuerySet["Wiki"]):
    def current(self) -> Wiki | None:
        """The wiki of the settings; None before the first contact with it."""
        return self.filter(api_url=settings.WIKI_API_URL).first()

    def refuse_foreign_database(self) -> None:
        """Stop before user 3 of one wiki becomes user 3 of another.

        Raises ForeignWikiError.
        """
        other = self.exclude(api_url=settings.WIKI_API_URL).first()
        if other:
            raise ForeignWikiError(
                f"this database belongs to the wiki at {other.api_url}, but WIKI_API_URL is "
                f"{settings.WIKI_API_URL}. Give each wiki a database of its own (DATABASE_URL); "
                "when it is the same wiki at a new address, say so with: "
                "python manage.py check_wiki --moved"
            )

    def learn(self, site: SiteInfo) -> Wiki:
        """Keep what the wiki says of itself. Raises ForeignWikiError when it is another one."""
        self.refuse_foreign_database()
        wiki = self.current()
        if wiki and wiki.wiki_id != site.wiki_id:
            raise ForeignWikiError(
                f"the wiki at {wiki.api_url} calls itself “{site.wiki_id}” now, but this database "
                f"belongs to “{wiki.wiki_id}”. Use another database (DATABASE_URL)."
            )
        learned: Wiki = self.update_or_create(
            api_url=settings.WIKI_API_URL,
            defaults={
                "wiki_id": site.wiki_id,
                "name": site.name,
                "site_info": asdict(site) | {"extensions": sorted(site.extensions)},
                "learned_at": timezone.now(),
            },
        )[0]
        # As it is kept: in JSON, numbers that name something are texts.
        return self.get(pk=learned.pk)


class Wiki(models.Model):
    """A wiki that Galley edits; everything else points here."""

    api_url = models.URLField(max_length=500, unique=True)
    # The wiki's own id (its database's name), half of the uid of each of its accounts.
    wiki_id = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    site_info = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    learned_at = models.DateTimeField()

    objects: ClassVar = WikiQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        # Kept by another version of Galley, which asked for more or less.
        is_of_other_shape = set(self.site_info) != {field.name for field in fields(SiteInfo)}
        return is_of_other_shape or timezone.now() - self.learned_at > SITE_INFO_LIFETIME

    @cached_property
    def site(self) -> SiteInfo:
        info = _known(SiteInfo, self.site_info)
        info["namespaces"] = {
            int(number): Namespace(
                **(_known(Namespace, namespace) | {"aliases": tuple(namespace["aliases"])})
            )
            for number, namespace in info["namespaces"].items()
        }
        info["extensions"] = frozenset(info["extensions"])
        return SiteInfo(**info)

    def page_url(self, title: str) -> str:
        return page_url(self.site, title)

    def revision_url(self, revid: int) -> str:
        return script_url(self.site, oldid=revid)

    def difference_url(self, revid: int) -> str:
        return script_url(self.site, diff=revid, oldid="prev")


def _known(record: type[SiteInfo | Namespace], kept: dict[str, Any]) -> dict[str, Any]:
    """Without what only another version of Galley kept: while the wiki is away, it has to do."""
    names = {field.name for field in fields(record)}
    return {name: value for name, value in kept.items() if name in names}
