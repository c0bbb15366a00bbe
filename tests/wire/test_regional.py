"""`/TimeZone`, `/String` and the TimeZone agent. Zones are those of the documented list, changes those of the almanac."""

import datetime
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from crm.appointments.models import Appointment
from crm.wire.seasons import changes
from crm.wire.zones import zone_of, zones
from tests.callers import Api
from tests.carriers import misfits
from tests.world import HOUR, NOON, World, plant

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def in_2026() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def rows(world: World, options: str = "") -> dict[str, dict[str, Any]]:
    answer = Api(world.ada).get(f"TimeZone{options}")
    assert answer["odata.nextLink"] is None
    assert answer["odata.metadata"].endswith("/api/v1/Archive/$metadata")
    return {row["PrimaryKey"]: row for row in answer["value"]}


@pytest.mark.parametrize(
    ("number", "code", "country", "region", "offset", "daylight"),
    [
        (1, "UTC", "", "UTC/GMT", "0", ""),
        (36, "AU-ACT", "Australia", "Capital Territory", "+10:00", "+11:00"),
        (50, "BD", "Bangladesh", "", "+6:00", ""),
        (114, "CA-QC", "Canada", "Quebec", "-5:00", "-4:00"),
        (140, "DK", "Denmark", "", "+1:00", "+2:00"),
        (156, "FR", "France", "", "+1:00", "+2:00"),
        (261, "NO", "Norway", "", "+1:00", "+2:00"),
        (425, "US-CA", "United States", "California", "-8:00", "-7:00"),
        (433, "US-HI", "United States", "Hawaii", "-10:00", ""),
        (460, "US-NY", "United States", "New York", "-5:00", "-4:00"),
    ],
)
def test_the_list_has_the_documented_rows(
    world: World, number: int, code: str, country: str, region: str, offset: str, daylight: str
) -> None:
    row = rows(world)[str(number)]
    told = {name: row[name] for name in ("id", "timeZone", "country", "region", "offset", "daylight")}
    assert told == {
        "id": number,
        "timeZone": code,
        "country": country,
        "region": region,
        "offset": offset,
        "daylight": daylight,
    }
    assert (row["EntityName"], row["isActive"]) == ("all", True)


def test_the_list_is_found_in_any_case_and_can_be_narrowed(world: World) -> None:
    everything = rows(world)
    assert len(everything) == len(zones())
    page = Api(world.ada).get("timezone/?$select=timezone,OFFSET,nothing&$top=2&$skip=1")["value"]
    assert [list(row) for row in page] == [["PrimaryKey", "EntityName", "timeZone", "offset"]] * 2
    assert [row["PrimaryKey"] for row in page] == list(everything)[1:3]
    assert rows(world, "?$skip=100000") == {}


@pytest.mark.parametrize("options", ["$filter=country eq 'Norway'", "$orderBy=country", "$top=x", "$skip=-1"])
def test_what_the_list_cannot_do_is_refused(world: World, options: str) -> None:
    refusal = Api(world.ada).get(f"TimeZone?{options}", status=400)
    assert refusal["ErrorMessage"].lower().startswith(options.partition("=")[0].lower())


def test_the_base_zone_and_that_of_the_request_are_told_with_their_rules(
    world: World, settings: Settings
) -> None:
    settings.FJORD_BASE_ZONE = "NO"
    base = Api(world.ada).get("TimeZone/base")
    assert list(misfits(base, "TimeZoneData")) == []
    assert base == Api(world.ada).get("timezone/current") == {
        "TZLocationID": 261,
        "Name": "Norway",
        "TZLocationCode": "NO",
        "TZLocationCities": "Oslo",
        "IsoNumber": 578,
        "TimeZoneSTDRules": {"2026": rule(60, "0300 LST-SUN-OCT", "0200 LST-SUN-MAR", (25, 10), (29, 3))},
        "TimeZoneDSTRules": {"2026": rule(120, "0200 LST-SUN-MAR", "0300 LST-SUN-OCT", (29, 3), (25, 10))},
    }  # fmt: skip
    current = Api(world.ada, **{"SO-TimeZone": "us-ny"}).get("TimeZone/current")
    assert current["TZLocationID"] == 460
    assert current["TimeZoneDSTRules"] == {
        "2026": rule(-240, "0200 2ND-SUN-MAR", "0200 1ST-SUN-NOV", (8, 3), (1, 11))
    }


def rule(offset: int, start: str, end: str, first: tuple[int, int], last: tuple[int, int]) -> dict[str, Any]:
    return {
        "TZOffset": offset,
        "StartRulePattern": start,
        "EndRulePattern": end,
        "StartDay": first[0],
        "StartMonth": first[1],
        "EndDay": last[0],
        "EndMonth": last[1],
    }


def test_a_zone_without_daylight_saving_has_standard_time_all_year(world: World) -> None:
    told = Api(world.ada, **{"SO-TimeZone": "BD"}).get("TimeZone/current")
    assert told["TimeZoneSTDRules"] == {"2026": rule(360, "", "", (0, 0), (0, 0))}
    assert told["TimeZoneDSTRules"] == {}


def test_changes_are_where_the_almanac_has_them() -> None:
    told = [
        f"{change.local:%d.%m. %H:%M} {change.before}>{change.after}"
        for change in changes(zone_of("AU-ACT"), 2026)
    ]
    assert told == ["05.04. 03:00 660>600", "04.10. 02:00 600>660"]


def test_the_agent_tells_the_base_zone_and_all_zones(world: World, settings: Settings) -> None:
    settings.FJORD_BASE_ZONE = "DK"
    api, path = Api(world.ada), "Agents/TimeZone"
    assert api.post(f"{path}/GetBaseTimeZoneId", None) == 140
    assert api.post(f"{path}/GetDefaultTimeZonePreference", None) == 140
    assert api.post(f"{path}/GetDefaultTimeZoneInformation", None) == {
        "PreferenceId": 0,
        "TZLocationId": 140,
        "LocationCode": "DK",
        "Description": "Denmark",
        "Country": "Denmark",
        "Bias": 60,
    }
    everything = api.post(f"{path}/InitializeTimeZoneData", None)
    assert list(misfits(everything, "array of TimeZoneData")) == []
    assert len(everything) == len(zones())
    narrow = api.post(f"{path}/InitializeTimeZoneData?$select=TZLocationCode", None)
    assert {each["TZLocationCode"] for each in narrow} == set(zones())
    assert {each["Name"] for each in narrow} == {None}


def test_an_appointment_tells_of_the_zone_that_it_is_best_shown_in(world: World) -> None:
    (row,) = plant(
        Appointment(associate=world.ada, start=NOON, end=NOON + HOUR, created_at=NOON, updated_at=NOON)
    )
    api = Api(world.ada)
    assert api.get(f"Appointment/{row.pk}")["PreferredTZLocationData"] is None
    patch = {"PreferredTZLocation": 261}
    told = api.call("PATCH", f"Appointment/{row.pk}", patch)
    assert (told["PreferredTZLocation"], told["PreferredTZLocationData"]["Name"]) == (261, "Norway")
    unknown = api.call("PATCH", f"Appointment/{row.pk}", {"PreferredTZLocation": 999})
    assert (unknown["PreferredTZLocation"], unknown["PreferredTZLocationData"]) == (999, None)


def test_a_text_is_told_by_its_name_and_language(world: World) -> None:
    api = Api(world.ada)
    assert api.get("String/SR_YES?isoLangCode=sv") == {"SR_YES": {"sv": "Ja"}}
    assert api.get("string/sr_yes,SR_NO,SR_NOTHING?isolangcode=nb-no") == {
        "SR_YES": {"no": "Ja"},
        "SR_NO": {"no": "Nei"},
    }
    assert api.get("String/SR_NO")["SR_NO"] == {
        "en": "No", "no": "Nei", "sv": "Nej", "da": "Nej", "de": "Nein", "nl": "Nee", "fr": "Non", "es": "No",
    }  # fmt: skip
    assert Api(world.ada, **{"Accept-Language": "fr"}).get("String/SR_YES") == {"SR_YES": {"fr": "Oui"}}
    assert api.get("String/SR_YES/fr-CH") == "Oui"
    assert api.post("String?isoLangCode=de", ["SR_YES", "SR_NOTHING"]) == {"SR_YES": {"de": "Ja"}}


def test_names_and_languages_of_texts_are_listed(world: World) -> None:
    api = Api(world.ada)
    assert "SR_YES" in api.get("String")
    assert api.get("String?q=monday") == ["SR_DATE_MONDAY"]
    assert api.get("String?q=MANDAG&isoLangCode=nb") == ["SR_DATE_MONDAY"]
    assert api.get("String?q=mandag") == []
    assert api.get("String/KnownLanguages") == ["en", "no", "sv", "da", "de", "nl", "fr", "es"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("String/SR_NOTHING", 404),
        ("String/SR_NOTHING/en", 404),
        ("String/SR_YES?isoLangCode=tlh", 400),
        ("String/SR_YES/tlh", 400),
    ],
)
def test_unknown_texts_are_404_and_unknown_languages_400(world: World, path: str, status: int) -> None:
    assert Api(world.ada).get(path, status=status)["Error"] is True


@pytest.mark.parametrize("body", [None, {}, [1], "SR_YES", ["SR_YES"] * 1001])
def test_only_an_array_of_names_can_be_posted(world: World, body: Any) -> None:
    assert Api(world.ada).post("String", body, status=400)["Error"] is True


def test_the_base_zone_and_which_are_active_cannot_be_changed_over_the_api(
    world: World, settings: Settings
) -> None:
    settings.FJORD_BASE_ZONE = "DK"
    tove, path = Api(world.tove), "Agents/TimeZone"
    assert tove.post(f"{path}/SetBaseTimeZoneId", {"TimezoneId": 140}) is True
    tove.post(f"{path}/SetActiveTimeZoneRow", {"Id": 140, "Active": True}, status=204)
    for method, body, words in (
        ("SetBaseTimeZoneId", {"TimezoneId": 999_999}, "$.TimezoneId: There is no time zone"),
        (
            "SetBaseTimeZoneId",
            {"TimezoneId": zone_of("UTC").id},
            "$.TimezoneId: The setting FJORD_BASE_ZONE says DK",
        ),
        ("SetActiveTimeZoneRow", {"Id": 140, "Active": False}, "$.Active: "),
        ("SetActiveTimeZoneRow", {"Id": 999_999, "Active": True}, "$.Id: "),
    ):
        assert tove.post(f"{path}/{method}", body, status=400)["ErrorMessage"].startswith(words)
        Api(world.ada).post(f"{path}/{method}", body, status=403)
