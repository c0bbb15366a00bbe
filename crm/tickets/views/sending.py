"""Sending messages to people outside, over REST and Agents; and the parts of a mail that somebody attached."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Mapping, Sequence
from email import policy
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.request import Request

from crm.delivery.actions import mail_domain
from crm.delivery.models.address import addresses_in, number_of
from crm.tickets.actions import send_message, text_message
from crm.tickets.actions.attachment import clean_name
from crm.tickets.contracts import ATTACHMENT, TICKET_MESSAGE
from crm.tickets.models import Attachment, TicketMessage
from crm.tickets.views.attachment import AttachmentViewSet
from crm.tickets.views.conversation import AGENT, message_there
from crm.tickets.views.message import TicketMessageViewSet
from crm.wire.agents import AgentCall, agent_method
from crm.wire.bind import refusing
from crm.wire.deviations import approximate, ignored
from crm.wire.errors import BadMember
from crm.wire.files import BYTES, BytesNegotiation, file_answer, wants_json
from crm.wire.kinds import ARRAY, INTEGER
from crm.wire.media import QueryOptions
from crm.wire.read import rows_of
from crm.wire.repeats import once
from crm.wire.routes import templated
from crm.wire.schema import FILE_ANSWER, operation
from crm.wire.views import NO_CONTENT, ROOT, body_of

DEVIATIONS = {
    "parameter POST /api/v1/TicketMessage/{id}/Send* replyTemplateId": approximate(
        "there are no reply templates: 0 or less is none, any other is refused with 400"
    ),
    "argument Ticket/SendTicketMessage* ReplyTemplateId": approximate(
        "there are no reply templates: 0 or less is none, any other is refused with 400"
    ),
    "parameter POST /api/v1/TicketMessage/{id}/Send gdprSource": ignored("obsolete in the original too"),
    "argument Ticket/SendTicketMessage GdprSource": ignored("obsolete in the original too"),
}
ADDRESSED = ("To", "Cc", "Bcc")
TEMPLATE = OpenApiParameter("replyTemplateId", int, description="0 or less for none; there are none yet.")
# What Python's parser raises for mails that are not as they should be: strangers write them.
_UNREADABLE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
_KIND = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
LISTED = {"type": "array", "items": {"type": "string"}}


GDPR = OpenApiParameter("gdprSource", str, description="Obsolete in the original; without effect.")


def _recipients(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, LISTED, description="Separated by commas.", explode=False)


class SendingView(TicketMessageViewSet):
    """`/TicketMessage/{id}/Send` and `/SendSms`: what they take stands in the query string."""

    @operation(
        parameters=[*map(_recipients, ("to", "cc", "bcc")), OpenApiParameter("subject", str), TEMPLATE, GDPR]
    )
    def send(self, request: Request, key: str) -> HttpResponse:
        """Sends one external message by mail."""
        options = QueryOptions(request)
        given = {name: options.every(name) for name in ADDRESSED}
        subject = options.text("subject") or ""
        return self._once(request, key, lambda message, by: _send(message, given, subject, by))

    @operation(parameters=[_recipients("sms"), TEMPLATE])
    def send_sms(self, request: Request, key: str) -> HttpResponse:
        """Sends the text of one external message to telephones."""
        numbers = [number for text in QueryOptions(request).every("sms") for number in text.split(",")]
        return self._once(request, key, lambda message, by: _text(message, numbers, by))

    def _once(self, request: Request, key: str, send: Callable[[TicketMessage, Any], None]) -> HttpResponse:
        caller = self.caller(request)
        self.must("change", TicketMessage, caller)
        body_of(request)
        _refuse_template(QueryOptions(request).text("replyTemplateId"))

        def sent() -> HttpResponse:
            send(self._row(key, caller), caller)
            return HttpResponse(status=NO_CONTENT)

        return once(request, caller, sent)


class PartView(AttachmentViewSet):
    """`/TicketMessage/RfcAttachment/{attachmentId}/{position}`."""

    content_negotiation_class = BytesNegotiation

    @operation(FILE_ANSWER)
    def part(self, request: Request, attachmentId: str, position: str) -> HttpResponse:  # noqa: N803  # as documented
        """Answers a file that is attached to an attached mail, counted from 0."""
        caller = self.caller(request)
        self.must("view", Attachment, caller)
        return part_of(self._row(attachmentId, caller), position, in_json=wants_json(request))


def part_of(attachment: Attachment, position: str | int, *, in_json: bool) -> HttpResponse:
    """One of the files in an attached mail. Raises 404 when there is none, no mail, or one that cannot be taken apart."""
    is_mail = attachment.file and attachment.content_type.lower().startswith("message/rfc822")
    try:
        parts = _parts(attachment) if is_mail else []
        part = dict(enumerate(parts)).get(_number(position))
        if part is None:
            words = f"Attachment {attachment.pk} holds {len(parts)} files; there is no number {position}."
            raise exceptions.NotFound(words)
        name, kind, content = part.get_filename("") or "", part.get_content_type(), _bytes_of(part)
    except _UNREADABLE:
        raise exceptions.NotFound(f"Attachment {attachment.pk} is no mail that can be read.") from None
    return file_answer(
        BytesIO(content),
        name=clean_name(name or f"part-{position}"),
        content_type=kind if _KIND.fullmatch(kind) else BYTES,
        in_json=in_json,
    )


def _number(position: str | int) -> int:
    """A position as it stands in an address, -1 for what is none, such as more digits than any number of files has."""
    return int(position) if re.fullmatch("[0-9]{1,9}", str(position)) else -1


def _parts(attachment: Attachment) -> list[Any]:
    with attachment.file.open("rb") as content:
        return list(email.message_from_binary_file(content, policy=policy.default).iter_attachments())


def _bytes_of(part: Any) -> bytes:
    if not part.is_multipart():
        return bytes(part.get_payload(decode=True))
    inner = (
        part.get_payload(0) if part.get_content_type() == "message/rfc822" else part
    )  # a mail within the mail
    return bytes(inner.as_bytes(policy=policy.compat32))  # headers as they came, whatever stands in them


def _refuse_template(given: Any) -> None:
    """Raises BadMember for a reply template that is asked for: there is none to be had."""
    try:
        number = int(INTEGER.read(given)) if given not in (None, "") else 0
    except ValueError as error:
        raise BadMember("$.ReplyTemplateId", str(error)) from None
    if number > 0:
        raise BadMember("$.ReplyTemplateId", f"There is no reply template {number}.")


def _send(message: TicketMessage, given: Mapping[str, Sequence[str]], subject: str, by: Any) -> None:
    recipients = {}
    for name, texts in given.items():
        try:
            recipients[name] = addresses_in(texts)
        except ValueError as error:
            raise BadMember(f"$.{name}", f"{str(error)!r} is no e-mail address.") from None
    with refusing(TICKET_MESSAGE):
        send_message(message, recipients, subject=subject, domain=mail_domain(), by=by)


def _text(message: TicketMessage, given: Sequence[str], by: Any) -> None:
    try:
        numbers = list(dict.fromkeys(number_of(text) for text in given))
    except ValueError as error:
        raise BadMember("$.Sms", f"{str(error)!r} is no telephone number.") from None
    with refusing(TICKET_MESSAGE):
        text_message(message, numbers, by=by)


def _texts(call: AgentCall, name: str) -> list[str]:
    """An array of texts, empty when absent. Raises BadMember."""
    given = call.argument(name)
    return [str(text) for text in call.value(name, ARRAY)] if given is not None else []


@agent_method(
    AGENT,
    "{TicketMessageEntityId, To: string[], Cc: string[], Bcc: string[], Subject, ReplyTemplateId, GdprSource}",
)
def send_ticket_message(call: AgentCall) -> None:
    """Sends one external message by mail."""
    message = message_there(call, "TicketMessageEntityId")
    _refuse_template(call.argument("ReplyTemplateId"))
    given = {name: _texts(call, name) for name in ADDRESSED}
    _send(message, given, call.text("Subject"), call.caller)


@agent_method(AGENT, "{TicketMessageEntityId, ReplyTemplateId, Sms: string[]}")
def send_ticket_message_sms(call: AgentCall) -> None:
    """Sends the text of one external message to telephones."""
    message = message_there(call, "TicketMessageEntityId")
    _refuse_template(call.argument("ReplyTemplateId"))
    _text(message, _texts(call, "Sms"), call.caller)


@agent_method(AGENT, "{AttachmentId, Position}", "bytes", binary=True)
def get_rfc_attachment_stream(call: AgentCall) -> HttpResponse | None:
    """A file that is attached to an attached mail, counted from 0; null when there is no such attachment."""
    call.must("view", Attachment)
    rows = rows_of(ATTACHMENT, [call.number("AttachmentId")], call.caller)
    if not rows:
        return None
    return part_of(rows[0], call.number("Position"), in_json=wants_json(call.request, by_itself=True))


ADDRESSES = [
    templated(f"{ROOT}/TicketMessage/{{key}}/Send", SendingView, {"post": "send"}),
    templated(f"{ROOT}/TicketMessage/{{key}}/SendSms", SendingView, {"post": "send_sms"}),
    templated(f"{ROOT}/TicketMessage/RfcAttachment/{{attachmentId}}/{{position}}", PartView, {"get": "part"}),
]
AGENT_METHODS = [send_ticket_message, send_ticket_message_sms, get_rfc_attachment_stream]
