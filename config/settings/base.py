"""Settings of every profile; as it stands it runs embedded: SQLite, embedded index, console mail."""

from datetime import timedelta
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from config import keys
from config.backup import swap
from config.databases import database
from config.languages import LANGUAGES as LANGUAGES

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
PROFILE = env.str("PROFILE", "embedded")
PRODUCTION = PROFILE == "production"
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

swap.finish(DATA_DIR, env.str("DATABASE_URL", ""))  # a restore that was decided and then killed
_keys = keys.load(DATA_DIR)
SECRET_KEY = _keys["SECRET_KEY"]
FIELD_KEYS = _keys["FIELD_KEYS"].split(",")
AUDIT_KEY = _keys["AUDIT_KEY"]

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CLOCK_SHIFT_SECONDS = 0 if PRODUCTION else env.int("CLOCK_SHIFT_SECONDS", 0)
# People of the demonstration may be signed in by a button: only on this machine and never in production.
DEMO_SIGN_IN = not PRODUCTION and env.bool("DEMO_SIGN_IN", True)
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", PRODUCTION)
VERSION = "0.1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "foundation.clock",
    "foundation.records",
    "foundation.pages",
    "django.forms",
    "foundation.audit",
    "simple_history",  # after audit, whose commands refuse to clean history
    "foundation.jobs",
    "foundation.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "foundation.workflow",
    "foundation.search",
    "foundation.notifications",
    "foundation.documents",
    "foundation.law",
    "precedents",
    "casetracker",
    "advice",
    "caseload",
    "demo",
    "config",
]

MIDDLEWARE = [
    "config.access_log.AccessLog",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "foundation.pages.middleware.Closed",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "foundation.pages.middleware.NoSuchAddress",
    "django.middleware.common.CommonMiddleware",
    "foundation.pages.middleware.TokenOrAgain",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foundation.accounts.middleware.SessionLimits",
    "foundation.pages.middleware.SignInOrKeep",
    "foundation.accounts.middleware.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

SILENCED_SYSTEM_CHECKS = ["security.W003"]  # asks for Django's class by name; ours is made of it, and config.checks asks for it

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "foundation.pages.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "foundation.pages.renderer.PagesRenderer"

DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "foundation.accounts.passwords.WordsOfTheTradeValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # the link of an invitation
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", 30 * 60)
SESSION_WARN_SECONDS = env.int("SESSION_WARN_SECONDS", 25 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", 12 * 60 * 60)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "foundation.pages.views.csrf_failure"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "foundation.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 10 * 60  # between the password and the code
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Wrong passwords are counted by axes; "login_failed" counts the codes of the second factor
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/15m/key"}
MFA_ADAPTER = "foundation.accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Crown Casebook"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a small cache would forget used codes when somebody fills it
    }
}
BANNERS = ["foundation.accounts.banners.demonstration", "config.backup.banner.backup_alarm"]

# Language and time
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "foundation" / "locale", BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Toronto"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA_DIR / "documents")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# Records that may own documents and that notices are about; who sees the record sees its papers, and what she was told of it
DOCUMENT_OWNERS = ["casetracker.CaseFile", "advice.AdviceRequest"]
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_MB", 500) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "tmp")
(DATA_DIR / "tmp").mkdir(exist_ok=True)

# Backups: where the worker leaves them every ten minutes, how many of the last ones stay, and for how many days one of each day
BACKUP_TO = env.str("BACKUP_TO", "")
BACKUP_KEEP = env.int("BACKUP_KEEP", 12)
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", 14)

# Search
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", "")
SEARCH_ENGINE = env.str("SEARCH_ENGINE", "elasticsearch" if ELASTICSEARCH_URL else "tantivy")

# Mail: MAIL_URL names the server (smtp+tls://user:password@host:587); without it mail is printed
MAIL_URL = env.str("MAIL_URL", "")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", f"django.core.mail.backends.{'smtp' if MAIL_URL else 'console'}.EmailBackend")
if MAIL_URL:
    _mail = env.email_url_config(MAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
    EMAIL_TIMEOUT = 20
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "casebook@casetracker.invalid")
# Without mail, whoever makes a link to choose a password is shown it once; never in production
MAIL_LEAVES = PRODUCTION or not EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend", "filebased.EmailBackend"))

# What an answer may load: ours alone
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^metrics$"]  # fetched inside, past the proxy; the view refuses whoever comes through it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# Lockout: an account at one address after 5 wrong passwords, an address after 20; for 15 minutes
AXES_HANDLER = "foundation.accounts.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
LOCKOUT_ADDRESS_LIMIT = 20
PROXY_COUNT = env.int("PROXY_COUNT", 0)  # proxies of ours in front, whose X-Forwarded-For may be believed
METRICS_TOKEN = env.str("METRICS_TOKEN", "")  # who sends it may fetch /metrics; without one, this machine alone
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "email"
AXES_USERNAME_CALLABLE = "foundation.accounts.lockout.account_of"
AXES_CLIENT_IP_CALLABLE = "foundation.pages.addresses.address_of"
AXES_CLIENT_STR_CALLABLE = "foundation.accounts.lockout.client_words"
AXES_LOCKOUT_CALLABLE = "foundation.accounts.lockout.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "new_password", "new_password_again", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# The frame: label, url name, roles that see it (empty: everybody)
NAVIGATION = [
    (_("My work"), "home", []),
    (_("Court list"), "court_list", ["PRO", "LEAD", "AST", "REC"]),
    (_("Cases"), "casetracker:list", ["PRO", "LEAD", "AST", "REC", "CRN"]),
    (_("Advice"), "advice:list", ["POL", "CRN", "PRO", "LEAD", "AST", "REC"]),
    (_("Precedents"), "precedents:bank", ["POL", "CRN", "PRO", "LEAD", "AST", "REC"]),
    (_("Team"), "lead", ["LEAD"]),
    (_("People"), "people", ["ADM", "LEAD"]),
    (_("Help"), "help", []),
]

NAVIGATION_COUNTS = {"notices": "foundation.notifications.services.unread_count"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    # One line for each answer: under production, or wherever LOG_LEVEL asks for it
    "loggers": {"casetracker.access": {"level": "INFO" if PRODUCTION else env.str("LOG_LEVEL", "WARNING")}},
}
