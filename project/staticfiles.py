"""How static files are collected and named."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GalleyStaticFilesConfig(StaticFilesConfig):
    # htmx's extensions import a module that does not exist beside them, and none is used.
    ignore_patterns = [  # noqa: RUF012 - as the class it extends has it
        *StaticFilesConfig.ignore_patterns,
        "hx-*.js",
    ]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names with hashes, those in the imports of ES modules too."""

    support_js_module_import_aggregation = True
