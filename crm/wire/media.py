"""Bodies in and out: JSON read and written by orjson."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

JSON_TYPE = "application/json; charset=utf-8"
MAX_DEPTH = 32


class Answer(HttpResponse):
    """An answer in JSON that still knows its data: it may have to be given as XML."""

    def __init__(self, data: Any, status: int, headers: dict[str, str] | None, body: bytes | None) -> None:
        body = dumped(data) if body is None else body
        super().__init__(body, status=status, content_type=JSON_TYPE, headers=headers)
        self.data = data


def json_answer(
    data: Any, status: int = 200, headers: dict[str, str] | None = None, body: bytes | None = None
) -> HttpResponse:
    """An answer whose body is JSON; `body` is the data where that is JSON already.

    Dates and enums are text already; only str, numbers, dict, list come here.
    """
    return Answer(data, status, headers, body)


def with_member(body: bytes, name: str, data: Any) -> bytes:
    """An object of JSON that has members, with one more at its end."""
    return b'%s,"%s":%s}' % (body[:-1], name.encode(), dumped(data))


def dumped(data: Any) -> bytes:
    """JSON, also of what no client can store here but a hand at the database can: it is escaped, not refused."""
    try:
        return orjson.dumps(data)
    except orjson.JSONEncodeError:  # half a character, or a number beyond 64 bits
        return json.dumps(data, separators=(",", ":")).encode()


class JsonParser(BaseParser):
    """`application/json`; an empty body is null."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        raw: bytes = stream.read()
        if not raw.strip():
            return None
        try:
            data = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not valid JSON: {error}") from None
        brackets = raw.count(b"{") + raw.count(b"[")  # rarely more than the limit, and cheap to count
        if brackets > MAX_DEPTH and _deeper_than(data, MAX_DEPTH):
            raise ParseError(f"The body is nested more than {MAX_DEPTH} levels deep.")
        return data


class TextJsonParser(JsonParser):
    """`text/json`, an older name of the same."""

    media_type = "text/json"


class PatchParser(JsonParser):
    """`application/json-patch+json`; what kind of patch it is, the body says."""

    media_type = "application/json-patch+json"


class MergePatchParser(JsonParser):
    """`application/merge-patch+json`."""

    media_type = "application/merge-patch+json"


def _deeper_than(data: Any, limit: int) -> bool:
    level = [data]
    for _ in range(limit):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def take_chunks(request: Request, limit: int | None = None) -> None:
    """Gives a body that came in chunks its length: without one, Django takes it for empty.

    Reads to the end only where the server promises that there is one, and no more than a body may have, or `limit`.
    """
    environ = request.META
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if not (chunked and environ.get("wsgi.input_terminated")) or environ.get("CONTENT_LENGTH"):
        return
    # One byte more than is taken: it is refused by its length.
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if limit is None else limit
    body: bytes = environ["wsgi.input"].read(most + 1)
    environ["CONTENT_LENGTH"] = str(len(body))
    request._request._stream = BytesIO(body)


def origin_of(request: Request) -> str:
    """The scheme and the host that a request came to, as absolute addresses begin."""
    return f"{request.scheme}://{request.get_host()}"


class QueryOptions:
    """The query string with names in any case, `%24select` and `$Select` being the same; the last value counts."""

    def __init__(self, request: Request) -> None:
        given = request.GET.lists() if request.META.get("QUERY_STRING") else ()
        self._lists = {name.lower(): values for name, values in given if values}

    def text(self, name: str) -> str | None:
        """The value of an option, None when absent."""
        values = self._lists.get(name.lower())
        return values[-1] if values else None

    def every(self, name: str) -> list[str]:
        """All values of an option that may come several times."""
        return self._lists.get(name.lower(), [])

    def truth(self, name: str) -> bool:
        """Whether a boolean option is set: true, True, 1."""
        return (self.text(name) or "").strip().lower() in ("true", "1")
