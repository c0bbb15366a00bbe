"""Forms read as objects. A form that was meant to be JSON is refused: curl sends one when no type is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from crm.wire.errors import BadMember
from crm.wire.media import MAX_DEPTH

SEND_JSON = "Send JSON with Content-Type: application/json."


class Form(dict[str, Any]):
    """A body that came as a form."""


class FormParser(BaseParser):
    """`application/x-www-form-urlencoded`: dotted names (`Category.TicketCategoryId`) make nested objects."""

    media_type = "application/x-www-form-urlencoded"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Form:
        encoding = (parser_context or {}).get("encoding", "utf-8")
        raw: bytes = stream.read()
        if raw.lstrip()[:1] in (b"{", b"["):
            raise ParseError(f"This form is JSON. {SEND_JSON}")
        return nested_members(QueryDict(raw, encoding=encoding))


def check_form(body: Any, names: Iterable[str]) -> None:
    """Raises BadMember for a form that has none of the members; JSON may hold whatever it likes."""
    if isinstance(body, Form) and not {name.lower() for name in names} & {name.lower() for name in body}:
        raise BadMember("$", f"Nothing in this form is known here. {SEND_JSON}")


def nested_members(form: QueryDict) -> Form:
    """A form or query as nested objects: `a.b=1` is the member `b` of `a`; a name given twice is a list."""
    data = Form()
    for name in form:
        values = form.getlist(name)
        inner: dict[str, Any] = data
        *outer, last = name.split(".")
        if len(outer) >= MAX_DEPTH:
            raise ParseError(f"The form is nested more than {MAX_DEPTH} levels deep. {SEND_JSON}")
        for part in outer:
            step = inner.setdefault(part, {})
            if not isinstance(step, dict):
                raise ParseError(f"{name}: {part} has a value of its own.")
            inner = step
        inner[last] = values[0] if len(values) == 1 else values
    return data
