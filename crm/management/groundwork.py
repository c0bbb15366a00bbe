"""What must be there before the desk is served: tables, the rows it cannot do without, static files."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction

from crm.checks import demo_accounts_in_production
from crm.directory.models import Associate
from crm.directory.seeds.basics import lay_basics as lay_directory
from crm.management.assets import collect_changed
from crm.management.turn import in_turn
from crm.tickets.models import TicketStatus
from crm.tickets.seeds.basics import lay_basics as lay_tickets

Say = Callable[[str], object]


def lay_groundwork(say: Say, *, demo: bool) -> None:
    """Brings everything up to date and tells what there was to do; with `demo` an untouched local desk is seeded.

    Doing it twice changes nothing. Raises CommandError when a demo account could sign in to production.
    """
    with in_turn():
        _lay(say, demo=demo)


def _lay(say: Say, *, demo: bool) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    if refusals := demo_accounts_in_production():
        raise CommandError(f"{refusals[0].msg} {refusals[0].hint}")
    if demo and not settings.PRODUCTION and is_untouched():
        say("The database is empty: making the demo world...")
        call_command("seed", verbosity=0)
    with transaction.atomic():
        rows = lay_directory() + lay_tickets()
    if rows:
        say(f"Made {rows} rows to begin with: statuses, priorities, a category, roles, a group of users.")
    if collect_changed():
        say("Collected the static files.")


def is_unmanned() -> bool:
    """Whether nobody can sign in: there is neither an account nor a user."""
    return not (get_user_model().objects.exists() or Associate.objects.exists())


def is_untouched() -> bool:
    """A database that holds nothing of anybody's, not even what a desk begins with."""
    return is_unmanned() and not TicketStatus.objects.exists()
