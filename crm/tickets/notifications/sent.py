"""What goes to customers: receivers that write a delivery for each recipient of a message."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

import nh3
from django.conf import settings
from django.utils import timezone

from crm.delivery.actions import Plan, plan_deliveries
from crm.delivery.models import Channel
from crm.delivery.models.letter import Enclosure, Letter
from crm.tickets.models import MessageCategory, Ticket, TicketMessage

SENT = "message.sent"
SUBJECT = "ticket"
SCHEMES = {"http", "https", "mailto", "tel", "cid"}


def send_letters(
    sender: object,
    *,
    message: TicketMessage,
    to: Sequence[str],
    cc: Sequence[str],
    bcc: Sequence[str],
    subject: str,
    **_others: object,
) -> None:
    """Receiver of `message_sent`: plans the same letter for each recipient, once."""
    letter = Letter(
        message_id=message.message_id,
        to=to,
        cc=cc,
        answers=_answered(message),
        enclosures=_enclosures(message),
    )
    context = {
        "subject": mail_subject(message.ticket, subject),
        "text": message.body,
        "html": nh3.clean(message.html_body, url_schemes=SCHEMES) if message.html_body else "",
        **letter.context(),
    }
    addresses = {parseaddr(each)[1].lower(): parseaddr(each)[1] for each in (*to, *cc, *bcc)}
    _plan(message, list(addresses.values()), Channel.EMAIL, context)


def send_texts(sender: object, *, message: TicketMessage, numbers: Sequence[str], **_others: object) -> None:
    """Receiver of `message_texted`: plans a text for each number, once."""
    _plan(message, list(dict.fromkeys(numbers)), Channel.SMS, {"text": message.body})


def mail_subject(ticket: Ticket, subject: str) -> str:
    """A subject that begins with the number by which answers find their ticket, `[Ticket:123] No light`."""
    mark = f"[{settings.FJORD_MAIL_TAG}:{ticket.pk}]"
    return subject if mark in subject else f"{mark} {subject}"


def _plan(message: TicketMessage, recipients: list[str], channel: Channel, context: dict[str, Any]) -> None:
    """Each sending is an occurrence of its own: a message may be sent again."""
    occurrence = f"message {message.pk} {timezone.now():%Y%m%dT%H%M%S%f}"
    plan_deliveries(
        [
            Plan(
                kind=SENT,
                subject_type=SUBJECT,
                subject_id=message.ticket_id,
                recipient=recipient,
                channel=channel,
                template="message_sent",
                context=context,
                occurrence=occurrence,
            )
            for recipient in recipients
        ]
    )


def _answered(message: TicketMessage) -> str:
    """The Message-ID of the newest mail that came in before; empty when none did."""
    came = TicketMessage.objects.filter(
        ticket=message.ticket_id, person__isnull=False, category=MessageCategory.MESSAGE
    ).exclude(message_id="")
    return came.order_by("-created_at", "-pk").values_list("message_id", flat=True).first() or ""


def _enclosures(message: TicketMessage) -> list[Enclosure]:
    """The files of a message that have content."""
    return [
        Enclosure(str(row.file.name), row.name, row.content_type, row.content_id if row.inline_image else "")
        for row in message.attachments.order_by("pk")
        if row.file
    ]
