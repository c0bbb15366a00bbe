"""The Ticket agent: tickets."""

from __future__ import annotations

from typing import Any

from crm.tickets.actions import (
    accept_tickets,
    announce_message,
    announce_ticket,
    new_ticket,
    read_ticket,
    resolve_ticket,
    restore_tickets,
    set_read_status,
    throw_away,
)
from crm.tickets.contracts import (
    ATTACHMENT,
    READ_STATUS,
    SIMPLE_TICKET,
    SUMMARY,
    TICKET,
    TICKET_MESSAGE_INFO,
    TICKET_TYPE,
)
from crm.tickets.models import Attachment, BaseStatus, ReadStatus, Ticket
from crm.tickets.views.ticket import TicketViewSet, attachments_of, merged_ticket
from crm.wire.agents import AgentCall, EntityAgent, agent_method, getter
from crm.wire.contract import Contract
from crm.wire.deviations import ignored
from crm.wire.errors import RowNotFound
from crm.wire.kinds import enum_kind
from crm.wire.read import read_unsaved, rows_of
from crm.wire.steps import Carrier

AGENT = "Ticket"
TICKET_AGENT = EntityAgent(AGENT, TicketViewSet)
READ_STATUS_KIND = enum_kind(READ_STATUS)


def _ticket(call: AgentCall, name: str, verb: str = "change") -> Ticket | None:
    """The ticket that an argument names, None when the caller sees none."""
    call.must(verb, Ticket)
    rows: list[Ticket] = rows_of(TICKET, [call.number(name)], call.caller)
    return rows[0] if rows else None


def _there(call: AgentCall, name: str) -> Ticket:
    """The same for methods that answer nothing. Raises 404."""
    ticket = _ticket(call, name)
    if ticket is None:
        raise RowNotFound(TICKET.name, call.number(name))
    return ticket


def _tickets(call: AgentCall, verb: str) -> list[Ticket]:
    """The tickets of `TicketIds` that the caller sees."""
    call.must(verb, Ticket)
    return rows_of(TICKET, call.numbers("TicketIds"), call.caller)


def _listed(call: AgentCall, contract: Contract) -> list[Carrier]:
    keys = [ticket.pk for ticket in _tickets(call, "view")]
    carriers = call.all(contract, Ticket.objects.filter(pk__in=keys))
    return sorted(carriers, key=lambda carrier: keys.index(carrier["TicketId"]))


def _answer(call: AgentCall, ticket: Ticket | None) -> Carrier | None:
    return None if ticket is None else call.one(TICKET, ticket.pk)


@agent_method(AGENT, "{NewEntity: TicketEntity, Notify: bool}", "TicketEntity", answers=TICKET)
def save_ticket_entity_with_notify(call: AgentCall) -> Carrier | None:
    """Saves a ticket and tells those concerned when Notify is true."""
    entity, notify = call.argument("NewEntity"), call.truth("Notify")
    return TICKET_AGENT.save_body(call, entity, notify=notify, path="$.NewEntity")


@agent_method(AGENT, "{TicketTypeId}", "TicketEntity", answers=TICKET)
def create_default_for_ticket_type(call: AgentCall) -> Carrier:
    """One blank TicketEntity with the defaults of a ticket type."""
    (ticket_type,) = rows_of(
        TICKET_TYPE, [call.number("TicketTypeId")], call.caller, "$.TicketTypeId", every=True
    )
    return read_unsaved(
        TICKET, new_ticket(by=call.caller, ticket_type_id=ticket_type.pk), call.caller, call.dialect
    )


@agent_method(AGENT, "{TicketIds: int[]}", "Ticket[]", answers=SIMPLE_TICKET)
def get_tickets(call: AgentCall) -> list[Carrier]:
    """The tickets of these ids as flat carriers, in this order; what is not there is left out."""
    return _listed(call, SIMPLE_TICKET)


@agent_method(AGENT, "{TicketIds: int[]}", "TicketSummaryItem[]", answers=SUMMARY)
def get_ticket_summaries(call: AgentCall) -> list[Carrier]:
    """What lists show of the tickets of these ids, in this order; what is not there is left out."""
    return _listed(call, SUMMARY)


@agent_method(AGENT, "{TicketEntityId}", "AttachmentEntity[]", answers=ATTACHMENT)
def get_ticket_attachments(call: AgentCall) -> list[Carrier] | None:
    """The attachments of all messages of a ticket; null when there is no such ticket."""
    call.must("view", Attachment)
    ticket = _ticket(call, "TicketEntityId", "view")
    return None if ticket is None else call.all(ATTACHMENT, attachments_of(ticket, call.caller))


@agent_method(AGENT, "{TicketEntityId}")
def notify_new_ticket(call: AgentCall) -> None:
    """Has those concerned told of a new ticket, unless they were told before."""
    announce_ticket(_there(call, "TicketEntityId"), by=call.caller)


@agent_method(AGENT, "{TicketEntityId}")
def notify_new_ticket_message(call: AgentCall) -> None:
    """Has the owner of a ticket told of its newest message, unless they were told before."""
    announce_message(_there(call, "TicketEntityId"), by=call.caller)


DEVIATIONS = {
    "argument Ticket/SetTicketReadByOwner CheckEscalating": ignored("escalation takes no notice of who reads")
}


@agent_method(AGENT, "{TicketEntityId, ReadStatus, CheckEscalating: bool}", "TicketEntity", answers=TICKET)
def set_ticket_read_by_owner(call: AgentCall) -> Carrier | None:
    """Says how far the owner has read a ticket; of somebody else's ticket it says nothing. Escalation takes no notice."""
    ticket = _ticket(call, "TicketEntityId")
    status = call.value("ReadStatus", READ_STATUS_KIND)
    if ticket is not None:
        set_read_status([ticket], status or ReadStatus.UNKNOWN, by=call.caller)
    return _answer(call, ticket)


@agent_method(AGENT, "{TicketIds: int[], NewStatus: TicketReadStatus}", "int[]")
def update_tickets_read_status(call: AgentCall) -> list[int]:
    """Says how far the caller has read tickets of their own; answers the ids of these."""
    status = call.value("NewStatus", READ_STATUS_KIND)
    return set_read_status(_tickets(call, "change"), status or ReadStatus.UNKNOWN, by=call.caller)


@agent_method(AGENT, "{TicketEntityId}", "TicketEntity", answers=TICKET)
def process_ticket_when_read(call: AgentCall) -> Carrier | None:
    """Notes that the caller has opened a ticket; for its owner it is read from then on."""
    ticket = _ticket(call, "TicketEntityId")
    return _answer(call, None if ticket is None else read_ticket(ticket, by=call.caller))


@agent_method(
    AGENT, "{MergedTicketEntity: TicketEntity, SecondaryTicketIds: int[]}", "TicketEntity", answers=TICKET
)
def merge_tickets(call: AgentCall) -> Carrier | None:
    """Merges tickets into MergedTicketEntity, whose other members are the last say on its values."""
    entity: Any = call.argument("MergedTicketEntity")
    others = call.numbers("SecondaryTicketIds")
    merged = merged_ticket(
        entity, others, call.caller, call.dialect, ("$.MergedTicketEntity", "$.SecondaryTicketIds")
    )
    return _answer(call, merged)


@agent_method(AGENT, "{TicketIds: int[]}", "int[]")
def set_deleted_status_by_ids(call: AgentCall) -> list[int]:
    """Moves tickets to the recycle bin; answers the ids of those that were not in it as deleted."""
    return throw_away(_tickets(call, "delete"), BaseStatus.DELETED, by=call.caller)


@agent_method(AGENT, "{TicketIds: int[]}", "int[]")
def set_spam_status_by_ids(call: AgentCall) -> list[int]:
    """Moves tickets to the recycle bin as spam; answers the ids of those that were not in it as spam."""
    return throw_away(_tickets(call, "delete"), BaseStatus.SPAM, by=call.caller)


@agent_method(AGENT, "{TicketIds: int[]}")
def undelete_by_ids(call: AgentCall) -> None:
    """Takes tickets out of the recycle bin: they are active again."""
    restore_tickets(_tickets(call, "change"), by=call.caller)


@agent_method(AGENT, "{TicketIds: int[]}", name="AcceptTickets")
def accept(call: AgentCall) -> None:
    """Makes the caller the owner of tickets."""
    accept_tickets(_tickets(call, "change"), by=call.caller)


@agent_method(AGENT, "{TicketId}", "int")
def resolve_ticket_id(call: AgentCall) -> int:
    """The id of the ticket that this one lives on in, itself unless it was merged; 0 when there is none."""
    call.must("view", Ticket)
    return resolve_ticket(call.number("TicketId"), by=call.caller)


@agent_method(AGENT, "{TicketId}", "int")
def get_ticket_parent_id(call: AgentCall) -> int:
    """The id of the parent of a ticket: 0, since tickets have no parents here."""
    call.must("view", Ticket)
    call.number("TicketId")
    return 0


AGENT_METHODS = [
    *TICKET_AGENT.methods(),
    getter(AGENT, SIMPLE_TICKET, "GetTicket", "ticketId"),
    getter(AGENT, TICKET_MESSAGE_INFO, "GetTicketMessage", "ticketMessageId"),
    save_ticket_entity_with_notify,
    create_default_for_ticket_type,
    get_tickets,
    get_ticket_summaries,
    get_ticket_attachments,
    notify_new_ticket,
    notify_new_ticket_message,
    set_ticket_read_by_owner,
    update_tickets_read_status,
    process_ticket_when_read,
    merge_tickets,
    set_deleted_status_by_ids,
    set_spam_status_by_ids,
    undelete_by_ids,
    accept,
    resolve_ticket_id,
    get_ticket_parent_id,
]
