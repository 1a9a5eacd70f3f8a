"""How gunicorn serves Galley: gunicorn -c python:project.gunicorn_conf project.wsgi"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
from django.conf import settings

bind = f"{settings.HOST}:{settings.PORT}"
worker_class = "project.gunicorn_worker.Worker"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
# An edit may take the wiki two minutes; a worker that only waits for it is not hung.
timeout = 180
# What is under way when it is stopped is answered first: of a publish, the two minutes of the edit,
# and a slot and a token that it waited for.
graceful_timeout = 160
# Behind a proxy, connections are kept for a while; a save comes every few seconds.
keepalive = 15
accesslog = None
loglevel = "warning"
