"""Attachments over REST: what is known of a file, and its bytes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from crm.tickets.actions import fill_attachment, new_attachment, save_attachment
from crm.tickets.contracts import ATTACHMENT
from crm.tickets.models import Attachment
from crm.wire.arguments import FILE
from crm.wire.bind import Values, refusing
from crm.wire.entities import EntityRoutes, EntityViewSet
from crm.wire.files import BYTES, BytesNegotiation, file_answer, read_upload, wants_json
from crm.wire.media import JsonParser, TextJsonParser
from crm.wire.rights import must_reach
from crm.wire.routes import templated
from crm.wire.schema import FILE_ANSWER, operation
from crm.wire.views import NO_CONTENT, ROOT


class AttachmentViewSet(EntityViewSet):
    """`/Attachment`: creates and changes what is known of a file. There is no DELETE."""

    contract = ATTACHMENT

    def new(self, by: Any) -> Attachment:
        return new_attachment(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Attachment:
        return save_attachment(row, values, by=by)

    @classmethod
    def documented(cls, callback: Any, method: str) -> list[tuple[str, Any]]:
        return [] if method == "DELETE" else super().documented(callback, method)

    @operation()
    def destroy(self, request: Request, key: str) -> HttpResponse:
        """Refused with 405: an attachment goes with the message that it hangs on."""
        raise exceptions.MethodNotAllowed("DELETE")


class ContentView(AttachmentViewSet):
    """`/Attachment/{id}/Content`: any type goes in and out."""

    content_negotiation_class = BytesNegotiation
    parser_classes = (JsonParser, TextJsonParser, MultiPartParser)  # type: ignore[assignment]  # a longer tuple

    @operation(FILE_ANSWER)
    def download(self, request: Request, key: str) -> HttpResponse:
        """Answers the bytes of one attachment, or base64 to those who accept JSON first."""
        caller = self.caller(request)
        self.must("view", Attachment, caller)
        return content_of(self._row(key, caller), in_json=wants_json(request))

    @operation(body={BYTES: FILE})
    def upload(self, request: Request, key: str) -> HttpResponse:
        """Stores the bytes of one attachment: the body, the file of a form, or base64 in JSON."""
        caller = self.caller(request)
        self.must("change", Attachment, caller)
        attachment = self._row(key, caller)
        must_reach("change", attachment, caller)
        with (
            read_upload(request, settings.FJORD_MAX_ATTACHMENT_BYTES) as upload,
            refusing(ATTACHMENT),
        ):
            fill_attachment(attachment, upload.content, content_type=upload.content_type)
        return HttpResponse(status=NO_CONTENT)


def content_of(attachment: Attachment, *, in_json: bool) -> HttpResponse:
    """The bytes of an attachment. Raises 404 while there are none."""
    if not attachment.file:
        raise exceptions.NotFound(f"Attachment {attachment.pk} has no content yet.")
    content = attachment.file.open("rb")
    return file_answer(content, name=attachment.name, content_type=attachment.content_type, in_json=in_json)


class AttachmentRoutes(EntityRoutes):
    """The addresses of attachments: those of every entity without DELETE, and that of the bytes."""

    def patterns(self) -> list[URLPattern]:
        content = {"get": "download", "post": "upload"}
        return [
            templated(f"{ROOT}/{self.name}/{{key}}/Content", ContentView, content),
            *super().patterns(),
        ]


ROUTES = [AttachmentRoutes("Attachment", AttachmentViewSet)]
