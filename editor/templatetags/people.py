"""What a person is called on a page: by their name on the wiki."""

from __future__ import annotations

from django import template

from editor.credentials import wiki_username

register = template.Library()
register.filter("wiki_username", wiki_username)
