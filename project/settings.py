"""One settings module for every environment; what differs comes from variables (.env.example)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from editor.wiki import user_agent
from project import env

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

# The wiki

WIKI_API_URL = env.address("WIKI_API_URL")
if not WIKI_API_URL.endswith("/api.php"):
    raise ImproperlyConfigured("WIKI_API_URL must end in /api.php, the address of the wiki's API.")
WIKI_REST_URL = env.address("WIKI_REST_URL", WIKI_API_URL.removesuffix("api.php") + "rest.php")
WIKI_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(WIKI_API_URL))
# How people sign in: by the wiki's Extension:OAuth, or with a bot password where it has none.
SIGN_IN = env.choice("SIGN_IN", "oauth", "botpassword", "both")
OAUTH_CLIENT_ID = env.text("OAUTH_CLIENT_ID", "" if SIGN_IN == "botpassword" else None)
OAUTH_CLIENT_SECRET = env.secret("OAUTH_CLIENT_SECRET", "" if SIGN_IN == "botpassword" else None)
TOKEN_KEYS = env.fernet_keys("TOKEN_KEYS")
ALLOWED_USERS = env.names("ALLOWED_USERS")
ALLOWED_GROUPS = env.names("ALLOWED_GROUPS")
CONTACT = env.contact("CONTACT")

# Where Galley runs

HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)
BASE_URL = env.site("BASE_URL", f"http://{HOST}:{PORT}")
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS") or [urlsplit(BASE_URL).hostname or HOST]
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
USER_AGENT = user_agent(VERSION, CONTACT, BASE_URL)

WEB_PROCESSES = env.number("WEB_CONCURRENCY", 2, least=1)
# Threads of one process, and how many of them may be waiting for the wiki at once. The rest always
# serves drafts: saving goes on while the wiki hangs.
WEB_THREADS = 24
WIKI_SLOTS = 8
WIKI_QUEUE = 8

INSTALLED_APPS = [
    "editor",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "project.staticfiles.GalleyStaticFilesConfig",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.mediawiki",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "editor.views.barred.BarredMiddleware",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "editor.http.interface",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

# What is kept

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'galley.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that starts reading and then writes fails at once when somebody else wrote
        # in between; one that starts as a writer waits its turn.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: "Draft saved" must outlive a power cut, which NORMAL does not promise.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.text("CACHE_URL", "database")
if CACHE_URL == "database":
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "galley_cache",
        }
    }
elif CACHE_URL.startswith(("redis://", "rediss://", "unix://")):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
        }
    }
else:
    raise ImproperlyConfigured("CACHE_URL must be “database” or begin with redis://.")

# Days that a decided collision is kept with all its texts (`manage.py forget`); 0: as long as its
# draft. One that is open is always kept.
SNAPSHOTS_KEPT_DAYS = env.number("SNAPSHOTS_KEPT_DAYS", 0, most=36_500)

# A form post carries the whole text: MediaWiki's own limit is 2 MiB, and a wiki may raise it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# Who may come in

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "front"
LOGIN_REDIRECT_URL = "front"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = "editor.credentials.wiki_username"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_AUTO_SIGNUP = True
# Tokens go into WikiCredential, encrypted; allauth's own table would hold them in clear text.
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_ADAPTER = "editor.adapter.SignInAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "mediawiki": {
        "provider_class": "editor.adapter.WikiProvider",
        "REST_API": WIKI_REST_URL,
        "USER_AGENT": USER_AGENT,
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{"client_id": OAUTH_CLIENT_ID, "secret": OAUTH_CLIENT_SECRET}],
    }
}
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_NAME = "galley_session"
CSRF_COOKIE_NAME = "galley_csrf"
CSRF_FAILURE_VIEW = "editor.views.csrf_failure.csrf_failure"
SESSION_COOKIE_AGE = 30 * 24 * 3600

# Transport

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [BASE_URL] if IS_HTTPS else []
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
# Galley speaks for its own host only: subdomains and the browsers' preload list are the operator's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        # What is to be finished on the wiki is posted there.
        "form-action": [SELF, WIKI_ORIGIN],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "editor" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "project.staticfiles.HashedStaticFiles"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
