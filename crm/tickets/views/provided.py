"""The Ticket agent: what is done to every ticket that restrictions choose, and to parts of messages."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from crm.tickets.actions import delete_headers, set_read_status, throw_away
from crm.tickets.contracts import TICKET, TICKET_MESSAGE
from crm.tickets.models import BaseStatus, ReadStatus, Ticket, TicketMessage, TicketMessageHeader
from crm.tickets.views.agent import READ_STATUS_KIND
from crm.tickets.views.conversation import MESSAGE_AGENT
from crm.tickets.views.message import attach_to
from crm.wire.agents import AgentCall, agent_method
from crm.wire.archive.ask import ask
from crm.wire.archive.convert import Asking
from crm.wire.archive.options import Options
from crm.wire.archive.restrictions import tree_of
from crm.wire.archive.views import ArchiveView
from crm.wire.errors import BadMember
from crm.wire.read import read_one, rows_of
from crm.wire.steps import Carrier

AGENT = "Ticket"
MOST = 1000  # tickets that one call changes


def _chosen(call: AgentCall, provider: str, verb: str) -> list[Ticket]:
    """The tickets that the restrictions of a call choose. Raises BadMember where they choose nothing, or too many."""
    call.must(verb, Ticket)
    name = call.text(provider)
    archive = ArchiveView.archives.get(name.lower())
    if archive is None or archive.model is not Ticket:
        raise BadMember(f"$.{provider}", f"There is no archive {name!r} of tickets.")
    tree = tree_of(call.argument("Restrictions"), "$.Restrictions")
    if tree is None:
        raise BadMember(
            "$.Restrictions", "A restriction is expected here: without any, all tickets would change."
        )
    asking = Asking(call.caller, timezone.now(), call.dialect.clock)
    page = ask(archive, Options(select=("ticketId",), filter=tree, top=MOST), asking)
    if page.token is not None:
        raise BadMember("$.Restrictions", f"They choose more than {MOST} tickets; choose fewer.")
    return rows_of(TICKET, [int(row["PrimaryKey"]) for row in page.rows], call.caller)


@agent_method(
    AGENT, "{Provider, Restrictions: ArchiveRestrictionInfo[], NewStatus: TicketReadStatus}", "int[]"
)
def update_tickets_read_status_by_provider(call: AgentCall) -> list[int]:
    """Says how far the caller has read the tickets of their own that restrictions choose; answers their ids."""
    status = call.value("NewStatus", READ_STATUS_KIND)
    return set_read_status(_chosen(call, "Provider", "change"), status or ReadStatus.UNKNOWN, by=call.caller)


@agent_method(AGENT, "{ProviderName, Restrictions: ArchiveRestrictionInfo[]}", "int[]")
def set_deleted_status_by_provider(call: AgentCall) -> list[int]:
    """Moves the tickets that restrictions choose to the recycle bin; answers the ids of those that were not in it."""
    return throw_away(_chosen(call, "ProviderName", "delete"), BaseStatus.DELETED, by=call.caller)


@agent_method(AGENT, "{ProviderName, Restrictions: ArchiveRestrictionInfo[]}", "int[]")
def set_spam_status_by_provider(call: AgentCall) -> list[int]:
    """Moves the tickets that restrictions choose to the recycle bin as spam; answers the ids of those that were not."""
    return throw_away(_chosen(call, "ProviderName", "delete"), BaseStatus.SPAM, by=call.caller)


@agent_method(
    AGENT,
    "{Entity: TicketMessageEntity, Notify: bool, AttachmentIds: int[], UpdateRepliedAt: bool}",
    "TicketMessageEntity",
    answers=TICKET_MESSAGE,
)
def save_ticket_message_entity_with_options(call: AgentCall) -> Carrier | None:
    """Saves a message with attachments; the first answer to a customer is noted whatever UpdateRepliedAt says."""
    with transaction.atomic():
        entity, notify = call.argument("Entity"), call.truth("Notify")
        row = MESSAGE_AGENT.saved_row(call, entity, notify=notify, path="$.Entity")
        keys = call.numbers("AttachmentIds")
        if keys:
            attach_to(TicketMessage.objects.get(pk=row.pk), keys, call.caller, "$.AttachmentIds")
    return read_one(TICKET_MESSAGE, row.pk, call.caller, call.selection, call.dialect, written=True)


@agent_method(AGENT, "{HeaderIds: int[]}")
def delete_message_headers(call: AgentCall) -> None:
    """Takes headers off messages."""
    call.must("change", TicketMessage)
    keys = call.numbers("HeaderIds")
    seen = TicketMessage.objects.visible_to(call.caller)
    rows = TicketMessageHeader.objects.visible_within(call.caller).filter(pk__in=keys, message__in=seen)
    rows = rows.select_related("message")
    found = {header.pk: header for header in rows}
    for key in keys:
        if key not in found:
            raise BadMember("$.HeaderIds", f"There is no header {key} that you may see.")
    delete_headers(list(found.values()), by=call.caller)


AGENT_METHODS = [
    update_tickets_read_status_by_provider,
    set_deleted_status_by_provider,
    set_spam_status_by_provider,
    save_ticket_message_entity_with_options,
    delete_message_headers,
]
