"""Which status a ticket takes, and what a change of it entails."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.tickets.models import BaseStatus, Postponement, Ticket, TicketCategory, TicketStatus, TicketType

SLEEPS: dict[int, relativedelta] = {
    Postponement.POSTPONED_1_HOUR: relativedelta(hours=1),
    Postponement.POSTPONED_2_HOURS: relativedelta(hours=2),
    Postponement.POSTPONED_3_HOURS: relativedelta(hours=3),
    Postponement.POSTPONED_4_HOURS: relativedelta(hours=4),
    Postponement.POSTPONED_DAY: relativedelta(days=1),
    Postponement.POSTPONED_WEEK: relativedelta(weeks=1),
    Postponement.POSTPONED_MONTH: relativedelta(months=1),
}


def resolve_status(
    ticket: Ticket,
    given: Mapping[str, Any],
    at: datetime.datetime,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Sets status and base status together: a status that was sent wins over a base status that disagrees.

    `before` holds the stored values of an existing ticket.
    """
    base = given.get("base_status")
    if base in Postponement.values:
        ticket.activate = at + SLEEPS[base] if base in SLEEPS else ticket.activate
        base = BaseStatus.POSTPONED
    status = _chosen(ticket, base or None, given, before)
    ticket.status_id, ticket.base_status = status.pk, status.base
    was = before["base_status"] if before else None
    _keep_closing_time(ticket, was, before["closed_at"] if before else None, at)


def _chosen(
    ticket: Ticket, base: int | None, given: Mapping[str, Any], before: Mapping[str, Any] | None
) -> TicketStatus:
    statuses = TicketStatus.objects.catalog()
    sent = statuses.get(given.get("status_id") or 0)
    stored: int = before["status_id"] if before else 0
    if sent is not None and (sent.pk != stored or base in (None, sent.base)):
        return sent
    if base is not None:
        if before is not None and base == before["base_status"]:
            return statuses[stored]
        return default_status(base)
    if before is not None:
        return statuses[stored]
    ticket_type = TicketType.objects.catalog().get(ticket.ticket_type_id or 0)
    category = TicketCategory.objects.catalog().get(ticket.category_id or 0)
    first = (ticket_type and ticket_type.default_status_id) or (
        category and category.default_ticket_status_id
    )
    return statuses[first] if first else default_status(BaseStatus.ACTIVE)


def default_status(base: int) -> TicketStatus:
    """The default status of a base status. Raises ValidationError when the desk has none."""
    candidates = [
        status
        for status in TicketStatus.objects.catalog().values()
        if status.base == base and not status.deleted
    ]
    for status in candidates:
        if status.is_default:
            return status
    if candidates:
        return candidates[0]
    words = _("There is no ticket status for the base status %(base)s; make one in admin.")
    raise ValidationError({"base_status": words % {"base": BaseStatus(base).label}})


def _keep_closing_time(
    ticket: Ticket, was: int | None, closed_at: datetime.datetime | None, at: datetime.datetime
) -> None:
    if was == ticket.base_status or was is None:
        if was is None and ticket.base_status == BaseStatus.CLOSED:
            ticket.closed_at = ticket.closed_at or at
        return
    untouched = ticket.closed_at == closed_at
    if ticket.base_status == BaseStatus.CLOSED and (untouched or ticket.closed_at is None):
        ticket.closed_at = at
    elif was == BaseStatus.CLOSED and untouched:
        ticket.closed_at = None
