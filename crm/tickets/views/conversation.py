"""The Ticket agent: messages and attachments."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.http import HttpResponse

from crm.tickets.actions import detach, fill_attachment, save_message
from crm.tickets.contracts import ATTACHMENT, TICKET_MESSAGE
from crm.tickets.models import Attachment, TicketMessage
from crm.tickets.views.attachment import AttachmentViewSet, content_of
from crm.tickets.views.message import TicketMessageViewSet, attach_to, embed_images
from crm.wire.agents import AgentCall, EntityAgent, agent_method
from crm.wire.bind import refusing
from crm.wire.deviations import ignored
from crm.wire.errors import RowNotFound
from crm.wire.files import bytes_of_json, wants_json
from crm.wire.read import rows_of, visible
from crm.wire.rights import must_reach
from crm.wire.steps import Carrier

AGENT = "Ticket"
MESSAGE_AGENT = EntityAgent(AGENT, TicketMessageViewSet)
ATTACHMENT_AGENT = EntityAgent(AGENT, AttachmentViewSet)


def _message(call: AgentCall, name: str, verb: str = "view") -> TicketMessage | None:
    """The message that an argument names, None when the caller sees none."""
    call.must(verb, TicketMessage)
    rows: list[TicketMessage] = rows_of(TICKET_MESSAGE, [call.number(name)], call.caller)
    return rows[0] if rows else None


def message_there(call: AgentCall, name: str) -> TicketMessage:
    """The same for methods that answer nothing. Raises 404."""
    message = _message(call, name, "change")
    if message is None:
        raise RowNotFound(TICKET_MESSAGE.name, call.number(name))
    return message


def _attachments(call: AgentCall, **which: bool) -> list[Carrier] | None:
    call.must("view", Attachment)
    message = _message(call, "TicketMessageEntityId")
    if message is None:
        return None
    return call.all(ATTACHMENT, message.attachments.filter(**which).order_by("pk"))


@agent_method(
    AGENT, "{NewEntity: TicketMessageEntity, Notify: bool}", "TicketMessageEntity", answers=TICKET_MESSAGE
)
def save_ticket_message_entity_with_notify(call: AgentCall) -> Carrier | None:
    """Saves a message and tells the owner of its ticket when Notify is true."""
    entity, notify = call.argument("NewEntity"), call.truth("Notify")
    return MESSAGE_AGENT.save_body(call, entity, notify=notify, path="$.NewEntity")


@agent_method(AGENT, "{TicketId, MessageIds: int[]}", "TicketMessageEntity[]", answers=TICKET_MESSAGE)
def get_ticket_message_entities(call: AgentCall) -> list[Carrier]:
    """The messages of a ticket, those of MessageIds or all when there are none; oldest first."""
    call.must("view", TicketMessage)
    rows = visible(TICKET_MESSAGE, call.caller).filter(ticket=call.number("TicketId"))
    keys = call.numbers("MessageIds")
    if keys:
        rows = rows.filter(pk__in=keys)
    return call.all(TICKET_MESSAGE, rows.order_by("created_at", "pk"))


@agent_method(AGENT, "{Id, EmbedImages: Link or Inline}", "TicketMessageEntity", answers=TICKET_MESSAGE)
def get_ticket_message_with_embedded_data(call: AgentCall) -> Carrier | None:
    """One message; with Inline its HTML text holds the images that it names."""
    message = _message(call, "Id")
    if message is None:
        return None
    carrier = call.one(TICKET_MESSAGE, message.pk)
    # The enum may come as its number: 1 is Inline.
    if carrier is not None and str(call.argument("EmbedImages")).lower() in ("inline", "1"):
        embed_images(carrier, message)
    return carrier


DEVIATIONS = {
    "argument Ticket/GetTicketMessageWithOptions IncludeNonInlineAttachmentsInfo": ignored(
        "all attachments are told, whatever it says"
    )
}


@agent_method(
    AGENT,
    "{TicketMessageEntityId, IncludeNonInlineAttachmentsInfo: bool}",
    "TicketMessageEntity",
    answers=TICKET_MESSAGE,
)
def get_ticket_message_with_options(call: AgentCall) -> Carrier | None:
    """One message with its attachments; all of them, whatever the option says."""
    message = _message(call, "TicketMessageEntityId")
    return None if message is None else call.one(TICKET_MESSAGE, message.pk)


@agent_method(AGENT, "{TicketMessageId, Important: bool}")
def set_ticket_message_important(call: AgentCall) -> None:
    """Marks a message as important, or no longer."""
    save_message(
        message_there(call, "TicketMessageId"), {"important": call.truth("Important")}, by=call.caller
    )


@agent_method(AGENT, "{TicketMessageEntityId}", "AttachmentEntity[]", answers=ATTACHMENT)
def get_attachment_info(call: AgentCall) -> list[Carrier] | None:
    """The attachments of a message; null when there is no such message."""
    return _attachments(call)


@agent_method(AGENT, "{TicketMessageEntityId}", "AttachmentEntity[]", answers=ATTACHMENT)
def get_attachment_info_non_inline(call: AgentCall) -> list[Carrier] | None:
    """The attachments of a message without those that are part of its text; null when there is no such message."""
    return _attachments(call, inline_image=False)


@agent_method(AGENT, "{TicketMessageEntityId, AttachmentIds: int[]}")
def add_attachments(call: AgentCall) -> None:
    """Hangs attachments on a message."""
    message = message_there(call, "TicketMessageEntityId")
    attach_to(message, call.numbers("AttachmentIds"), call.caller, "$.AttachmentIds")


@agent_method(AGENT, "{TicketMessageEntityId, AttachmentIds: int[]}")
def remove_message_attachments(call: AgentCall) -> None:
    """Takes attachments off a message; those that hang nowhere else are deleted."""
    message = message_there(call, "TicketMessageEntityId")
    must_reach("change", message, call.caller)
    detach(message, call.numbers("AttachmentIds"))


@agent_method(AGENT, "{AttachmentId, Content: base64 bytes}")
def upload_attachment(call: AgentCall) -> None:
    """Stores the bytes of an attachment."""
    call.must("change", Attachment)
    key = call.number("AttachmentId")
    (attachment,) = rows_of(ATTACHMENT, [key], call.caller, "$.AttachmentId", every=True)
    must_reach("change", attachment, call.caller)
    limit = settings.FJORD_MAX_ATTACHMENT_BYTES
    content = BytesIO(bytes_of_json(call.argument("Content"), limit, "$.Content"))
    with refusing(ATTACHMENT):
        fill_attachment(attachment, content)


@agent_method(AGENT, "{AttachmentId}", "bytes", binary=True)
def get_attachment_stream(call: AgentCall) -> HttpResponse | None:
    """The bytes of an attachment as base64, or plain to those who accept application/octet-stream; null when there are none."""
    call.must("view", Attachment)
    rows = rows_of(ATTACHMENT, [call.number("AttachmentId")], call.caller)
    if not rows or not rows[0].file:
        return None
    return content_of(rows[0], in_json=wants_json(call.request, by_itself=True))


AGENT_METHODS = [
    *MESSAGE_AGENT.methods(),
    *[method for method in ATTACHMENT_AGENT.methods() if not method.name.startswith("Delete")],
    save_ticket_message_entity_with_notify,
    get_ticket_message_entities,
    get_ticket_message_with_embedded_data,
    get_ticket_message_with_options,
    set_ticket_message_important,
    get_attachment_info,
    get_attachment_info_non_inline,
    add_attachments,
    remove_message_attachments,
    upload_attachment,
    get_attachment_stream,
]
