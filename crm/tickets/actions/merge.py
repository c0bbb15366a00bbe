"""Merging tickets, and finding what a ticket was merged into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.tickets.actions.message import lock_tickets, recount
from crm.tickets.actions.ticket import save_ticket
from crm.tickets.models import BaseStatus, Ticket, TicketMessage

GONE = (BaseStatus.DELETED, BaseStatus.MERGED, BaseStatus.SPAM)


def merge_tickets(
    primary: Ticket, values: Mapping[str, Any], secondaries: Sequence[Ticket], *, by: Associate
) -> Ticket:
    """Merges tickets into one: it takes their messages, people and tags, and they point to it from then on.

    `values` are the primary's last say, by attribute. Raises ValidationError when a ticket would be merged into
    itself, or one of them is merged, deleted or spam already. All or nothing.
    """
    with transaction.atomic():
        tickets = lock_tickets({primary.pk, *(ticket.pk for ticket in secondaries)})
        others = [tickets[ticket.pk] for ticket in secondaries]
        _check(tickets[primary.pk], others)
        primary = save_ticket(
            tickets[primary.pk], {**values, **_joined(tickets[primary.pk], values, others)}, by=by
        )
        TicketMessage.objects.filter(ticket__in=others).update(ticket=primary)
        at = timezone.now()
        for other in others:
            save_ticket(other, {"base_status": BaseStatus.MERGED, "connected_to_id": primary.pk}, by=by)
        for ticket in lock_tickets(set(tickets)).values():
            recount(ticket, at)
    return primary


def _check(primary: Ticket, others: Sequence[Ticket]) -> None:
    if not others:
        raise ValidationError(_("There is nothing to merge: no other ticket was named."))
    if primary in others:
        raise ValidationError(_("A ticket cannot be merged into itself."))
    for ticket in (primary, *others):
        if ticket.base_status in GONE:
            raise ValidationError(
                _("Ticket %(number)s is merged, deleted or spam already.") % {"number": ticket.pk}
            )


def _joined(primary: Ticket, values: Mapping[str, Any], others: Sequence[Ticket]) -> dict[str, list[int]]:
    """The people and tags of all, each once; whoever the ticket is about is not among its other people."""
    customer = values.get("person_id", primary.person_id)
    people = _union(primary, values, others, "secondary_persons")
    people += [ticket.person_id for ticket in others if ticket.person_id is not None]
    return {
        "secondary_persons": [key for key in dict.fromkeys(people) if key != customer],
        "tags": list(dict.fromkeys(_union(primary, values, others, "tags"))),
    }


def _union(primary: Ticket, values: Mapping[str, Any], others: Iterable[Ticket], name: str) -> list[int]:
    own = values[name] if name in values else _keys(primary, name)
    return [*own, *(key for ticket in others for key in _keys(ticket, name))]


def _keys(ticket: Ticket, name: str) -> list[int]:
    return list(getattr(ticket, name).order_by("pk").values_list("pk", flat=True))


def resolve_ticket(key: int, *, by: Associate) -> int:
    """The id of the ticket that this one lives on in, itself unless it was merged; 0 when the caller sees none."""
    known: set[int] = set()
    found: int | None = key
    while found is not None and found not in known:
        known.add(found)
        row = Ticket.objects.filter(pk=found).values_list("base_status", "connected_to").first()
        if row is None:
            return 0
        base, into = row
        if base != BaseStatus.MERGED or into is None:
            break
        found = into
    return found if found and Ticket.objects.visible_to(by).filter(pk=found).exists() else 0
