"""Sending a message to people outside, by mail or as a short message. Saving it did not do that."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.signals import message_sent, message_texted
from crm.tickets.actions.message import HEADERS, lock_tickets, write_headers
from crm.tickets.models import Badge, SecurityLevel, TicketMessage
from crm.wire.rights import must_reach

MOST_RECIPIENTS = 100
ADDRESSED = ("To", "Cc", "Bcc")
SUBJECT_LENGTH = 500


def send_message(
    message: TicketMessage,
    recipients: Mapping[str, Sequence[str]],
    *,
    subject: str,
    domain: str,
    by: Associate,
) -> TicketMessage:
    """Sends an external message by mail, and keeps in its headers to whom. All or nothing.

    `recipients` are addresses by `To`, `Cc` and `Bcc`. An empty subject is the ticket's title. A message without a
    Message-ID gets one at `domain`, under which answers are recognised. Raises ValidationError.
    """
    with transaction.atomic():
        message = _held(message, by)
        addressed = {name: list(recipients.get(name, ())) for name in ADDRESSED}
        _check_number([each for those in addressed.values() for each in those], "recipients")
        if not message.message_id:
            message.message_id = f"<{uuid.uuid4()}@{domain}>"
        if message.badge == Badge.UNKNOWN:
            message.badge = Badge.OUTGOING
        message.save(update_fields=["message_id", "badge"])
        kept = message.headers.exclude(name__in=ADDRESSED).order_by("pk").values(*HEADERS)
        told = [{"name": name, "value": ", ".join(those)} for name, those in addressed.items() if those]
        write_headers(message, [*kept, *told])
        to, cc, bcc = addressed.values()
        subject = (subject or message.ticket.title)[:SUBJECT_LENGTH]
        message_sent.send(
            sender=TicketMessage, message=message, to=to, cc=cc, bcc=bcc, subject=subject, by=by
        )
    return message


def text_message(message: TicketMessage, numbers: Sequence[str], *, by: Associate) -> TicketMessage:
    """Sends the text of an external message to telephones. All or nothing. Raises ValidationError."""
    with transaction.atomic():
        message = _held(message, by)
        _check_number(numbers, "sms")
        message_texted.send(sender=TicketMessage, message=message, numbers=list(numbers), by=by)
    return message


def _held(message: TicketMessage, by: Associate) -> TicketMessage:
    """The message and its ticket, locked. Raises ValidationError for one that stays inside."""
    tickets = lock_tickets({message.ticket_id})
    message = TicketMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    must_reach("change", message, by)
    message.ticket = tickets[message.ticket_id]
    if message.slevel != SecurityLevel.EXTERNAL:
        raise ValidationError({"slevel": _("An internal message is not sent; it has to be external first.")})
    return message


def _check_number(recipients: Sequence[str], name: str) -> None:
    if not recipients:
        raise ValidationError({name: _("Somebody has to get the message.")})
    if len(recipients) > MOST_RECIPIENTS:
        most = {"most": MOST_RECIPIENTS}
        raise ValidationError({name: _("A message goes to %(most)s recipients at most.") % most})
