"""The one settings file. Everything that differs between machines comes from the environment (docs/deploying.md)."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from people1st import env, logs, policies

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.one_of("ENVIRONMENT", ("production", "development"), "production")
PRODUCTION = ENVIRONMENT == "production"
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", at_least=50 if PRODUCTION else 1)
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS", at_least=50 if PRODUCTION else 1)
ENCRYPTION_KEYS = env.key_ring("ENCRYPTION_KEYS")
SITE_URL = env.web_address("SITE_URL")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", urlsplit(SITE_URL).hostname)
# The admin answers there alone; empty: wherever the site does.
ADMIN_HOST = env.host("ADMIN_HOST", other_than=urlsplit(SITE_URL).hostname)
if ADMIN_HOST and ADMIN_HOST not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(ADMIN_HOST)

INSTALLED_APPS = [
    "modeltranslation",
    "people1st.staff.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "crispy_forms",
    "django_countries",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "people1st",
    "campaign",
    "endorsements",
]

MIDDLEWARE = [
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "people1st.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "people1st.caching.PrivateUnlessPublicMiddleware",
    "people1st.staff.hosts.AdminHostMiddleware",
    "people1st.languages.UkrainianAliasMiddleware",
    "people1st.languages.PathLanguageMiddleware",
    "people1st.requests.PlainRequestsMiddleware",
    "people1st.charsets.OnlyUnicodeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people1st.cookies.NoCookieUnaskedMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "people1st.staff.sessions.StaffSessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "people1st.urls"
WSGI_APPLICATION = "people1st.wsgi.application"
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
                "people1st.languages.language_context",
            ],
            "builtins": ["people1st.templatetags.people1st"],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "people1st.passwords.OwnWordsValidator"},
]

# Staff. Production asks for a second factor; development does so when told to. allauth keeps the factors; its own
# limits live in a cache of one process and know clients by their address, so they are off: people1st/staff/guesses.py.
REQUIRE_SECOND_FACTOR = PRODUCTION or env.one_of("REQUIRE_SECOND_FACTOR", ("yes", "no"), "no") == "yes"
STAFF_SESSION_IDLE = timedelta(hours=1)
STAFF_SESSION_LONGEST = timedelta(hours=12)
STAFF_IDENTITY_FRESH = timedelta(minutes=5)
ENROLMENT_LINK_LIFETIME = timedelta(hours=24)
LOGIN_URL = "admin:login"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "people1st.staff.adapter.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10

# Languages. The code is `uk` everywhere; UA is only the label that readers know.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian")), ("ru", _("Russian"))]
LANGUAGE_LABELS = {"en": "EN", "uk": "UA", "ru": "RU"}
LANGUAGE_LOCALES = {"en": "en_GB", "uk": "uk_UA", "ru": "ru_RU"}  # as the Open Graph protocol writes them
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Kyiv"
USE_I18N = True
USE_TZ = True

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en",)}

# Static files, gathered under VAR_DIR and served by WhiteNoise with far-future names.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "people1st.stylesheet.OneStylesheetStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
CARDS_DIR = VAR_DIR / "cards"  # what people1st/cards/ has drawn; it may be lost

# Mail. Development writes files; production speaks SMTP.
MAIL_FROM = env.text("MAIL_FROM", "People First <info@people1st.org>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAIL_REPLY_TO = env.mailbox("MAIL_REPLY_TO", "info@people1st.org")  # people read it
if PRODUCTION:
    MAILERS = {"default": env.smtp("SMTP_URL")}
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
        }
    }

# Forms
CRISPY_ALLOWED_TEMPLATE_PACKS = ("people1st",)
CRISPY_TEMPLATE_PACK = "people1st"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CSRF_FAILURE_VIEW = "people1st.errors.csrf_failure"

# What the endorsement process promises (shown on the privacy page from here)
CONFIRM_LINK_LIFETIME = timedelta(days=7)
FASTEST_PERSON = timedelta(seconds=2)
FORM_KEPT_OPEN = timedelta(days=2)
PROOF_OF_WORK_KEPT = timedelta(hours=12)
MAILBOX_RESEND_PAUSE = timedelta(minutes=10)
MAILBOX_MAILS_A_DAY = 3
REJECTED_CONTACT_KEPT = timedelta(days=90)
MODERATORS_TOLD_EVERY = timedelta(hours=1)
MAIL_ADDRESS_KEPT = timedelta(days=4)
INVITATION_KEPT = timedelta(days=30)
SENDER_KEPT = timedelta(days=2)
CONTACT_REVIEWED_EVERY = timedelta(days=365)
REVIEWS_AT_ONCE = 50  # in each hourly run: they share the hour's limit of mails with visitors
# How many different people have to approve, and whether today's unnamed ones count from midnight on (docs/security.md).
APPROVALS_NEEDED = env.whole_number("APPROVALS_NEEDED", 1, lowest=1, highest=2)
UNNAMED_COUNTED_LATER = env.one_of("UNNAMED_COUNTED_LATER", ("yes", "no"), "yes" if PRODUCTION else "no") == "yes"

# The queue (procrastinate) finds its tasks in each app's jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# HTTP. The longest lists of the admin have some 200 fields; one picture on some pages of staff (people1st/uploads.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["people1st.uploads.PictureHandler"]
# How many proxies of ours stand in front: each appends one entry to X-Forwarded-For (people1st/sources.py).
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", 1 if PRODUCTION else 0, lowest=0, highest=10)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = policies.REFERRER
SECURE_CSP = policies.PUBLIC
X_FRAME_OPTIONS = policies.FRAMES
SESSION_ENGINE = "people1st.staff.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = int(STAFF_SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DEVICE_COOKIE_NAME = "device"
MESSAGE_STORAGE = "people1st.message_storage.MessageStorage"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    DEVICE_COOKIE_NAME = "__Secure-device"

LOG_FORMAT = logs.chosen()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {name: {"()": formatter} for name, formatter in logs.FORMATTERS.items()},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Our own event tells of it (people1st/errors.py), without the host that was typed and a traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # it names credentials
    },
}
