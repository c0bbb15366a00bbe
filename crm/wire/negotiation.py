"""Which type an answer has and how a body is read: JSON for everybody who takes it, XML for who prefers that.

`$format` (JSON or XML) counts more than `Accept`. Of the types that fit, the one of the highest quality is answered;
where several are liked equally, it is JSON. Parameters such as charset do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from crm.wire.contract import Contract
from crm.wire.markup import from_xml, to_xml
from crm.wire.media import Answer, QueryOptions

JSON = "application/json"
XML = "application/xml"
TEXT_XML = "text/xml"
FORMATS = {"json": JSON, "xml": XML}
# JSON goes by several names and is always answered under its own.
_ANSWERED = {
    JSON: JSON,
    "text/json": JSON,
    "application/json-patch+json": JSON,
    "application/merge-patch+json": JSON,
    XML: XML,
    TEXT_XML: TEXT_XML,
}


class XmlRenderer(BaseRenderer):
    """Tells the API's reference that XML is answered; `as_asked` does it."""

    media_type = XML
    format = "xml"


class TextXmlRenderer(XmlRenderer):
    """`text/xml`, an older name of the same."""

    media_type = TEXT_XML


class XmlParser(BaseParser):
    """`application/xml`; the view says what the body is. An empty body is null."""

    media_type = XML

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        raw: bytes = stream.read()
        if not raw.strip():
            return None
        view = (parser_context or {}).get("view")
        return from_xml(raw, view.body_contract() if view is not None else None)


class TextXmlParser(XmlParser):
    """`text/xml`."""

    media_type = TEXT_XML


class Negotiation(BaseContentNegotiation):
    """Chooses as the module says. Raises NotAcceptable only when nothing fits."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        kind = _by_format(request) or _by_quality(request.META.get("HTTP_ACCEPT", ""))
        if kind is None:
            raise exceptions.NotAcceptable("Only application/json and application/xml can be answered.")
        return next(iter(renderers)), kind

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        kind = (request.content_type or JSON).partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)


def _by_format(request: Request) -> str | None:
    if "format" not in request.META.get("QUERY_STRING", "").lower():
        return None
    asked = (QueryOptions(request).text("$format") or "").strip().lower()
    if asked and asked not in FORMATS:
        raise exceptions.NotAcceptable(f"$format is JSON or XML, not {asked[:40]!r}.")
    return FORMATS.get(asked)


@lru_cache(maxsize=256)
def _by_quality(accept: str) -> str | None:
    """The type to answer for an `Accept` header, None when nothing fits."""
    liked = dict(_ranges(accept))
    if not liked:
        return JSON
    best, most = None, 0.0
    for kind, answered in _ANSWERED.items():
        quality = next(
            (liked[name] for name in (kind, f"{kind.partition('/')[0]}/*", "*/*") if name in liked), 0.0
        )
        if quality > most:
            best, most = answered, quality
    return best


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for part in accept.split(","):
        kind, *parameters = part.split(";")
        if kind.strip():
            yield kind.strip().lower(), _quality(parameters)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 1.0
    return 1.0


def asks_for_xml(request: Request) -> bool:
    """Whether the answer has to be XML."""
    return getattr(request, "accepted_media_type", JSON) in (XML, TEXT_XML)


def as_asked(answer: HttpResponse, request: Request, contract_of: Callable[[], Contract | None]) -> None:
    """Turns an answer that holds data into XML when the request asks for that; a contract may tell what it is."""
    if isinstance(answer, Answer) and asks_for_xml(request):
        refused = answer.status_code >= HTTPStatus.BAD_REQUEST
        answer.content = to_xml(answer.data, *(("ErrorInfo",) if refused else ("Answer", contract_of())))
        answer["Content-Type"] = f"{request.accepted_media_type}; charset=utf-8"
