"""Who is told of what happens to tickets: receivers that write rows into the ledger, and nothing else.

Source: the behaviour of the original for new tickets: the owner; the members of a category that says so; the
category's addresses when nobody owns the ticket; never whoever acted. For new messages: the owner.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from crm.delivery.actions import Plan, plan_deliveries
from crm.directory.models import Associate, Person
from crm.directory.models.person import joined_name
from crm.tickets.models import (
    CategoryFlag,
    CategoryMembership,
    Ticket,
    TicketCategory,
    TicketMessage,
    TicketPriority,
    TicketStatus,
)
from crm.wire.sql import Statement, mark

NEW_TICKET = "ticket.new"
NEW_TICKET_BIT = 1
NEW_MESSAGE = "ticket.message"
NEW_MESSAGE_BIT = 2
SUBJECT = "ticket"
TEXT_SHOWN = 2000  # characters of a message that its mail quotes
_PERSON = mark(1)


def tell_of_ticket(
    sender: object,
    *,
    ticket: Ticket,
    created: bool,
    changes: dict[str, tuple[Any, Any]],
    by: Associate,
    notify: bool,
    **_others: object,
) -> None:
    """Receiver of `ticket_saved`: plans the mail about a new ticket, or about one that changed hands."""
    changed_hands = "owner_id" in changes and ticket.owner_id is not None
    if notify and (created or changed_hands):
        occurrence = "" if created else f"{ticket.owner_id} {ticket.last_changed:%Y%m%dT%H%M%S%f}"
        plan_deliveries(new_ticket_plans(ticket, by=by, occurrence=occurrence, owner_only=not created))


def tell_of_ticket_now(sender: object, *, ticket: Ticket, by: Associate, **_others: object) -> None:
    """Receiver of `ticket_announced`: plans the mail about a new ticket, unless it was planned before."""
    plan_deliveries(new_ticket_plans(ticket, by=by))


def tell_of_message(
    sender: object, *, message: TicketMessage, created: bool, by: Associate, notify: bool, **_others: object
) -> None:
    """Receiver of `message_saved`: plans the mail about a new message."""
    if notify and created:
        plan_deliveries(new_message_plans(message, by=by))


def tell_of_message_now(sender: object, *, message: TicketMessage, by: Associate, **_others: object) -> None:
    """Receiver of `message_announced`: plans the mail about a message, unless it was planned before."""
    plan_deliveries(new_message_plans(message, by=by))


def new_message_plans(message: TicketMessage, *, by: Associate) -> list[Plan]:
    """The owner of the ticket, to be told of a message in it; with the reason when they are not."""
    ticket = message.ticket
    owner = Associate.objects.catalog().get(ticket.owner_id or 0)
    if owner is None:
        return []
    category = TicketCategory.objects.catalog().get(ticket.category_id or 0)
    return [
        Plan(
            kind=NEW_MESSAGE,
            subject_type=SUBJECT,
            subject_id=ticket.pk,
            recipient=owner.email or owner.name,
            recipient_associate_id=owner.pk,
            template="message_new",
            context={
                **_context(ticket, category),
                "author": message.author,
                "text": Truncator(message.body).chars(TEXT_SHOWN),
            },
            occurrence=f"message {message.pk}",
            suppressed=_why_not(owner, by, NEW_MESSAGE_BIT),
        )
    ]


def new_ticket_plans(
    ticket: Ticket, *, by: Associate, occurrence: str = "", owner_only: bool = False
) -> list[Plan]:
    """Everybody to be told of a new ticket, each once, and those who are not with the reason."""
    category = TicketCategory.objects.catalog().get(ticket.category_id or 0)
    candidates: list[tuple[str, int | None, str]] = [
        (associate.email or associate.name, associate.pk, _why_not(associate, by, NEW_TICKET_BIT))
        for associate in _concerned(ticket, category, owner_only=owner_only)
    ]
    if ticket.owner_id is None and category is not None:
        candidates += [(address, None, "") for address in category.notified_addresses]
    # Of two who share an address, the one who is told counts.
    chosen = {
        recipient.lower(): (recipient, key, reason)
        for recipient, key, reason in sorted(candidates, key=lambda candidate: candidate[2], reverse=True)
    }
    context = _context(ticket, category)
    return [
        Plan(
            kind=NEW_TICKET,
            subject_type=SUBJECT,
            subject_id=ticket.pk,
            recipient=recipient,
            recipient_associate_id=key,
            template="ticket_new",
            context=context,
            occurrence=occurrence,
            suppressed=reason,
        )
        for recipient, key, reason in chosen.values()
    ]


def _concerned(ticket: Ticket, category: TicketCategory | None, *, owner_only: bool) -> list[Associate]:
    associates = Associate.objects.catalog()
    concerned = [associates[ticket.owner_id]] if ticket.owner_id in associates else []
    if not owner_only and category is not None and category.flags & CategoryFlag.NOTIFY_MEMBERS:
        concerned += [
            associates[membership.associate_id]
            for membership in CategoryMembership.objects.catalog().values()
            if membership.category_id == category.pk and membership.associate_id in associates
        ]
    return concerned


def _why_not(associate: Associate, by: Associate, bit: int) -> str:
    """Why somebody is not told of what this bit of their choice stands for; empty when they are."""
    if associate.pk == by.pk:
        return _("acted themselves")
    if associate.deleted:
        return _("no longer works here")
    if not associate.email_mask & bit:
        return _("has switched this off")
    if not associate.email:
        return _("no e-mail address")
    return ""


@cache
def _names() -> Statement:
    rows = Person.objects.filter(pk=_PERSON).order_by()
    return Statement(rows.values_list("firstname", "middle_name", "lastname", "email"))


def _customer(key: int) -> str:
    """How a person is called; empty when there is none."""
    for *names, email in _names().rows({_PERSON: key}):
        return joined_name(*names) or email or f"#{key}"
    return ""


def _context(ticket: Ticket, category: TicketCategory | None) -> dict[str, Any]:
    customer = _customer(ticket.person_id) if ticket.person_id else ""
    owner = Associate.objects.catalog().get(ticket.owner_id or 0)
    priority = TicketPriority.objects.catalog().get(ticket.priority_id or 0)
    return {
        "desk_url": settings.FJORD_URL,
        "ticket_id": ticket.pk,
        "title": ticket.title,
        "author": ticket.author,
        "customer": customer,
        "owner": str(owner) if owner else "",
        "category": category.fullname or category.name if category else "",
        "priority": priority.name if priority else "",
        "status": TicketStatus.objects.catalog()[ticket.status_id].name,
        "deadline": ticket.deadline.isoformat(" ", "minutes") if ticket.deadline else "",
    }
