"""Messages over REST."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from crm.tickets.actions import attach, delete_message, hold_message, new_message, save_message
from crm.tickets.archives import TICKET_MESSAGE as TICKET_MESSAGE_ARCHIVE
from crm.tickets.contracts import ATTACHMENT, TICKET_MESSAGE
from crm.tickets.models import Attachment, TicketMessage
from crm.wire.bind import Values
from crm.wire.calls import numbers_in
from crm.wire.entities import EntityRoutes, EntityViewSet
from crm.wire.media import QueryOptions, json_answer
from crm.wire.read import read, rows_of
from crm.wire.rights import must_reach
from crm.wire.schema import operation
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, body_of

EMBED = OpenApiParameter(
    "embedImages", str, enum=["Link", "Inline"], description="Inline puts the images into the HTML text."
)
# Images that a browser draws without running anything.
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
_CID = re.compile(r"cid:([^\s\"'<>)]+)", re.IGNORECASE)


class TicketMessageViewSet(EntityViewSet):
    """`/TicketMessage`: POST and PUT take `notify`; no answer carries `_Links`."""

    contract = TICKET_MESSAGE
    archive = TICKET_MESSAGE_ARCHIVE
    links_on_save = False
    takes_notify = True

    def new(self, by: Any) -> TicketMessage:
        return new_message(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> TicketMessage:
        return save_message(row, values, by=by, notify=notify)

    def remove(self, row: Any, by: Any) -> None:
        must_reach("change", row, by)
        delete_message(row)

    def hold(self, key: int) -> None:
        hold_message(key)

    @operation(TICKET_MESSAGE, parameters=[EMBED])
    def retrieve(self, request: Request, key: str) -> HttpResponse:
        """Answers one TicketMessageEntity; its HTML text names inline images, or holds them."""
        caller = self.caller(request)
        self.must("view", TicketMessage, caller)
        if (QueryOptions(request).text("embedImages") or "").lower() != "inline":
            return self._answer(request, self._number(key), caller, links=False)
        row = self._row(key, caller)
        (carrier,) = read(
            TICKET_MESSAGE, TicketMessage.objects.filter(pk=row.pk), caller, dialect=self.dialect
        )
        embed_images(carrier, row)
        return json_answer(carrier)

    @operation(ATTACHMENT, many=True)
    def attachments(self, request: Request, key: str) -> HttpResponse:
        """Answers the attachments of one message."""
        return self._attachments(request, key)

    @operation(ATTACHMENT, many=True)
    def shown_attachments(self, request: Request, key: str) -> HttpResponse:
        """Answers the attachments of one message without those that are part of its text."""
        return self._attachments(request, key, inline_image=False)

    @operation(body={"application/json": {"type": "array", "items": {"type": "integer"}}})
    def attach(self, request: Request, key: str) -> HttpResponse:
        """Hangs attachments on one message, named by an array of their ids."""
        caller = self.caller(request)
        self.must("change", TicketMessage, caller)
        message = self._row(key, caller)
        attach_to(message, numbers_in(body_of(request)), caller, "$")
        return HttpResponse(status=NO_CONTENT)

    @operation(dict)
    def foreign_keys(self, request: Request, key: str) -> HttpResponse:
        """Answers the keys of one message in other systems; none are kept here."""
        caller = self.caller(request)
        self.must("view", TicketMessage, caller)
        self._row(key, caller)
        return json_answer({})

    def _attachments(self, request: Request, key: str, **which: bool) -> HttpResponse:
        caller = self.caller(request)
        self.must("view", Attachment, caller)
        rows = self._row(key, caller).attachments.filter(**which).order_by("pk")
        return json_answer(read(ATTACHMENT, rows, caller, dialect=self.dialect))


def attach_to(message: TicketMessage, keys: Sequence[int], caller: Any, path: str) -> None:
    """Hangs attachments on a message. Raises BadMember for one that the caller does not see."""
    must_reach("change", message, caller)
    attach(message, [row.pk for row in rows_of(ATTACHMENT, keys, caller, path, every=True)])


def embed_images(carrier: Carrier, message: TicketMessage) -> None:
    """Puts the inline images of a message into its HTML text, as data."""
    named = set(_CID.findall(carrier["HtmlBody"]))
    if not named:
        return
    images = message.attachments.filter(content_id__in=named, content_type__in=IMAGES, size__gt=0)
    data = {image.content_id: _data(image) for image in images}
    carrier["HtmlBody"] = _CID.sub(lambda cid: data.get(cid[1], cid[0]), carrier["HtmlBody"])


def _data(image: Attachment) -> str:
    with image.file.open("rb") as content:
        return f"data:{image.content_type};base64,{base64.b64encode(content.read()).decode()}"


ROUTES = [
    EntityRoutes(
        "TicketMessage",
        TicketMessageViewSet,
        {
            "/{key}/Attachment": {"get": "attachments", "post": "attach"},
            "/{key}/Attachment/Noninline": {"get": "shown_attachments"},
            "/{key}/ForeignKey": {"get": "foreign_keys"},
        },
    )
]
