"""What must be true before Fjord runs, each with an id: `manage.py check --database default` asks them all."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.db import connection

from crm.wire.zones import zone_of

DEMO_ACCOUNT = "crm.E001"
BASE_ZONE = "crm.E002"
MAIL_STAYS_HERE = "crm.W001"
NO_SENDER = "crm.W002"
NO_PROXY = "crm.W003"


def register_checks() -> None:
    checks.register(demo_accounts, checks.Tags.database)
    checks.register(base_zone)
    checks.register(mail_leaves, checks.Tags.security, deploy=True)
    checks.register(proxy_is_named, checks.Tags.security, deploy=True)


def demo_accounts(databases: Sequence[str] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """Asked by `migrate` and `check --database default`."""
    return demo_accounts_in_production() if databases else []


def demo_accounts_in_production() -> list[checks.CheckMessage]:
    """One error while an account whose password is printed in the documentation can sign in."""
    associate = apps.get_model("crm", "Associate")
    if not settings.PRODUCTION or associate._meta.db_table not in connection.introspection.table_names():
        return []
    names = list(
        associate.objects.filter(is_demo=True, user__is_active=True)
        .order_by("name")
        .values_list("name", flat=True)
    )
    if not names:
        return []
    return [
        checks.Error(
            f"Demo accounts are active in production: {', '.join(names)}.",
            hint="Their passwords are public. Take a database of your own, or deactivate these accounts in admin.",
            id=DEMO_ACCOUNT,
        )
    ]


def base_zone(**_options: Any) -> list[checks.CheckMessage]:
    """Dates that come without a time zone are read in this one, so it must exist."""
    try:
        zone_of(settings.FJORD_BASE_ZONE)
    except ValueError as error:
        return [checks.Error(f"FJORD_BASE_ZONE: {error}", id=BASE_ZONE)]
    return []


def uncollected() -> str:
    """What to say when pages would lack their static files, or nothing."""
    read_manifest = getattr(
        staticfiles_storage, "read_manifest", None
    )  # of a storage whose names carry digests
    if read_manifest and read_manifest() is None and not settings.DEBUG:
        return "The static files are not collected, so no page can be shown: run `manage.py set_up`."
    return ""


def proxy_is_named(**_options: Any) -> list[checks.CheckMessage]:
    """Behind a proxy that is not named, every page leads to itself, and all callers share one address."""
    if not settings.PRODUCTION or settings.FJORD_PROXIES:
        return []
    return [
        checks.Warning(
            "No proxy is believed about HTTPS.",
            hint="Set FJORD_PROXIES=1 if one of yours stands in front, as docs/production.md shows.",
            id=NO_PROXY,
        )
    ]


def mail_leaves(**_options: Any) -> list[checks.CheckMessage]:
    """Notifications that end in a file reach nobody."""
    messages: list[checks.CheckMessage] = []
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        messages.append(
            checks.Warning(
                "Mail is not sent, only kept.",
                hint="Set EMAIL_URL=smtp+tls://user:password@host:587.",
                id=MAIL_STAYS_HERE,
            )
        )
    if "@localhost" in settings.FJORD_FROM_ADDRESS:
        messages.append(
            checks.Warning(
                "Notifications have no sender's address.",
                hint="Set FJORD_FROM_ADDRESS='Service desk <desk@example.com>'.",
                id=NO_SENDER,
            )
        )
    return messages
