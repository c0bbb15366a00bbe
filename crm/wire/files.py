"""Files in and out: raw bytes, a form, or base64 in JSON; and never shown inside the page that asks for them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.http import FileResponse, HttpResponse
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from crm.wire.errors import BadMember
from crm.wire.forms import FormParser
from crm.wire.media import json_answer, take_chunks

BYTES = "application/octet-stream"
IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024
FORM_OVERHEAD = 64 * 1024  # the boundaries and names around a file in a form
_SAY_NOTHING = (BYTES, FormParser.media_type)  # the latter is what curl says unless told otherwise
_WHATEVER = ("", "*/*", "application/*")
_JSON = ("application/json", "text/json")


class TooLarge(exceptions.APIException):
    """413: the file is larger than files may be."""

    status_code = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"The file is larger than {limit} bytes.")


class BytesNegotiation(BaseContentNegotiation):
    """Any type may be asked for: the answer is a file, or base64 for those who ask for JSON first."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return next(iter(renderers)), BYTES

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        kind = _type_of(request)
        return next((parser for parser in parsers if parser.media_type == kind), None)


@dataclass(frozen=True)
class Upload:
    """A file as it came in."""

    content: IO[bytes]
    content_type: str = ""


def wants_json(request: Request, *, by_itself: bool = False) -> bool:
    """Whether the caller asks for JSON before anything else; `by_itself` holds for those who take whatever comes."""
    first = request.META.get("HTTP_ACCEPT", "").split(",")[0].partition(";")[0].strip().lower()
    return by_itself if first in _WHATEVER else first in _JSON


def file_answer(content: IO[bytes], *, name: str, content_type: str, in_json: bool) -> HttpResponse:
    """The bytes of a file, to be kept and not shown; or as base64 in a JSON text."""
    if in_json:
        with content:
            return json_answer(base64.b64encode(content.read()).decode())
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=content_type or BYTES)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)


@contextmanager
def read_upload(request: Request, limit: int) -> Iterator[Upload]:
    """The file that a request carries: the body itself, the file of a form, or base64 in JSON. Closed in the end.

    Raises 413 past `limit` bytes, 400 when there is no file in it.
    """
    upload = _upload(request, limit)
    with closing(upload.content):
        yield upload


def _upload(request: Request, limit: int) -> Upload:
    kind = _type_of(request)
    take_chunks(request, limit)
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if kind in _JSON:
        return Upload(BytesIO(bytes_of_json(request.data, limit)))
    if length > limit + (FORM_OVERHEAD if kind == MultiPartParser.media_type else 0):
        raise TooLarge(limit)
    if kind == MultiPartParser.media_type:
        return _file_of_form(request, limit)
    return Upload(_spooled(request._request, length), "" if kind in _SAY_NOTHING else kind)


def bytes_of_json(body: Any, limit: int, path: str = "$") -> bytes:
    """The bytes of a base64 text, which may stand as `Content` in an object. Raises BadMember, TooLarge."""
    if isinstance(body, Mapping):
        body = next((value for name, value in body.items() if name.lower() == "content"), None)
    if not isinstance(body, str):
        raise BadMember(path, "The bytes of the file are expected here, as base64.")
    try:
        content = base64.b64decode("".join(body.split()), validate=True)
    except binascii.Error:
        raise BadMember(path, "This is no base64.") from None
    if len(content) > limit:
        raise TooLarge(limit)
    return content


def _type_of(request: Request) -> str:
    return (request.content_type or BYTES).partition(";")[0].strip().lower()


def _spooled(source: Any, length: int) -> IO[bytes]:
    """The body as a file, on disk when it is large. Raises BadMember when less came than was announced."""
    kept = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # read_upload closes it
    while chunk := source.read(CHUNK):
        kept.write(chunk)
    if kept.tell() < length:
        kept.close()
        raise BadMember("$", "The request body ended early.")
    kept.seek(0)
    return cast("IO[bytes]", kept)


def _file_of_form(request: Request, limit: int) -> Upload:
    files = list(request.FILES.values())
    if not files:
        raise BadMember("$", "The form has no file in it.")
    file: Any = files[0]
    if file.size > limit:
        raise TooLarge(limit)
    return Upload(file, file.content_type or "")
