"""Dates as people and programs really send them, and how they are answered."""

import datetime
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm.wire.dates import FOREVER, UTC, instant_from_text, instant_to_text, time_of_day_to_text

NINE = datetime.datetime(2022, 1, 20, 9, 30, 52, tzinfo=UTC)
ZONES = st.sampled_from(["UTC", "Europe/Oslo", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"])
FIRST, LAST = datetime.datetime(2, 1, 2, tzinfo=UTC), datetime.datetime(9999, 12, 29, tzinfo=UTC)
INSTANTS = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))


@pytest.mark.parametrize("digits", range(8))
def test_a_second_may_have_up_to_seven_decimals_of_which_six_are_kept(digits: int) -> None:
    fraction = "9442767"[:digits]
    text = "2022-01-20T09:30:52" + (f".{fraction}" if fraction else "") + "Z"
    microseconds = int(fraction.ljust(6, "0")[:6])
    assert instant_from_text(text) == NINE.replace(microsecond=microseconds)


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-20T09:30:52Z",
        "2022-01-20T09:30:52z",
        "2022-01-20T09:30:52",
        "2022-01-20 09:30:52",
        "  2022-01-20T09:30:52Z ",
        "2022-01-20T10:30:52+01:00",
        "2022-01-20T10:30:52+0100",
        "2022-01-20T04:30:52-05:00",
        "2022-01-20T04:30:52-0500",
        "2022-01-20T15:15:52+05:45",
        "2022-1-20T9:30:52",
        "2022-1-20 9:30:52 Z",
        "2022-01-20T09:30:52,000Z",
    ],
)
def test_every_spelling_of_an_instant_is_the_same_instant_in_utc(text: str) -> None:
    moment = instant_from_text(text)
    assert moment == NINE
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2022-1-20T9:30:52.5Z", 500_000),
        ("2022-1-20 9:30:52.1234567", 123_456),
        ("2022-1-20T9:30:52,000001", 1),
    ],
)
def test_decimals_count_in_unpadded_spellings_too(text: str, microseconds: int) -> None:
    assert instant_from_text(text) == NINE.replace(microsecond=microseconds)


def test_text_without_an_offset_is_utc_wherever_the_server_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert instant_from_text("2022-01-20T09:30:52") == NINE
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("text", ["2022-01-20", "2022-1-20", "2022-01-20T00:00", "2022-01-20T00:00:00.000Z"])
def test_a_day_alone_is_its_midnight(text: str) -> None:
    assert instant_from_text(text) == datetime.datetime(2022, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00.0000000+01:00",
        "0001-01-01",
        "0000-12-31T23:06:32Z",  # year 1 of a client in the west, as JavaScript writes it
        "-000001-12-31T23:06:32.000Z",
    ],
)
def test_year_one_and_what_lies_before_it_mean_no_date(text: str) -> None:
    assert instant_from_text(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59.9999999",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-05:00",
        "+010000-01-01T04:59:59Z",
        "+010000-01-01T04:59:59.000Z",
    ],
)
def test_the_end_of_year_9999_and_what_lies_after_it_mean_forever(text: str) -> None:
    assert instant_from_text(text) == FOREVER
    assert instant_to_text(instant_from_text(text)) == "9999-12-31T23:59:59"


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2022",
        "2022-13-01",
        "2022-02-30",
        "2022-00-10",
        "2022-01-20T25:00:00",
        "2022-01-20T09:60:00",
        "2022-01-20T09:30:52+99:00",
        "2022-01-20T09:30:52 Europe/Oslo",
        "20/01/2022",
        "/Date(1642671052000)/",
        "1642671052",
        "2022-01-20T",
        "٢٠٢٢-٠١-٢٠",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        instant_from_text(text)


@given(INSTANTS, ZONES)
def test_an_instant_comes_back_whatever_zone_it_was_written_in(moment: datetime.datetime, zone: str) -> None:
    written = moment.astimezone(ZoneInfo(zone)).isoformat()
    assume(len(written.rpartition(":")[2]) == 2)  # no client writes the seconds of a zone of old
    assert instant_from_text(written) == moment


@given(INSTANTS)
def test_what_is_answered_can_be_sent_back(moment: datetime.datetime) -> None:
    assert instant_from_text(instant_to_text(moment)) == moment


@given(INSTANTS, ZONES)
def test_an_answer_is_in_utc_and_bears_no_offset(moment: datetime.datetime, zone: str) -> None:
    text = instant_to_text(moment.astimezone(ZoneInfo(zone)))
    assert text == moment.replace(tzinfo=None).isoformat()


def test_no_date_is_answered_as_year_one() -> None:
    assert instant_to_text(None) == "0001-01-01T00:00:00"


def test_a_time_of_day_is_answered_on_the_day_that_stands_for_no_date() -> None:
    assert time_of_day_to_text(datetime.time(8, 30)) == "0001-01-01T08:30:00"
    assert time_of_day_to_text(None) == "0001-01-01T00:00:00"


@pytest.mark.parametrize(
    "text",
    ["0001-garbage", "0000-", "0001-01-01x", "-0001-01-01T", "9999-12-31 nonsense", "9999-12-319", "+010000-", "+010000-01-01!"],
)  # fmt: skip
def test_what_only_begins_like_no_date_or_like_forever_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|Invalid isoformat"):
        instant_from_text(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("0001-01-01", None), ("0000-12-31T23:06:32Z", None), ("-000001-12-31T23:06:32.5Z", None), ("0001-1-1 0:00", None),
        ("9999-12-31", FOREVER), ("9999-12-31T23:59:59.9999999", FOREVER), ("+010000-01-01T04:59:59Z", FOREVER), ("9999-12-31t00:00+0100", FOREVER),
    ],
)  # fmt: skip
def test_no_date_and_forever_are_dates_in_every_spelling(text: str, moment: datetime.datetime | None) -> None:
    assert instant_from_text(text) == moment
