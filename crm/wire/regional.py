"""Time zones and texts over REST and Agents: `/TimeZone`, `/String` and the TimeZone agent.

Which zone is the base zone is a setting of the installation, and every zone is active: the agent's methods that would
change either say so, unless they ask for what is.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from crm.wire.agents import AgentCall, AgentMethod
from crm.wire.arguments import SCALARS
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.languages import FALLBACK, NO_LANGUAGE, language_of, languages, string_of, strings
from crm.wire.media import QueryOptions, json_answer
from crm.wire.routes import templated
from crm.wire.schema import SELECT, operation
from crm.wire.seasons import offsets, time_zone_data
from crm.wire.select import narrowed, parse_select
from crm.wire.serializers import TimeZoneDataSerializer
from crm.wire.views import ROOT, ApiView, body_of
from crm.wire.zones import Zone, numbered, zone_of, zones

MAX_STRINGS = 1000
LANGUAGE = OpenApiParameter("isoLangCode", str, description="A language such as nb-no; all of them without.")
_UNSUPPORTED = ("$filter", "$orderby", "$entities", "$mode", "$options", "$context")


def base_zone() -> Zone:
    """The zone of dates that name none."""
    return zone_of(settings.FJORD_BASE_ZONE)


def _told(minutes: int | None) -> str:
    """`+1:00`, `-10:00`, `0` for none, and nothing for nothing, as the documented list tells offsets."""
    if not minutes:
        return "" if minutes is None else "0"
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}:{rest:02d}"


def _row(zone: Zone) -> dict[str, Any]:
    standard, daylight = offsets(zone, timezone.now().year)
    return {
        "PrimaryKey": str(zone.id),
        "EntityName": "all",
        "id": zone.id,
        "isActive": True,
        "timeZone": zone.code,
        "country": zone.country,
        "region": zone.region,
        "cities": zone.cities,
        "offset": _told(standard),
        "daylight": _told(daylight),
        "offsetRaw": standard,
        "daylightRaw": daylight if daylight is not None else standard,
    }


class TimeZoneViewSet(ApiView):
    """`/TimeZone`: the list that `SO-TimeZone` chooses from."""

    @operation(
        OpenApiTypes.OBJECT,
        parameters=[SELECT, OpenApiParameter("$top", int), OpenApiParameter("$skip", int)],
    )
    def archive(self, request: Request) -> HttpResponse:
        """Lists the time zones with their codes, numbers and offsets."""
        options = QueryOptions(request)
        for name in _UNSUPPORTED:
            if (options.text(name) or "").strip():
                raise BadMember(name, "Time zones can be narrowed by $select, $top and $skip only.")
        skip, top = _whole(options, "$skip", 0), _whole(options, "$top", len(zones()))
        rows = [_row(zone) for zone in list(zones().values())[skip : skip + top]]
        selection = parse_select(options.text("$select"))
        if selection is not None:
            kept = {"primarykey", "entityname", *selection}
            rows = [{name: row[name] for name in row if name.lower() in kept} for row in rows]
        metadata = request.build_absolute_uri(f"{ROOT}/Archive/$metadata")
        return json_answer({"odata.metadata": metadata, "odata.nextLink": None, "value": rows})

    @operation(TimeZoneDataSerializer)
    def base(self, request: Request) -> HttpResponse:
        """Answers the base time zone, which counts for dates that name none."""
        return json_answer(time_zone_data(base_zone()))

    @operation(TimeZoneDataSerializer)
    def current(self, request: Request) -> HttpResponse:
        """Answers the time zone that this request is told in."""
        return json_answer(time_zone_data(self.dialect.clock.zone))


def _whole(options: QueryOptions, name: str, default: int) -> int:
    text = options.text(name)
    if text is None or not text.strip():
        return default
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 10):
        raise BadMember(name, f"{text[:40]!r} is not a whole number.")
    return int(text)


NAMES = {"type": "array", "items": SCALARS["string"], "maxItems": MAX_STRINGS}


class StringViewSet(ApiView):
    """`/String`: the words of resources such as SR_YES."""

    @operation(
        SCALARS["string"],
        many=True,
        parameters=[
            OpenApiParameter("q", str, description="What the words, or the name, contain."),
            LANGUAGE,
        ],
    )
    def names(self, request: Request) -> HttpResponse:
        """Lists the names of the built-in texts, those with certain words if asked for."""
        wanted = (QueryOptions(request).text("q") or "").lower()
        language = self._language(request) or FALLBACK
        found = [
            name
            for name in strings()
            if wanted in name.lower() or wanted in (string_of(name, language) or "").lower()
        ]
        return json_answer(found)

    @operation(SCALARS["string"], many=True)
    def known_languages(self, request: Request) -> HttpResponse:
        """Lists the languages that built-in texts are translated to."""
        return json_answer(list(languages()))

    @operation(OpenApiTypes.OBJECT, parameters=[LANGUAGE])
    def words(self, request: Request, sr_id: str) -> HttpResponse:
        """Answers built-in texts, whose names are separated by commas, by language."""
        names = [name.strip() for name in sr_id.split(",")]
        found = self._words(request, names)
        if not found:
            raise RowNotFound("String", sr_id[:200])
        return json_answer(found)

    @operation(OpenApiTypes.OBJECT, body={"application/json": NAMES}, parameters=[LANGUAGE])
    def words_of(self, request: Request) -> HttpResponse:
        """Answers the built-in texts that an array of names asks for, by language; unknown ones are left out."""
        body = body_of(request)
        if not isinstance(body, list) or not all(isinstance(name, str) for name in body):
            raise BadMember("$", "An array of names is expected here.")
        if len(body) > MAX_STRINGS:
            raise BadMember("$", f"More than {MAX_STRINGS} names.")
        return json_answer(self._words(request, body))

    @operation(OpenApiTypes.STR)
    def word(self, request: Request, sr_id: str, language: str) -> HttpResponse:
        """Answers one built-in text in one language."""
        found = string_of(sr_id, _known_language(language))
        if found is None:
            raise RowNotFound("String", sr_id[:200])
        return json_answer(found)

    def _words(self, request: Request, names: list[str]) -> dict[str, dict[str, str]]:
        one = self._language(request)
        found: dict[str, dict[str, str]] = {}
        for name in names:
            told = {each: string_of(name, each) for each in ((one,) if one else languages())}
            words = {each: word for each, word in told.items() if word is not None}
            if words:
                found[name.upper()] = words
        return found

    def _language(self, request: Request) -> str:
        """The language that is asked for in the address, or else in the headers."""
        asked = QueryOptions(request).text("isoLangCode")
        return _known_language(asked) if asked else self.dialect.language


def _known_language(asked: str) -> str:
    language = language_of(asked)
    if language == NO_LANGUAGE:
        raise BadMember("isoLangCode", f"{asked[:40]!r} is none of {', '.join(languages())}.")
    return language


def patterns() -> list[URLPattern]:
    """The addresses of time zones and texts."""
    time, text = f"{ROOT}/TimeZone", f"{ROOT}/String"
    return [
        templated(time, TimeZoneViewSet, {"get": "archive"}),
        templated(f"{time}/base", TimeZoneViewSet, {"get": "base"}),
        templated(f"{time}/current", TimeZoneViewSet, {"get": "current"}),
        templated(text, StringViewSet, {"get": "names", "post": "words_of"}),
        templated(f"{text}/KnownLanguages", StringViewSet, {"get": "known_languages"}),
        templated(f"{text}/{{sr_id}}", StringViewSet, {"get": "words"}),
        templated(f"{text}/{{sr_id}}/{{language}}", StringViewSet, {"get": "word"}),
    ]


def base_id(_call: AgentCall) -> int:
    return base_zone().id


def all_zones(call: AgentCall) -> list[Any]:
    return [narrowed(time_zone_data(zone), call.selection or {}) for zone in zones().values()]


def preferred(call: AgentCall) -> Any:
    """Nobody has a preference of their own, so it is the base zone with preference 0."""
    zone = base_zone()
    standard, _daylight = offsets(zone, timezone.now().year)
    carrier = {
        "PreferenceId": 0,
        "TZLocationId": zone.id,
        "LocationCode": zone.code,
        "Description": zone.name or zone.region,
        "Country": zone.country,
        "Bias": standard,
    }
    return narrowed(carrier, call.selection or {})


def _must_administer(call: AgentCall) -> None:
    if not call.caller.is_administrator:
        raise PermissionDenied("Only administrators may change time zones.")


def set_base(call: AgentCall) -> bool:
    _must_administer(call)
    zone = numbered(call.number("TimezoneId"))
    if zone is None:
        raise BadMember("$.TimezoneId", "There is no time zone of this number.")
    if zone != base_zone():
        raise BadMember("$.TimezoneId", f"The setting FJORD_BASE_ZONE says {settings.FJORD_BASE_ZONE}.")
    return True


def set_active(call: AgentCall) -> None:
    _must_administer(call)
    if numbered(call.number("Id")) is None:
        raise BadMember("$.Id", "There is no time zone of this number.")
    if not call.truth("Active"):
        raise BadMember("$.Active", "Every time zone is active here, and stays so.")


AGENT_METHODS = [
    AgentMethod(
        "TimeZone",
        "SetBaseTimeZoneId",
        set_base,
        "True when this is the base time zone; any other is refused, since a setting of the installation governs it.",
        "bool",
        "{TimezoneId}",
    ),
    AgentMethod(
        "TimeZone",
        "SetActiveTimeZoneRow",
        set_active,
        "Nothing, for a time zone that is to be active: all of them are, and none can be put aside.",
        None,
        "{Id, Active: bool}",
    ),
    AgentMethod("TimeZone", "GetBaseTimeZoneId", base_id, "The number of the base time zone.", "int"),
    AgentMethod(
        "TimeZone",
        "GetDefaultTimeZonePreference",
        base_id,
        "The number of the time zone that users have unless they choose one: the base time zone.",
        "int",
    ),
    AgentMethod(
        "TimeZone",
        "GetDefaultTimeZoneInformation",
        preferred,
        "The time zone of the user: the base time zone, with preference 0.",
        "PreferredTimeZone",
    ),
    AgentMethod(
        "TimeZone",
        "InitializeTimeZoneData",
        all_zones,
        "Every time zone with this year's changes of its clocks.",
        "TimeZoneData[]",
    ),
]
