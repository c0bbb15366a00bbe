"""Single values as people really send them: dates, durations, enums and numbers in their many spellings."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls.callers import Api
from tests.calls.documented import FOREVER, UNSET, instant


def test_numbers_and_truths_may_be_texts(api: Api) -> None:
    found = api.post(
        "/api/v1/Appointment", {"HasAlarm": "true", "IsFree": 1, "IsMileStone": "False", "ColorIndex": "7"}
    )
    assert (found["HasAlarm"], found["IsFree"], found["IsMileStone"], found["ColorIndex"]) == (
        True,
        True,
        False,
        7,
    )


@pytest.mark.parametrize("given", ["External", "external", "EXTERNAL", 2, "2"])
def test_an_enum_is_read_by_name_in_any_case_or_by_number_and_answered_by_name(api: Api, given: Any) -> None:
    assert api.post("/api/v1/Ticket", {"Slevel": given})["Slevel"] == "External"


@pytest.mark.parametrize("given", ["inChecklist", "InChecklist", "inchecklist", 2])
def test_an_enum_that_begins_small_is_answered_small(api: Api, given: Any) -> None:
    assert api.post("/api/v1/Appointment", {"Type": given})["Type"] == "inChecklist"


@pytest.mark.parametrize("unknown", ["Unknown", 0, None, ""])
def test_an_enum_that_was_never_set_takes_the_default(api: Api, unknown: Any) -> None:
    """Clients whose enums cannot be null send the first member for what nobody set."""
    body = dict.fromkeys(("Slevel", "ReadStatus", "BaseStatus"), unknown)
    found = api.post("/api/v1/Ticket", body)
    assert (found["Slevel"], found["ReadStatus"], found["BaseStatus"]) == ("Internal", "Red", "Active")
    closed = api.post("/api/v1/Ticket", {"BaseStatus": "Closed", "Title": "x"})
    again = api.put(f"/api/v1/Ticket/{closed['TicketId']}", {"Title": "y", "BaseStatus": unknown})
    assert again["BaseStatus"] == "Closed"
    scope = "Undefined" if unknown == "Unknown" else unknown
    assert api.post("/api/v1/SystemEvent", {"Eventkey": "k", "Scope": scope})["Scope"] == "Database"


def test_a_date_that_cannot_be_unset_is_now(api: Api) -> None:
    found = api.post("/api/v1/Ticket", {"CreatedAt": UNSET})
    assert instant(found["CreatedAt"]) == instant(found["LastChanged"]) > instant("2026-01-01T00:00:00")
    found = api.post("/api/v1/Appointment", {"StartDate": UNSET, "EndDate": UNSET})
    assert instant(found["EndDate"]) > instant(found["StartDate"]) > instant("2026-01-01T00:00:00")


DATES = {
    "2026-03-01T12:00:00": "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00Z": "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00+01:00": "2026-03-01T11:00:00Z",
    "2026-03-01T12:00:00-09:30": "2026-03-01T21:30:00Z",
    "2026-03-01T12:00:00.5Z": "2026-03-01T12:00:00.5Z",
    "2026-03-01T12:00:00.12Z": "2026-03-01T12:00:00.12Z",
    "2026-03-01T12:00:00.123Z": "2026-03-01T12:00:00.123Z",
    "2026-03-01T12:00:00.1234Z": "2026-03-01T12:00:00.1234Z",
    "2026-03-01T12:00:00.12345+02:00": "2026-03-01T10:00:00.12345Z",
    "2026-03-01T12:00:00.123456": "2026-03-01T12:00:00.123456Z",
    "2026-03-01T12:00:00.1234567+01:00": "2026-03-01T11:00:00.123456Z",
    "2026-03-01T12:00": "2026-03-01T12:00:00Z",
    "2026-03-01": "2026-03-01T00:00:00Z",
    "9999-12-31T23:59:59": f"{FOREVER}Z",
    "9999-12-31T23:59:59.9999999Z": f"{FOREVER}Z",
    "+010000-01-01T04:59:59.000Z": f"{FOREVER}Z",
}


@pytest.mark.parametrize(("sent", "meant"), DATES.items())
def test_a_date_is_read_with_any_fraction_and_offset(api: Api, sent: str, meant: str) -> None:
    found = api.post("/api/v1/Appointment", {"PublishTo": sent, "StartDate": sent, "EndDate": sent})
    assert {instant(found[name]) for name in ("PublishTo", "StartDate", "EndDate")} == {instant(meant)}


@pytest.mark.parametrize(
    "unset",
    [
        None,
        "",
        UNSET,
        f"{UNSET}Z",
        f"{UNSET}+01:00",
        f"{UNSET}.0000000",
        "0000-12-31T23:06:32.000Z",
        "0001-01-01",
    ],
)
def test_year_one_and_nothing_are_no_date(api: Api, unset: Any) -> None:
    found = api.post("/api/v1/Ticket", {"Deadline": unset, "Activate": unset})
    assert (found["Deadline"], found["Activate"]) == (UNSET, UNSET)


DURATIONS = {
    "00:15:00": "00:15:00",
    "00:15": "00:15:00",
    "26:00:00": "26:00:00",
    "1.02:00:00": "26:00:00",
    "P0D": "00:00:00",
    "PT15M": "00:15:00",
    "PT1H30M": "01:30:00",
    "P1DT2H": "26:00:00",
    "voluptatum": "00:00:00",
    "": "00:00:00",
    None: "00:00:00",
}


@pytest.mark.parametrize(("sent", "meant"), DURATIONS.items())
def test_a_duration_is_read_as_a_clock_or_as_iso_and_answered_as_a_clock(
    api: Api, sent: str | None, meant: str
) -> None:
    found = api.post("/api/v1/Appointment", {"AlarmLeadTime": sent, "LeadTime": sent, "LagTime": sent})
    assert {found[name] for name in ("AlarmLeadTime", "LeadTime", "LagTime")} == {meant}
