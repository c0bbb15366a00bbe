"""The table of time zones, and what the header asks for. Numbers and codes are those of the original's documentation."""

import datetime

import pytest

from crm.wire.zones import asked_zone, numbered, zone_of, zones

WINTER = datetime.datetime(2018, 12, 24, 12, tzinfo=datetime.UTC)
SUMMER = datetime.datetime(2018, 7, 24, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("number", "code", "country", "region", "hours", "summer"),
    [
        (1, "UTC", "", "UTC/GMT", 0, 0),
        (36, "AU-ACT", "Australia", "Capital Territory", 11, 10),  # summer there is our winter
        (50, "BD", "Bangladesh", "", 6, 6),
        (114, "CA-QC", "Canada", "Quebec", -5, -4),
        (140, "DK", "Denmark", "", 1, 2),
        (156, "FR", "France", "", 1, 2),
        (261, "NO", "Norway", "", 1, 2),
        (425, "US-CA", "United States", "California", -8, -7),
        (433, "US-HI", "United States", "Hawaii", -10, -10),
        (460, "US-NY", "United States", "New York", -5, -4),
    ],
)
def test_a_documented_zone_has_its_number_names_and_offsets(
    number: int, code: str, country: str, region: str, hours: int, summer: int
) -> None:
    zone = zone_of(code)
    assert (zone.id, zone.country, zone.region) == (number, country, region)
    assert zone is zone_of(str(number)) is numbered(number)
    told = [moment.astimezone(zone.tz).utcoffset() for moment in (WINTER, SUMMER)]
    assert told == [datetime.timedelta(hours=hours), datetime.timedelta(hours=summer)]


def test_codes_and_numbers_are_unique_and_those_of_our_own_keep_clear_of_documented_ones() -> None:
    numbers = [zone.id for zone in zones().values()]
    assert len(set(numbers)) == len(numbers) == len(zones())
    documented = {1, 36, 50, 114, 140, 156, 261, 425, 433, 460}
    assert {number for number in numbers if number <= 1000} == documented


@pytest.mark.parametrize("code", ["AR-NQ", "AU-QLD", "CA-NT", "AU-WA", "SE", "DE", "GB", "NL", "US-AK"])
def test_other_codes_that_the_documentation_names_are_known(code: str) -> None:
    assert zone_of(code).code == code


def test_a_name_is_the_country_and_the_region() -> None:
    assert zone_of("NO").name == "Norway"
    assert zone_of("US-AK").name == "United States - Alaska"


@pytest.mark.parametrize(
    ("header", "code", "tagged"),
    [
        ("NO", "NO", False),
        ("no", "NO", False),
        ("utc,includeTZOffset", "UTC", True),
        ("US-NY, includeTZOffset", "US-NY", True),
        ("  261 ,  INCLUDETZOFFSET ", "NO", True),
        ("includeTZOffset", "DK", True),
        ("includetzoffset,460", "US-NY", True),
        ("", "DK", False),
        (" , ", "DK", False),
    ],
)
def test_the_header_names_a_zone_or_the_base_zone_counts(header: str, code: str, tagged: bool) -> None:
    zone, with_offset = asked_zone(header, base="DK")
    assert (zone.code, with_offset) == (code, tagged)


@pytest.mark.parametrize("header", ["XX", "US", "9999", "Europe/Oslo", "-1", "NO DK", "²"])
def test_an_unknown_zone_is_refused_by_its_name(header: str) -> None:
    with pytest.raises(ValueError, match=f"no time zone '{header}'"):
        asked_zone(f"{header}, includeTZOffset", base="UTC")


def test_two_zones_are_one_too_many() -> None:
    with pytest.raises(ValueError, match="One time zone is expected, not 'NO, DK'"):
        asked_zone("NO, DK", base="UTC")
