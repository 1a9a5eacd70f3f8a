#!/usr/bin/env python
"""Django's command line, for Galley."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A missing variable deserves one sentence, not a traceback.
        sys.exit(f"Galley cannot start: {error}")


if __name__ == "__main__":
    main()
