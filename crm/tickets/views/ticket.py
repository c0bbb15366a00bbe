"""Tickets over REST."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpResponse, QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from crm.tickets import archives
from crm.tickets.actions import (
    announce_message,
    announce_ticket,
    delete_ticket,
    merge_tickets,
    new_ticket,
    save_ticket,
)
from crm.tickets.contracts import ATTACHMENT, SIMPLE_TICKET, TICKET
from crm.tickets.models import Attachment, Origin, Ticket
from crm.wire.archive.views import SubList
from crm.wire.bind import Values, bind, key_in, refusing
from crm.wire.calls import numbers_in
from crm.wire.dialect import Dialect
from crm.wire.entities import EntityRoutes, EntityViewSet
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.forms import nested_members
from crm.wire.media import json_answer
from crm.wire.read import read, read_one, rows_of
from crm.wire.rights import must
from crm.wire.schema import operation
from crm.wire.views import NO_CONTENT

MERGED = "mergedTicketEntity"
MERGED_ONES = OpenApiParameter(
    "secondaryTicketIds", {"type": "array", "items": {"type": "integer"}}, explode=False
)


class TicketViewSet(EntityViewSet):
    """`/Ticket`: POST and PUT take `notify` and answer the plain carrier, GET adds `_Links`."""

    contract = TICKET
    archive = archives.TICKET
    sub_lists = {"Messages": SubList(archives.TICKET_MESSAGE, "ticket_id")}
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

    @operation(SIMPLE_TICKET)
    def simple(self, request: Request, key: str) -> HttpResponse:
        """Answers one ticket as a flat carrier: ids and names instead of whole carriers."""
        caller = self.caller(request)
        self.must("view", Ticket, caller)
        carrier = read_one(SIMPLE_TICKET, self._number(key), caller, dialect=self.dialect)
        if carrier is None:
            raise RowNotFound(SIMPLE_TICKET.name, key)
        return json_answer(carrier)

    @operation(ATTACHMENT, many=True)
    def attachments(self, request: Request, key: str) -> HttpResponse:
        """Answers the attachments of all messages of one ticket."""
        caller = self.caller(request)
        self.must("view", Attachment, caller)
        rows = attachments_of(self._row(key, caller), caller)
        return json_answer(read(ATTACHMENT, rows, caller, dialect=self.dialect))

    @operation(dict)
    def foreign_keys(self, request: Request, key: str) -> HttpResponse:
        """Answers the keys of one ticket in other systems; none are kept here."""
        caller = self.caller(request)
        self.must("view", Ticket, caller)
        self._row(key, caller)
        return json_answer({})

    @operation()
    def notify_new_ticket(self, request: Request, key: str) -> HttpResponse:
        """Has those concerned told of one new ticket, unless they were told before."""
        caller = self.caller(request)
        self.must("change", Ticket, caller)
        announce_ticket(self._row(key, caller), by=caller)
        return HttpResponse(status=NO_CONTENT)

    @operation()
    def notify_new_message(self, request: Request, key: str) -> HttpResponse:
        """Has the owner of one ticket told of its newest message, unless they were told before."""
        caller = self.caller(request)
        self.must("change", Ticket, caller)
        announce_message(self._row(key, caller), by=caller)
        return HttpResponse(status=NO_CONTENT)

    @operation(TICKET, parameters=[MERGED_ONES])
    def merge(self, request: Request) -> HttpResponse:
        """Merges the tickets of `secondaryTicketIds` into that of `mergedTicketEntity.ticketId`.

        Other members of `mergedTicketEntity` in the query string are the last say on its values.
        """
        caller = self.caller(request)
        entity, others = _asked(request.GET)
        merged = merged_ticket(entity, others, caller, self.dialect, (f"$.{MERGED}", "$.secondaryTicketIds"))
        return json_answer(read_one(TICKET, merged.pk, caller, dialect=self.dialect, written=True))


def merged_ticket(
    entity: Any, others: list[int], caller: Any, dialect: Dialect, paths: tuple[str, str]
) -> Ticket:
    """The ticket that others were merged into. Raises BadMember for one that the caller does not see."""
    must("change", Ticket, caller)
    path, others_path = paths
    key = key_in(TICKET, entity, path)
    values = bind(TICKET, entity, caller, path=path, dialect=dialect)
    (primary,) = rows_of(TICKET, [key], caller, f"{path}.TicketId", every=True)
    secondaries = rows_of(TICKET, others, caller, others_path, every=True)
    with refusing(TICKET, path):
        return merge_tickets(primary, values, secondaries, by=caller)


def attachments_of(ticket: Ticket, caller: Any) -> models.QuerySet[Attachment]:
    """The attachments of all messages of a ticket that the caller sees."""
    links = Attachment.messages.through.objects.filter(ticketmessage__ticket=ticket)
    rows = Attachment.objects.visible_to(caller).filter(pk__in=links.values("attachment"))
    return rows.order_by("pk")


def _asked(query: QueryDict) -> tuple[dict[str, Any], list[int]]:
    """The entity and the ids that the query string spells out: `mergedTicketEntity.ticketId=1&secondaryTicketIds=2`."""
    asked = {name.lower(): value for name, value in nested_members(query).items()}
    entity = asked.get(MERGED.lower())
    if not isinstance(entity, dict):
        raise BadMember(f"$.{MERGED}", "The ticket that stays is expected here.")
    given = asked.get("secondaryticketids", [])
    parts = [part for text in (given if isinstance(given, list) else [given]) for part in text.split(",")]
    return entity, numbers_in(parts, "$.secondaryTicketIds")


ROUTES = [
    EntityRoutes(
        "Ticket",
        TicketViewSet,
        {
            "/Merge": {"post": "merge"},
            "/{key}/Simple": {"get": "simple"},
            "/{key}/Attachments": {"get": "attachments"},
            "/{key}/ForeignKey": {"get": "foreign_keys"},
            "/{key}/NotifyNewTicket": {"post": "notify_new_ticket"},
            "/{key}/NotifyNewMessage": {"post": "notify_new_message"},
        },
    )
]
