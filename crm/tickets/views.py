"""Tickets over REST and Agents."""

from __future__ import annotations

from typing import Any

from crm.tickets.actions import delete_ticket, new_ticket, save_ticket
from crm.tickets.contracts import TICKET
from crm.tickets.models import Origin, Ticket
from crm.wire.agents import AgentCall, AgentMethod, EntityAgent
from crm.wire.bind import Values
from crm.wire.entities import EntityRoutes, EntityViewSet
from crm.wire.steps import Carrier


class TicketViewSet(EntityViewSet):
    """`/Ticket`: POST and PUT take `notify` and answer the plain carrier, GET adds `_Links`."""

    contract = TICKET
    links_on_save = False
    takes_notify = True

    def new(self, by: Any) -> Ticket:
        return new_ticket(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Ticket:
        if row.pk is None:
            values.setdefault("origin", Origin.API)
        return save_ticket(row, values, by=by, notify=notify)

    def remove(self, row: Any, by: Any) -> None:
        delete_ticket(row, by=by)


TICKET_AGENT = EntityAgent("Ticket", TicketViewSet)


def save_with_notify(call: AgentCall) -> Carrier | None:
    """`SaveTicketEntityWithNotify`: the entity and the flag stand side by side in the body."""
    entity, notify = call.argument("NewEntity"), call.truth("Notify")
    return TICKET_AGENT.save_body(call, entity, notify=notify, path="$.NewEntity")


ROUTES = [EntityRoutes("Ticket", TicketViewSet)]
AGENT_METHODS = [
    *TICKET_AGENT.methods(),
    AgentMethod(
        "Ticket",
        "SaveTicketEntityWithNotify",
        save_with_notify,
        "Saves a ticket and tells those concerned when notify is true.",
        "TicketEntity",
        "{NewEntity: TicketEntity, Notify: bool}",
        answers=TICKET,
    ),
]
