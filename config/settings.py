"""Every setting of Fjord, from the environment, safe by default.

`docs/settings.md` lists the variables with their meaning.
"""

from datetime import timedelta
from pathlib import Path

from config import server, theme
from config.environment import Environment, Refused
from config.secret import secret_key

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("FJORD_VAR", default=str(BASE_DIR / "var"))).resolve()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = env.text("FJORD_SECRET_KEY") or secret_key(VAR_DIR / "secret_key")
except OSError as error:
    raise Refused(
        f"FJORD_VAR is {str(VAR_DIR)!r}, and nothing can be kept there: {error.strerror}."
    ) from None
except ValueError as error:
    raise Refused(str(error)) from None

PRODUCTION = env.choice("FJORD_ENV", ("local", "production"), default="local") == "production"
FJORD_HOST, FJORD_PORT = server.host, server.port
FJORD_PASSWORD_MEMORY = env.whole("FJORD_PASSWORD_MEMORY", default=300)

DEBUG = env.truth("FJORD_DEBUG", default=False)
ALLOWED_HOSTS = env.words("FJORD_HOSTS", default=("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("FJORD_TRUSTED_ORIGINS")
FJORD_CORS_ORIGINS = env.origins("FJORD_CORS_ORIGINS")

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "crm",
]

MIDDLEWARE = [
    "config.security.SecurityHeadersMiddleware",
    "config.faults.NoNulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.health.ProbeMiddleware",  # before whatever asks for the host
    "django.middleware.common.CommonMiddleware",
    "crm.wire.cors.CrossOriginMiddleware",  # not there unless origins are listed
    "crm.wire.auth.HeaderCallsMiddleware",  # calls with an Authorization header pass by what comes now
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# The database. Never ATOMIC_REQUESTS: with IMMEDIATE it would make every read take SQLite's write lock.
DATABASE = env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/fjord.sqlite3")
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # Without these three, concurrent writers fail with "database is locked".
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    } | DATABASE.get("OPTIONS", {})
else:
    # Connections live as long as their thread: opening one costs more than most requests.
    DATABASE["CONN_MAX_AGE"] = env.whole("FJORD_CONN_MAX_AGE", default=None)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # Statements run this often are prepared; "none" suits a pooler that shares connections between clients.
    threshold = env.whole_or_none("FJORD_PREPARE_AFTER", default=5)
    DATABASE["OPTIONS"] = {"prepare_threshold": threshold} | DATABASE.get("OPTIONS", {})
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # ids are int32 on the wire

# Signing in.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "crm.directory.views.accounts.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # unfold's sign-in form posts no `next`
SESSION_COOKIE_AGE = env.whole("FJORD_SESSION_HOURS", default=24 * 7, least=1) * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "XSRF-TOKEN"  # this pair of names is what the official client reads and sends
CSRF_HEADER_NAME = "HTTP_X_XSRF_TOKEN"
CSRF_COOKIE_SAMESITE = "Lax"

FJORD_PROXIES = env.whole("FJORD_PROXIES", default=0)
AXES_FAILURE_LIMIT = env.whole("FJORD_SIGN_IN_FAILURES", default=10, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.whole("FJORD_SIGN_IN_LOCK_MINUTES", default=15, least=1))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger cannot lock the owner out
AXES_CLIENT_IP_CALLABLE = "config.security.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_DISABLE_ACCESS_LOG = True  # a row for each sign-in that went well is a row nobody reads
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# HTTPS and what a browser may do.
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak to the process, not to the proxy
SECURE_HSTS_SECONDS = env.whole("FJORD_HSTS_SECONDS", default=31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = env.truth("FJORD_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading binds the whole domain; only its owner can say yes
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if FJORD_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
X_FRAME_OPTIONS = "DENY"

# How much one request may carry.
DATA_UPLOAD_MAX_MEMORY_SIZE = env.whole("FJORD_MAX_BODY_BYTES", default=10 * 1024 * 1024, least=1)
FJORD_MAX_ATTACHMENT_BYTES = env.whole("FJORD_MAX_ATTACHMENT_BYTES", default=25 * 1024 * 1024, least=1)
DATA_UPLOAD_MAX_NUMBER_FIELDS = env.whole("FJORD_MAX_FIELDS", default=2000, least=1)
FJORD_ARCHIVE_TOP = env.whole("FJORD_ARCHIVE_TOP", default=10_000, least=1)
FJORD_STATEMENT_SECONDS = env.whole("FJORD_STATEMENT_SECONDS", default=10)

# The time zone of dates that come without one, by its code in the API: NO, US-NY, UTC.
FJORD_BASE_ZONE = env.text("FJORD_BASE_ZONE", default="UTC")
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]

# Names carry a digest of the content, so that browsers keep the files for good.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# Attachments lie below it; no address leads there, they are read through the API and the desk.
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail. Without EMAIL_URL it lands in files that a person can read.
MAIL = env.mail("EMAIL_URL", default=f"filemail:///{VAR_DIR}/mail")
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = MAIL["EMAIL_FILE_PATH"]
EMAIL_HOST = MAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = MAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = bool(MAIL.get("EMAIL_USE_TLS", False))
EMAIL_USE_SSL = bool(MAIL.get("EMAIL_USE_SSL", False))
EMAIL_TIMEOUT = env.whole("FJORD_MAIL_TIMEOUT", default=20, least=1)
# Where people reach the desk, for links in mail; empty leaves the links out.
FJORD_URL = env.text("FJORD_URL", default="").rstrip("/")
FJORD_FROM_ADDRESS = env.text("FJORD_FROM_ADDRESS", default="Fjord <desk@localhost>")
DEFAULT_FROM_EMAIL = FJORD_FROM_ADDRESS
SERVER_EMAIL = FJORD_FROM_ADDRESS
# Subjects of mail to customers begin with it and the number of the ticket: [Ticket:123]
FJORD_MAIL_TAG = env.text("FJORD_MAIL_TAG", default="Ticket")
# Short messages: the class that sends them. The default writes files that a person can read.
FJORD_SMS_SENDER = env.text("FJORD_SMS_SENDER", default="crm.delivery.notifications.routes.sms.SmsFiles")
FJORD_SMS_FOLDER = VAR_DIR / "sms"

# The worker: how much it takes from the ledger at once, and how often it tries again.
FJORD_BATCH_SIZE = env.whole("FJORD_BATCH_SIZE", default=50, least=1)
FJORD_LEASE_SECONDS = env.whole("FJORD_LEASE_SECONDS", default=60, least=1)
FJORD_POLL_SECONDS = env.seconds("FJORD_POLL_SECONDS", default=2.0)
FJORD_RECONNECT_SECONDS = env.seconds("FJORD_RECONNECT_SECONDS", default=5.0)
FJORD_MAX_ATTEMPTS = env.whole("FJORD_MAX_ATTEMPTS", default=12, least=1)
FJORD_RETRY_SECONDS = env.seconds("FJORD_RETRY_SECONDS", default=30.0)
FJORD_RETRY_CEILING_SECONDS = env.seconds("FJORD_RETRY_CEILING_SECONDS", default=21_600.0)
FJORD_READY_MAX_AGE = timedelta(seconds=env.whole("FJORD_READY_MAX_AGE", default=900))

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"one_line": {"()": "config.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_line"]}},
    "root": {"handlers": ["stderr"], "level": env.choice("FJORD_LOG_LEVEL", LOG_LEVELS, default="INFO")},
    # Django's own handlers would mail administrators and print twice; axes tells of every sign-in that went well.
    "loggers": {
        "axes": {"level": "WARNING"},
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO"},
    },
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "crm.directory.views.signin.TokenAuthentication",
        "crm.directory.views.signin.BasicAuthentication",
        "crm.directory.views.signin.SessionAuthentication",
    ],
    "EXCEPTION_HANDLER": "crm.wire.errors.handle",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Fjord",
    "DESCRIPTION": "A service desk that speaks the SuperOffice REST API.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["crm.wire.schema.addresses"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],  # enums stay where they are used
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

UNFOLD = theme.UNFOLD
