"""Archives over REST: the list of a resource, the rows of a parent, and the generic `/Archive/{provider}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import exceptions, serializers
from rest_framework.request import Request

from crm.wire.archive.ask import Page, Within, ask
from crm.wire.archive.columns import Archive
from crm.wire.archive.convert import Asking
from crm.wire.archive.metadata import described
from crm.wire.archive.options import Options, options_in, read_options
from crm.wire.archive.plain import narrowed
from crm.wire.media import QueryOptions, json_answer, origin_of
from crm.wire.routes import address, templated
from crm.wire.schema import operation
from crm.wire.views import ROOT, ApiView, body_of

# What in a query says where a page begins.
_BEGINS = re.compile(r"(\$|%24)skip(token)?(=|$)", re.IGNORECASE)


def _option(name: str, kind: Any, words: str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=words)


OPTIONS = (
    _option(
        "$select", str, "Columns, separated by commas; a/b for those of a relation. Unknown ones are skipped."
    ),
    _option("$filter", str, "Conditions such as `title contains 'printer' and ownedBy oneOf (360, 361)`."),
    _option("$orderBy", str, "Columns, each with asc or desc."),
    _option("$entities", str, "Kinds of rows; all when empty."),
    _option("$top", int, "Rows of a page."),
    _option("$skip", int, "Rows to pass over; odata.nextLink is quicker."),
    _option("$mode", str, "Slim: the values people read. Full: the stored values too."),
    _option("$output", str, "Logical: booleans as true and false. Display: as the words for yes and no."),
    _option("$options", str, "GrandTotal=true adds a last row with the totals of aggregates."),
    _option("$context", str, "Accepted, without effect."),
    _option("$jsonSafe", bool, "Column names of letters, digits and _ alone."),
    _option("$inlineCount", str, "True counts all rows into odata.count."),
    _option("$metadata", str, "Anything: the columns instead of rows, on /Archive/{provider}."),
    _option("$skiptoken", str, "Where the page begins; taken from odata.nextLink."),
)


def plain_options(archive: Archive) -> list[OpenApiParameter]:
    """The plain filters of an archive, for the API docs."""
    return [_option(name, str, str(plain.label)) for name, plain in archive.filters.items()]


@dataclass(frozen=True)
class SubList:
    """The rows of an archive that belong to one row: by which path of theirs they do."""

    archive: Archive
    path: str
    many: bool = False  # the path leads over many rows, so that one could be found twice


class SlimRows(serializers.Serializer[Any]):
    """A page of rows: PrimaryKey, EntityName, and a key per column."""

    locals().update(
        {
            "odata.metadata": serializers.CharField(),
            "odata.count": serializers.CharField(required=False),
            "odata.nextLink": serializers.CharField(allow_null=True),
            "value": serializers.ListField(child=serializers.DictField()),
        }
    )


# Columns by their names; each is an object, as no member of a page is, so that one answer is never both.
COLUMNS = {"type": "object", "additionalProperties": {"type": "object", "title": "ArchiveColumnInfo"}}
ROWS_OR_COLUMNS = {"oneOf": [{"$ref": "#/components/schemas/SlimRows"}, COLUMNS]}
GIVEN = inline_serializer(
    "ArchiveOptions", {option.name: serializers.CharField(required=False) for option in OPTIONS}
)


def answer_page(
    view: ApiView, request: Request, archive: Archive, options: Options, within: Within | None = None
) -> HttpResponse:
    """A page of an archive in OData's envelope."""
    caller = view.caller(request)
    view.must("view", archive.model, caller)
    asking = Asking(caller, timezone.now(), view.dialect.clock)
    if options.plain:
        options = narrowed(archive, options, asking)
    page = ask(archive, options, asking, within=within)
    return json_answer(view.dialect.spoken(envelope(request, page)))


def envelope(request: Request, page: Page) -> dict[str, Any]:
    """The page as clients read it; `odata.nextLink` is null on the last one."""
    counted = {} if page.count is None else {"odata.count": str(page.count)}
    return {
        "odata.metadata": f"{origin_of(request)}{ROOT}/Archive/$metadata",
        **counted,
        "odata.nextLink": next_link(request, page),
        "value": page.rows,
    }


def next_link(request: Request, page: Page) -> str | None:
    """This address again, with where the next page begins; None on the last one."""
    if page.token is None and page.skip is None:
        return None
    begins = f"%24skip={page.skip}" if page.token is None else f"%24skiptoken={page.token}"
    query = request.META.get("QUERY_STRING", "")
    kept = [part for part in query.split("&") if part and not _BEGINS.match(part)]
    return f"{origin_of(request)}{iri_to_uri(request.path)}?{'&'.join([*kept, begins])}"


def options_of(request: Request) -> Options:
    """The options in the query of an address. Raises ParseError."""
    return options_in(request.META.get("QUERY_STRING", ""))


class ArchiveView(ApiView):
    """`/Archive`: the names of all archives, the rows and the columns of each."""

    archives: ClassVar[dict[str, Archive]] = {}

    @operation(SlimRows)
    def names(self, request: Request) -> HttpResponse:
        """Names all archives."""
        names = [{"name": archive.name, "url": archive.name} for archive in self.archives.values()]
        return json_answer(envelope(request, Page(names)))

    @operation(ROWS_OR_COLUMNS, parameters=OPTIONS)
    def rows(self, request: Request, provider: str) -> HttpResponse:
        """Answers a page of an archive, or its columns where `$metadata` asks for them."""
        options = options_of(request)
        if options.metadata:
            return self._metadata(request, provider)
        return answer_page(self, request, self._archive(provider), options)

    @operation(SlimRows, body=GIVEN)
    def posted_rows(self, request: Request, provider: str) -> HttpResponse:
        """Answers a page of an archive; the options stand in the body, as a form or as JSON."""
        body = body_of(request) or {}
        if not isinstance(body, dict):
            raise exceptions.ParseError("The options of an archive are expected here, by name.")
        given = {name.lower(): value for name, value in body.items()}
        query = QueryOptions(request)

        def text(name: str) -> str | None:
            value = given.get(name.lower())
            return query.text(name) if value is None else str(value)

        return answer_page(self, request, self._archive(provider), read_options(text))

    @operation(COLUMNS)
    def metadata(self, request: Request, provider: str) -> HttpResponse:
        """Describes the columns of an archive."""
        return self._metadata(request, provider)

    def _metadata(self, request: Request, provider: str) -> HttpResponse:
        archive = self._archive(provider)
        caller = self.caller(request)
        self.must("view", archive.model, caller)
        columns = {column["Name"]: column for column in described(archive, caller)}
        return json_answer(self.dialect.spoken(columns))

    def _archive(self, name: str) -> Archive:
        found = self.archives.get(name.lower())
        if found is None:
            raise exceptions.NotFound(f"There is no archive {name!r}; /api/v1/Archive names them.")
        return found


def archive_patterns(archives: Sequence[Archive]) -> list[URLPattern]:
    """The addresses of the generic archives."""
    ArchiveView.archives = {archive.name.lower(): archive for archive in archives}
    columns = ArchiveView.as_view({"get": "metadata"}, template=f"{ROOT}/Archive/{{provider}}/$metadata")
    named = address(r"Archive/(?P<provider>[^/$]+)/?\$metadata", columns)
    return [
        templated(f"{ROOT}/Archive", ArchiveView, {"get": "names"}),
        named,
        templated(f"{ROOT}/Archive/{{provider}}", ArchiveView, {"get": "rows", "post": "posted_rows"}),
    ]
