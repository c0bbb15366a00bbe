"""The lives of rows: what is posted is read back, replaced, and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from crm.appointments.models import AppointmentLink, AppointmentVisibility, Participant, Recurrence
from tests.calls import cast
from tests.calls.callers import Api
from tests.calls.documented import UNSET, fields_of, instant, sample

TICKET, APPOINTMENT, EVENT = "/api/v1/Ticket", "/api/v1/Appointment", "/api/v1/SystemEvent"
KEYS = {TICKET: "TicketId", APPOINTMENT: "AppointmentId", EVENT: "SystemEventId"}
PRINTED = {TICKET: "post_ticket", APPOINTMENT: "post_appointment", EVENT: "post_system_event"}
WITH_LINKS = {APPOINTMENT, EVENT}
ABSENT = "There is no such row"


def unlinked(carrier: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in carrier.items() if name != "_Links"}


@pytest.mark.parametrize("path", KEYS)
def test_what_was_posted_is_read_back_as_it_was_answered(api: Api, path: str) -> None:
    posted = api.post(path, sample(PRINTED[path]).body)
    read = api.get(f"{path}/{posted[KEYS[path]]}")
    assert list(read) == [*unlinked(posted), "_Links"]
    assert unlinked(read) == unlinked(posted)


@pytest.mark.parametrize("path", KEYS)
def test_links_are_absolute_and_lead_to_the_row_and_its_list(api: Api, path: str) -> None:
    posted = api.post(path, sample(PRINTED[path]).body)
    assert ("_Links" in posted) == (path in WITH_LINKS)
    here = f"{path}/{posted[KEYS[path]]}"
    links = api.get(here)["_Links"]
    assert links["Self"].removesuffix("/") == f"http://testserver{here}"
    assert links["Archive"].removesuffix("/") == f"http://testserver{path}"
    assert api.get(links["Self"].removeprefix("http://testserver")) == api.get(here)


@pytest.mark.parametrize("path", KEYS)
def test_a_blank_entity_can_be_had_and_saved(api: Api, path: str) -> None:
    blank = api.get(f"{path}/default")
    assert list(blank) == list(
        fields_of({TICKET: "TicketEntity", APPOINTMENT: "AppointmentEntity"}.get(path, "SystemEventEntity"))
    )
    assert blank[KEYS[path]] == 0
    saved = api.post(path, {**blank, "Eventkey": "from a blank"})
    assert saved[KEYS[path]] > 0


@pytest.mark.parametrize("path", KEYS)
def test_the_agent_and_rest_read_the_same_row(api: Api, path: str) -> None:
    agent, name = {
        TICKET: ("Ticket", "TicketEntity"),
        APPOINTMENT: ("Appointment", "AppointmentEntity"),
        EVENT: ("Configuration", "SystemEventEntity"),
    }[path]
    key = {TICKET: cast.MASTER_TICKET, APPOINTMENT: cast.MOTHER, EVENT: cast.EVENT}[path]
    read = api.post(f"/api/v1/Agents/{agent}/Get{name}?{name[0].lower()}{name[1:]}Id={key}", b"null")
    assert read == unlinked(api.get(f"{path}/{key}"))
    assert api.post(f"/api/v1/Agents/{agent}/Get{name}?{name}Id={cast.ABSENT}", b"null") is None


def test_put_replaces_a_ticket_and_blanks_what_it_leaves_out(api: Api) -> None:
    made = api.post(TICKET, sample("post_ticket").body)
    path = f"{TICKET}/{made['TicketId']}"
    replaced = api.put(path, {"Title": "Only this", "TicketId": cast.MASTER_TICKET})
    assert replaced["TicketId"] == made["TicketId"], "the address says which, whatever the body says"
    assert replaced["Title"] == "Only this"
    assert (replaced["Tags"], replaced["SecondaryPersons"]) == ([], [])
    assert (replaced["CustomFields"], replaced["ExtraFields"]) == ({}, {})
    assert (replaced["Deadline"], replaced["FromAddress"], replaced["ConnectId"]) == (UNSET, "", 0)
    assert (replaced["CreatedAt"], replaced["CreatedBy"]) == (made["CreatedAt"], made["CreatedBy"])
    assert (replaced["BaseStatus"], replaced["Status"], replaced["Priority"]) == (
        made["BaseStatus"],
        made["Status"],
        made["Priority"],
    )
    assert instant(replaced["LastChanged"]) > instant(made["LastChanged"])
    assert unlinked(api.get(path)) == replaced


def test_put_replaces_an_appointment_and_blanks_what_it_leaves_out(api: Api) -> None:
    body = sample("post_appointment").body | {"Links": [{"EntityName": "sale", "Id": cast.SALE}]}
    body["Recurrence"] = {"IsRecurrence": True, "Pattern": "Daily"}
    made = api.post(APPOINTMENT, body)
    assert made["ActiveLinks"] == 1
    path = f"{APPOINTMENT}/{made['AppointmentId']}"
    replaced = api.put(path, {"Title": "Only this"})
    assert (replaced["Title"], replaced["Location"], replaced["CustomFields"]) == ("Only this", "", {})
    assert (replaced["Participants"], replaced["Links"], replaced["ActiveLinks"]) == ([], [], 0)
    assert (replaced["Recurrence"], Recurrence.objects.count()) == (None, 0)
    assert [row["Visibility"] for row in replaced["VisibleFor"]] == ["All"]
    assert (replaced["StartDate"], replaced["Associate"]) == (made["StartDate"], made["Associate"])
    assert api.get(path) == replaced


def test_put_replaces_a_system_event_and_counts_it(api: Api) -> None:
    path = f"{EVENT}/{cast.EVENT}"
    before = api.get(path)
    replaced = api.put(path, {"Eventmess": "Nearly done."})
    assert (replaced["Eventmess"], replaced["ExtraInfo"], replaced["Eta"]) == ("Nearly done.", 0, UNSET)
    assert replaced["UpdatedCount"] == before["UpdatedCount"] + 1
    assert {name: replaced[name] for name in ("Eventkey", "Scope", "Owner", "Registered", "ActivatedBy")} == {
        name: before[name] for name in ("Eventkey", "Scope", "Owner", "Registered", "ActivatedBy")
    }
    assert api.get(path) == replaced


@pytest.mark.parametrize("path", KEYS)
def test_sending_back_what_was_read_changes_nothing(api: Api, path: str) -> None:
    made = api.post(path, sample(PRINTED[path]).body)
    here = f"{path}/{made[KEYS[path]]}"
    read = api.get(here)
    saved = api.put(here, read)
    moving = {"LastChanged", "UpdatedDate", "UpdatedCount", "ActiveDate", "_Links"}
    assert {name for name in unlinked(saved) if saved[name] != read[name]} <= moving


@pytest.mark.parametrize("path", KEYS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_row_that_is_not_there_is_404_and_named(api: Api, path: str, method: str) -> None:
    for key in (cast.ABSENT, 0, 2**31, 10**11):
        assert str(key) in api.refused(
            404, method, f"{path}/{key}", {"Title": "x"} if method == "PUT" else b""
        )


def test_a_deleted_ticket_lies_in_the_bin_and_can_still_be_read(api: Api) -> None:
    path = f"{TICKET}/{api.post(TICKET, {'Title': 'To the bin'})['TicketId']}"
    answer = api.send("DELETE", path)
    assert (answer.status_code, answer.content) == (204, b"")
    found = api.get(path)
    assert (found["Title"], found["BaseStatus"], found["Status"]["TicketStatusId"]) == (
        "To the bin",
        "Deleted",
        cast.DELETED,
    )
    assert api.put(path, {**found, "BaseStatus": "Active"})["BaseStatus"] == "Active"


def test_a_deleted_appointment_is_gone_with_all_that_stood_around_it(api: Api) -> None:
    body = sample("post_appointment").body | {"Links": [{"EntityName": "sale", "Id": cast.SALE}]}
    path = f"{APPOINTMENT}/{api.post(APPOINTMENT, body)['AppointmentId']}"
    around = (Participant, AppointmentLink, AppointmentVisibility)
    assert all(model._default_manager.count() == 1 for model in around)
    answer = api.send("DELETE", path)
    assert (answer.status_code, answer.content) == (204, b"")
    api.refused(404, "GET", path)
    assert [model._default_manager.count() for model in around] == [0, 0, 0]


def test_the_rule_of_a_series_goes_with_its_only_appointment(api: Api) -> None:
    made = api.post(
        APPOINTMENT, {"Title": "Stand-up", "Recurrence": {"IsRecurrence": True, "Pattern": "Weekly"}}
    )
    assert made["Recurrence"]["RecurrenceId"] == Recurrence.objects.get().pk
    api.send("DELETE", f"{APPOINTMENT}/{made['AppointmentId']}")
    assert Recurrence.objects.count() == 0


def test_a_deleted_system_event_is_over(api: Api) -> None:
    answer = api.send("DELETE", f"{EVENT}/{cast.EVENT}")
    assert (answer.status_code, answer.content) == (204, b"")
    api.refused(404, "GET", f"{EVENT}/{cast.EVENT}")
    exists = "/api/v1/Agents/Configuration/ExistsSystemEvent"
    assert api.post(exists, {"Key": "statistics.rebuild"}) is False


def test_the_key_scope_and_owner_of_a_running_event_renew_it(api: Api) -> None:
    body = sample("post_system_event").body
    first = api.post(EVENT, body)
    again = api.post(EVENT, body | {"Eventmess": "Again", "SystemEventId": 0})
    assert again["SystemEventId"] == first["SystemEventId"]
    assert (again["Eventmess"], again["UpdatedCount"]) == ("Again", first["UpdatedCount"] + 1)
    assert again["Registered"] == first["Registered"]
    for other in ({"Eventkey": "other"}, {"Scope": "SystemWide"}, {"Owner": 754}):
        assert api.post(EVENT, body | other)["SystemEventId"] != first["SystemEventId"]


def test_an_event_needs_a_key_and_a_scope_that_means_something(api: Api) -> None:
    assert api.refused(400, "POST", EVENT, {"Eventmess": "of what?"}).startswith("$.Eventkey: ")
    assert api.post(EVENT, {"Eventkey": "k", "Scope": None})["Scope"] == "Database"
    assert api.post(EVENT, {"Eventkey": "k2"})["Scope"] == "Database"


def test_an_event_cannot_take_the_place_of_a_running_one(api: Api) -> None:
    body = {"Eventkey": "k", "Scope": "User", "Owner": 360}
    taken, other = api.post(EVENT, body), api.post(EVENT, body | {"Owner": 851})
    assert api.refused(400, "PUT", f"{EVENT}/{other['SystemEventId']}", body).startswith("$.Eventkey: ")
    assert api.get(f"{EVENT}/{other['SystemEventId']}") == other
    assert api.get(f"{EVENT}/{taken['SystemEventId']}") == taken
