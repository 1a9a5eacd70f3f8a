from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"

    def ready(self) -> None:
        # Connects the receivers that keep and forget tokens as people sign in and out.
        from editor import signals  # noqa: F401
