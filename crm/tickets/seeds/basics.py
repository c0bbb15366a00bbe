"""What a desk needs to take its first ticket: statuses, priorities, a category. Plain rows, theirs to rename."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.tickets.models import (
    BaseStatus,
    CategoryFlag,
    PriorityFlag,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TimeCounter,
)

# base, name, clock, offered by the queue, an e-mail does not reopen
STATUSES = (
    (BaseStatus.ACTIVE, _("Open"), TimeCounter.INTERNALLY, True, False),
    (BaseStatus.CLOSED, _("Closed"), TimeCounter.NONE, False, False),
    (BaseStatus.POSTPONED, _("Postponed"), TimeCounter.NONE, False, False),
    (BaseStatus.DELETED, _("Deleted"), TimeCounter.NONE, False, True),
    (BaseStatus.MERGED, _("Merged"), TimeCounter.NONE, False, False),
    (BaseStatus.SPAM, _("Spam"), TimeCounter.NONE, False, True),
)
# name, order, flags; deadlines are a promise that only the desk itself can make
PRIORITIES = (
    (_("High"), 10, PriorityFlag.EXTERNAL),
    (_("Medium"), 50, PriorityFlag.EXTERNAL | PriorityFlag.DEFAULT),
    (_("Low"), 90, PriorityFlag.EXTERNAL),
)


def lay_basics() -> int:
    """Makes a status for each base status that has none, and priorities and a category where there are none.

    Returns how many rows that took. Call inside a transaction.
    """
    return _statuses() + _priorities() + _categories()


def _statuses() -> int:
    there = set(TicketStatus.objects.values_list("base", flat=True))
    missing = [row for row in STATUSES if row[0] not in there]
    for base, name, clock, queue, final in missing:
        TicketStatus.objects.create(
            name=str(name),
            base=base,
            time_counter=clock,
            is_default=True,
            used_in_queue=queue,
            no_email_reopen=final,
            rank=base,
        )
    return len(missing)


def _priorities() -> int:
    if TicketPriority.objects.exists():
        return 0
    for name, order, flags in PRIORITIES:
        TicketPriority.objects.create(name=str(name), sort_order=order, flags=flags)
    return len(PRIORITIES)


def _categories() -> int:
    if TicketCategory.objects.exists():
        return 0
    name = str(_("Support"))
    TicketCategory.objects.create(
        name=name, fullname=name, external_name=name, flags=CategoryFlag.LIST_IN_MAIN
    )
    return 1
