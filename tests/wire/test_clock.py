"""How dates are told and understood in a time zone: the worked example, and what the official client's fixtures show."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.wire import kinds
from crm.wire.clock import PLAIN, Clock
from crm.wire.dates import FOREVER, UTC
from crm.wire.zones import zone_of, zones

NO, NO_TAGGED = Clock(zone_of("NO")), Clock(zone_of("NO"), tagged=True)
NY, NY_TAGGED = Clock(zone_of("US-NY")), Clock(zone_of("US-NY"), tagged=True)
UTC_TAGGED = Clock(zone_of("UTC"), tagged=True)
GB_TAGGED = Clock(zone_of("GB"), tagged=True)


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day...


@pytest.mark.parametrize(
    ("clock", "sent", "kept", "told"),
    [
        # The documented page, base zone Norway: 13:34:45 there is what UTC calls 12:34:45.
        (NO, "2018-12-24T12:34:45", utc(2018, 12, 24, 11, 34, 45), "2018-12-24T12:34:45"),
        (NY, "2018-12-24T12:34:45", utc(2018, 12, 24, 17, 34, 45), "2018-12-24T12:34:45"),
        (NY, "2018-12-24T12:34:45Z", utc(2018, 12, 24, 12, 34, 45), "2018-12-24T07:34:45"),
        (NY_TAGGED, "2018-12-24T12:34:45Z", utc(2018, 12, 24, 12, 34, 45), "2018-12-24T07:34:45-05:00"),
        (NY, "2018-12-24T13:34:45+0100", utc(2018, 12, 24, 12, 34, 45), "2018-12-24T07:34:45"),
        # Appointment 63 of the client's tests.
        (NO, "2002-03-31T18:00:00", utc(2002, 3, 31, 16), "2002-03-31T18:00:00"),
        (NO_TAGGED, "2002-03-31T16:00:00.000Z", utc(2002, 3, 31, 16), "2002-03-31T18:00:00+02:00"),
        (UTC_TAGGED, "2002-03-31T16:00:00.000Z", utc(2002, 3, 31, 16), "2002-03-31T16:00:00Z"),
        (PLAIN, "2002-03-31T16:00:00", utc(2002, 3, 31, 16), "2002-03-31T16:00:00"),
        # Zero hours from UTC is not UTC.
        (GB_TAGGED, "2018-12-24T12:00:00", utc(2018, 12, 24, 12), "2018-12-24T12:00:00+00:00"),
        (GB_TAGGED, "2018-07-24T12:00:00", utc(2018, 7, 24, 11), "2018-07-24T12:00:00+01:00"),
    ],
)
def test_a_moment_is_shifted_both_ways(clock: Clock, sent: str, kept: datetime.datetime, told: str) -> None:
    assert clock.hear(sent) == kept
    assert clock.tell(kept) == told


@pytest.mark.parametrize(
    ("clock", "sent", "told"),
    [
        # Norway, 29 March 2026: 02:00 to 03:00 does not exist.
        (NO_TAGGED, "2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00"),
        (NO_TAGGED, "2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00"),
        (NO_TAGGED, "2026-03-29T03:00:00", "2026-03-29T03:00:00+02:00"),
        # Norway, 25 October 2026: 02:00 to 03:00 comes twice, and the first is meant.
        (NO_TAGGED, "2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
        (NO_TAGGED, "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
        (NO_TAGGED, "2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00"),
        # New York, 8 March and 1 November 2026.
        (NY_TAGGED, "2026-03-08T02:15:00", "2026-03-08T03:15:00-04:00"),
        (NY_TAGGED, "2026-11-01T01:15:00", "2026-11-01T01:15:00-04:00"),
        (NY_TAGGED, "2026-11-01T06:15:00Z", "2026-11-01T01:15:00-05:00"),
    ],
)
def test_the_hours_that_a_change_of_clocks_skips_or_repeats(clock: Clock, sent: str, told: str) -> None:
    assert clock.tell(clock.hear(sent)) == told


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (PLAIN, "2002-08-07T12:52:00"),
        (NO, "2002-08-07T12:52:00"),
        (NO_TAGGED, "2002-08-07T12:52:00Z"),
        (UTC_TAGGED, "2002-08-07T12:52:00Z"),
        (NY_TAGGED, "2002-08-07T12:52:00Z"),
    ],
)
def test_a_stamp_is_utc_in_every_zone(clock: Clock, told: str) -> None:
    kept = utc(2002, 8, 7, 12, 52)
    assert clock.tell_stamp(kept) == told
    assert clock.hear_stamp(told) == kept


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (PLAIN, "1999-05-13T00:00:00"),
        (NO, "1999-05-13T00:00:00"),
        (NO_TAGGED, "1999-05-13T00:00:00Z"),
        (UTC_TAGGED, "1999-05-13T00:00:00Z"),
        (NY_TAGGED, "1999-05-13T00:00:00Z"),
    ],
)
def test_a_birthday_is_the_same_in_every_zone(clock: Clock, told: str) -> None:
    kept = utc(1999, 5, 13)
    assert clock.tell_day(kept) == told
    assert clock.hear_day(told) == clock.hear_day("1999-05-13") == kept
    assert clock.hear_day("1999-05-13T00:00:00+02:00") == kept


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (PLAIN, "2002-03-31T00:00:00"),
        (NO, "2002-03-31T00:00:00"),
        (NO_TAGGED, "2002-03-31T00:00:00+01:00"),  # as in the fixture; clocks changed two hours later
        (UTC_TAGGED, "2002-03-31T00:00:00Z"),
        (NY_TAGGED, "2002-03-31T00:00:00-05:00"),
    ],
)
def test_the_start_of_a_recurrence_shows_the_same_figures_in_every_zone(clock: Clock, told: str) -> None:
    kept = utc(2002, 3, 31)
    assert clock.tell_wall(kept) == told
    assert clock.hear_wall(told) == kept


def test_a_wall_time_that_comes_back_as_utc_is_that_of_the_zone_again() -> None:
    assert NO.hear_wall("2002-03-30T23:00:00.000Z") == utc(2002, 3, 31)


@pytest.mark.parametrize("clock", [PLAIN, NO, NY, NO_TAGGED, NY_TAGGED, UTC_TAGGED])
@pytest.mark.parametrize("kind", [kinds.DATE_TIME, kinds.STAMP, kinds.DAY, kinds.WALL_TIME])
def test_no_date_and_an_open_end_are_never_shifted(clock: Clock, kind: kinds.Kind) -> None:
    assert kind.tell is not None
    assert kind.hear is not None
    suffix = "Z" if clock.tagged else ""
    for kept, text in ((None, "0001-01-01T00:00:00"), (FOREVER, "9999-12-31T23:59:59")):
        assert kind.tell(clock, kept) == text + suffix
        for offset in ("", "Z", "+01:00", "-10:00"):
            assert kind.hear(clock, text + offset) == kept


def test_what_is_no_date_is_refused_in_every_zone() -> None:
    for kind in (kinds.DATE_TIME, kinds.STAMP, kinds.DAY, kinds.WALL_TIME):
        assert kind.hear is not None
        with pytest.raises(ValueError, match="'soon' is not a date such as"):
            kind.hear(NO, "soon")


def test_before_zones_were_agreed_on_offsets_are_whole_minutes_and_the_moment_stays() -> None:
    kept = utc(
        1850, 6, 1, 12
    )  # Oslo kept 43 minutes and 0 seconds, New York 4 hours 56 minutes and 2 seconds
    told = NY_TAGGED.tell(kept)
    assert len(told) == len("1850-06-01T07:03:00-04:57")
    assert datetime.datetime.fromisoformat(told) == kept
    assert NY.hear(NY.tell(kept)) == kept


FIRST, LAST = utc(2, 1, 2).replace(tzinfo=None), utc(9999, 12, 29).replace(tzinfo=None)
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
CLOCKS = st.builds(Clock, st.sampled_from(sorted(zones().values(), key=lambda zone: zone.id)), st.booleans())


@given(MOMENTS, CLOCKS)
def test_every_moment_that_was_told_with_its_offset_comes_back(
    moment: datetime.datetime, clock: Clock
) -> None:
    told = Clock(clock.zone, tagged=True).tell(moment)
    assert datetime.datetime.fromisoformat(told) == moment
    assert clock.hear(told) == moment


@given(MOMENTS, CLOCKS)
def test_wall_times_days_and_stamps_come_back_from_every_zone(
    moment: datetime.datetime, clock: Clock
) -> None:
    assert clock.hear_stamp(clock.tell_stamp(moment)) == moment
    assert clock.hear_day(clock.tell_day(moment)) == moment
    skipped = moment.replace(tzinfo=clock.zone.tz).astimezone(UTC).astimezone(clock.zone.tz)
    if skipped.replace(tzinfo=None) == moment.replace(tzinfo=None):
        assert clock.hear_wall(clock.tell_wall(moment)) == moment


@pytest.mark.parametrize("name", ["Europe/Oslo", "America/New_York", "Australia/Sydney", "Asia/Dhaka"])
def test_a_moment_is_told_as_zoneinfo_tells_it(name: str) -> None:
    zone = next(each for each in zones().values() if each.tz == ZoneInfo(name))
    for month in range(1, 13):
        kept = utc(2026, month, 15, 9, 30)
        assert Clock(zone, tagged=True).tell(kept) == kept.astimezone(ZoneInfo(name)).isoformat()
