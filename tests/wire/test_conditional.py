"""Conditional requests: 304 for what the client has, 412 for what somebody changed meanwhile."""

from __future__ import annotations

import datetime
import json
import threading
from typing import Any

import pytest
from django.db import connection

from crm.appointments.models import Appointment
from crm.tickets.models import Ticket, TicketMessage
from crm.wire.conditional import Conditions, State, changed_at
from crm.wire.contract import Contract, Key
from crm.wire.read import read_stamped
from tests.appointments.crowd import appointments
from tests.callers import JSON, Api
from tests.events.crowd import events
from tests.tickets.crowd import messages
from tests.world import HOUR, NOON, World, again, build

SECOND = datetime.timedelta(seconds=1)
# NOON is Monday the second of March 2026, 12:00 UTC; the crowd's appointments were changed an hour before.
CHANGED = "Mon, 02 Mar 2026 11:00:00 GMT"
BEFORE = "Mon, 02 Mar 2026 10:59:59 GMT"
LATER = "Mon, 02 Mar 2026 11:00:01 GMT"
LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
UNREADABLE = ("yesterday", "", "2026-03-02T11:00:00Z", "Mon, 99 Mar 2026 11:00:00 GMT", "0")

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


@pytest.fixture
def meeting(world: World) -> Appointment:
    return appointments(world, 1)[0]


def send(api: Api, method: str, path: str, body: Any = None, **headers: str) -> Any:
    data = b"" if body is None else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.client.generic(method, f"/api/v1/{path}", data, content_type=JSON, headers=named)


def test_an_appointment_tells_when_it_last_changed_in_whole_seconds(api: Api, meeting: Appointment) -> None:
    meeting.updated_at = NOON - HOUR + datetime.timedelta(microseconds=999_999)
    meeting.save()
    answer = send(api, "GET", f"Appointment/{meeting.pk}")
    assert answer.headers["Last-Modified"] == CHANGED
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_first_stamp_that_is_set_counts(world: World) -> None:
    contract = Contract("Stamped", Ticket, {"TicketId": Key()}, stamps=("closed_at", "created_at"))
    ticket = world.ticket
    for moment in (ticket.created_at, NOON + HOUR):
        found = read_stamped(contract, ticket.pk, world.tove)
        assert found is not None
        assert (found[1], changed_at(contract, ticket)) == (moment, int(moment.timestamp()))
        ticket.closed_at = NOON + HOUR
        ticket.save()


def test_the_stamp_is_told_whatever_is_selected(api: Api, meeting: Appointment) -> None:
    answer = send(api, "GET", f"Appointment/{meeting.pk}?$select=Title")
    assert (answer.headers["Last-Modified"], answer.json()["UpdatedDate"]) == (CHANGED, None)


def test_a_message_tells_when_it_was_changed_or_written(api: Api, world: World) -> None:
    (message,) = messages(world, 1)
    path = f"TicketMessage/{message.pk}"
    assert send(api, "GET", path).headers["Last-Modified"] == "Mon, 02 Mar 2026 12:00:00 GMT"
    assert send(api, "GET", path, If_Modified_Since="Mon, 02 Mar 2026 12:00:00 GMT").status_code == 304
    TicketMessage.objects.filter(pk=message.pk).update(changed_at=NOON + HOUR)
    assert send(api, "GET", path).headers["Last-Modified"] == "Mon, 02 Mar 2026 13:00:00 GMT"


def test_what_has_no_stamp_tells_none(api: Api, world: World) -> None:
    (event,) = events(world, 1)
    answer = send(api, "GET", f"SystemEvent/{event.pk}", If_Modified_Since=LATER, If_Unmodified_Since=BEFORE)
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers
    assert "ETag" in answer.headers


@pytest.mark.parametrize(
    ("since", "status"),
    [(LONG_AGO, 200), (BEFORE, 200), (CHANGED, 304), (LATER, 304), *[(text, 200) for text in UNREADABLE]],
)
def test_only_what_changed_since_is_answered(since: str, status: int, api: Api, meeting: Appointment) -> None:
    answer = send(api, "GET", f"Appointment/{meeting.pk}", If_Modified_Since=since)
    assert (answer.status_code, bool(answer.content)) == (status, status == 200)
    assert answer.headers["Last-Modified"] == CHANGED


WRITES: tuple[tuple[str, Any], ...] = (
    ("PUT", {"Title": "Changed"}),
    ("PATCH", {"Title": "Changed"}),
    ("DELETE", None),
)


@pytest.mark.parametrize(("method", "body"), WRITES)
@pytest.mark.parametrize(
    ("since", "goes"), [(LONG_AGO, False), (BEFORE, False), (CHANGED, True), (LATER, True)]
)
def test_what_changed_since_is_not_written(
    method: str, body: Any, since: str, goes: bool, api: Api, meeting: Appointment
) -> None:
    before = api.get(f"Appointment/{meeting.pk}")
    answer = send(api, method, f"Appointment/{meeting.pk}", body, If_Unmodified_Since=since)
    assert answer.status_code == ((204 if method == "DELETE" else 200) if goes else 412)
    if not goes:
        assert answer.json()["ErrorType"] == "SoPreconditionFailedException"
        assert api.get(f"Appointment/{meeting.pk}") == before


@pytest.mark.parametrize(("method", "body"), WRITES)
@pytest.mark.parametrize("text", UNREADABLE)
def test_a_date_that_cannot_be_read_is_no_condition(
    method: str, body: Any, text: str, api: Api, meeting: Appointment
) -> None:
    answer = send(api, method, f"Appointment/{meeting.pk}", body, If_Unmodified_Since=text)
    assert answer.status_code in (200, 204)


def test_reading_may_ask_for_the_unchanged_too(api: Api, meeting: Appointment) -> None:
    path = f"Appointment/{meeting.pk}"
    assert send(api, "GET", path, If_Unmodified_Since=CHANGED).status_code == 200
    assert send(api, "GET", path, If_Unmodified_Since=BEFORE).status_code == 412


def test_a_ticket_that_changed_since_is_not_patched(api: Api, world: World) -> None:
    path = f"Ticket/{world.ticket.pk}"
    assert send(api, "PATCH", path, {"Title": "x"}, If_Unmodified_Since=BEFORE).status_code == 412
    assert again(world.ticket).title == "No light"
    assert send(api, "PATCH", path, {"Title": "x"}, If_Unmodified_Since=CHANGED).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_row_that_is_not_there_is_404_under_any_condition(method: str, api: Api) -> None:
    for header in ({"If_Match": "*"}, {"If_Unmodified_Since": LONG_AGO}, {"If_None_Match": "*"}):
        assert send(api, method, "Ticket/999999", {"Title": "x"}, **header).status_code == 404


# Tags, which the original does not have.


def tag(api: Api, path: str, **headers: str) -> str:
    answer = send(api, "GET", path, **headers)
    assert answer.status_code == 200
    return str(answer.headers["ETag"])


def test_a_tag_is_strong_and_stays_while_nothing_changes(api: Api, world: World) -> None:
    path = f"Ticket/{world.ticket.pk}"
    first = tag(api, path)
    assert (first[0], first[-1], first.startswith("W/")) == ('"', '"', False)
    assert tag(api, path) == first


@pytest.mark.parametrize(
    "change",
    [{"Title": "x"}, {"Tags": []}, {"CustomFields": {"a": "1"}}],
)
def test_a_change_within_the_same_second_changes_the_tag(change: Any, api: Api, world: World) -> None:
    path = f"Ticket/{world.ticket.pk}"
    world.ticket.tags.add(world.vip)
    first = tag(api, path)
    again(world.ticket)
    api.patch(path, change)
    type(world.ticket).objects.filter(pk=world.ticket.pk).update(last_changed=world.ticket.last_changed)
    assert tag(api, path) != first


def test_the_answer_to_a_write_has_the_tag_that_reading_has(api: Api, world: World) -> None:
    path = f"Ticket/{world.ticket.pk}"
    for method in ("PATCH", "PUT"):
        answer = send(api, method, path, {"Title": method})
        assert answer.headers["ETag"] == tag(api, path)
    created = send(api, "POST", "Ticket", {"Title": "New"})
    assert created.headers["ETag"] == tag(api, f"Ticket/{created.json()['TicketId']}")


def test_a_part_of_a_carrier_has_no_tag(api: Api, world: World) -> None:
    answer = send(api, "GET", f"Ticket/{world.ticket.pk}?$select=Title", If_None_Match='"x"')
    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("header", "status"),
    [("{tag}", 304), ("W/{tag}", 304), ('"other", {tag}', 304), ("*", 304), ('"other"', 200), ("", 200)],
)
def test_what_the_client_has_is_not_answered_again(header: str, status: int, api: Api, world: World) -> None:
    path = f"Ticket/{world.ticket.pk}"
    known = tag(api, path)
    answer = send(api, "GET", path, If_None_Match=header.format(tag=known))
    assert (answer.status_code, bool(answer.content)) == (status, status == 200)
    assert answer.headers["ETag"] == known


@pytest.mark.parametrize(("method", "body"), WRITES)
@pytest.mark.parametrize(
    ("header", "goes"),
    [
        ("{tag}", True),
        ('"other", {tag}', True),
        ("*", True),
        ('"other"', False),
        ("W/{tag}", False),
        ("", False),
    ],
)
def test_a_row_is_written_only_as_the_one_that_was_named(
    method: str, body: Any, header: str, goes: bool, api: Api, world: World
) -> None:
    path = f"Ticket/{world.ticket.pk}"
    before = api.get(path)
    answer = send(api, method, path, body, If_Match=header.format(tag=tag(api, path)))
    assert answer.status_code == ((204 if method == "DELETE" else 200) if goes else 412)
    assert (api.get(path) == before) is not goes


@pytest.mark.parametrize(("header", "goes"), [("{tag}", False), ("*", False), ('"other"', True)])
def test_a_row_is_not_written_as_the_one_that_was_ruled_out(
    header: str, goes: bool, api: Api, world: World
) -> None:
    path = f"Ticket/{world.ticket.pk}"
    answer = send(api, "PUT", path, {"Title": "x"}, If_None_Match=header.format(tag=tag(api, path)))
    assert answer.status_code == (200 if goes else 412)


def test_tags_count_more_than_dates(api: Api, meeting: Appointment) -> None:
    path = f"Appointment/{meeting.pk}"
    known = tag(api, path)
    assert send(api, "GET", path, If_None_Match='"other"', If_Modified_Since=LATER).status_code == 200
    assert send(api, "GET", path, If_None_Match=known, If_Modified_Since=BEFORE).status_code == 304
    assert send(api, "PATCH", path, {}, If_Match='"other"', If_Unmodified_Since=LATER).status_code == 412
    assert send(api, "PATCH", path, {}, If_Match=known, If_Unmodified_Since=BEFORE).status_code == 200


def test_a_condition_without_a_stamp_is_none() -> None:
    Conditions(unmodified_since=5).must_allow_writing(State())
    assert Conditions(modified_since=5).is_known(State()) is False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_of_two_writes_under_one_condition_one_goes(method: str) -> None:
    world = build()
    path = f"Ticket/{world.ticket.pk}"
    known = tag(Api(world.tove), path)
    barrier, statuses = threading.Barrier(2), []

    def write(title: str) -> None:
        barrier.wait(timeout=30)
        answer = send(Api(world.tove), method, path, {"Title": title}, If_Match=known)
        statuses.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=write, args=(title,)) for title in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [204 if method == "DELETE" else 200, 412]
