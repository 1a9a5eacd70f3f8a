"""The door for gunicorn and other WSGI servers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()

# Only now are the models loaded. A database of another wiki must never be served:
# user 3 of one wiki is not user 3 of the other.
from editor.models import Wiki  # noqa: E402

Wiki.objects.refuse_foreign_database()
