"""PATCH over HTTP, on every entity: the row after it, what is refused, and that nothing is half saved."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.models import Participant
from crm.tickets.contracts import TICKET
from crm.wire.read import read_one
from tests.appointments.crowd import appointments
from tests.callers import Api
from tests.events.crowd import events
from tests.tickets.crowd import tickets
from tests.world import World, again, build

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 18  # those of reading before and after, and of the action between


def replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def the_ticket(world: World) -> dict[str, Any]:
    carrier = read_one(TICKET, world.ticket.pk, world.tove)
    assert carrier is not None
    return carrier


@pytest.fixture
def path(world: World) -> str:
    return f"Ticket/{world.ticket.pk}"


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


BODIES: tuple[Any, ...] = (
    [{"op": "replace", "path": "title", "value": "Light"}],
    {"title": "Light"},
)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        "text/json",
        "application/json-patch+json",
        "application/merge-patch+json",
    ],
)
def test_the_shape_of_the_body_decides_and_not_its_type(
    body: Any, kind: str, api: Api, path: str, world: World
) -> None:
    answer = api.client.generic("PATCH", f"/api/v1/{path}", json.dumps(body), content_type=kind)
    assert (answer.status_code, again(world.ticket).title) == (200, "Light")


def test_the_whole_entity_is_answered_with_its_links(api: Api, path: str) -> None:
    answer = api.patch(path, {"Title": "Light"})
    assert answer == api.get(path)
    assert answer["_Links"]["Self"].endswith(f"/api/v1/{path}")


def test_only_what_is_selected_is_answered(api: Api, path: str, world: World) -> None:
    answer = api.patch(f"{path}?$select=title", {"Title": "Light", "AlertLevel": 3})
    assert (answer["TicketId"], answer["Title"], answer["AlertLevel"]) == (world.ticket.pk, "Light", None)
    assert again(world.ticket).alert_level == 3


def test_members_that_are_not_touched_stay(api: Api, path: str, world: World) -> None:
    before = the_ticket(world)
    api.patch(path, [replace("AlertLevel", 3)])
    after = the_ticket(world)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"AlertLevel", "LastChanged"}


def test_a_relation_is_set_by_its_id(api: Api, path: str, world: World) -> None:
    answer = api.patch(
        path,
        [replace("OwnedBy/AssociateId", world.bo.pk), replace("Sale/SaleId", world.deal.pk)],
    )
    assert (answer["OwnedBy"]["AssociateId"], answer["Sale"]["Title"]) == (world.bo.pk, "Deal")


def test_what_a_status_entails_comes_with_it_as_with_put(api: Api, path: str, world: World) -> None:
    answer = api.patch(path, {"BaseStatus": "Closed"})
    assert (answer["BaseStatus"], answer["Status"]["Name"]) == ("Closed", "Closed")
    assert again(world.ticket).closed_at is not None


def test_elements_are_added_to_collections(api: Api, path: str, world: World) -> None:
    api.patch(path, {"Tags": {"Id": world.vip.pk}, "SecondaryPersons": [{"PersonId": world.dan.pk}]})
    answer = api.patch(path, [{"op": "add", "path": "/tags/-", "value": {"id": world.bug.pk}}])
    assert [tag["Id"] for tag in answer["Tags"]] == [world.vip.pk, world.bug.pk]
    assert [person["PersonId"] for person in answer["SecondaryPersons"]] == [world.dan.pk]


def test_an_element_that_was_there_stays_even_when_nobody_may_see_it_now(api: Api, world: World) -> None:
    (meeting,) = appointments(world, 1)
    world.dan.deleted = True
    world.dan.save()
    answer = api.patch(f"Appointment/{meeting.pk}", {"Participants": {"EmailAddress": "new@lab.example"}})
    assert world.dan.pk in [participant["PersonId"] for participant in answer["Participants"]]
    assert Participant.objects.filter(appointment=meeting).count() == 3


def test_fields_of_ones_own_are_set_key_by_key(api: Api, path: str, world: World) -> None:
    world.ticket.custom_fields = {"SuperOffice:1": "[I:3]", "SuperOffice:2": "old"}
    world.ticket.save()
    answer = api.patch(path, [replace("CustomFields", {"SuperOffice:1": "Testing"})])
    assert answer["CustomFields"] == {"SuperOffice:1": "Testing", "SuperOffice:2": "old"}


def test_an_appointment_keeps_its_owner_times_and_series(api: Api, world: World) -> None:
    (meeting,) = appointments(world, 1)
    before = api.get(f"Appointment/{meeting.pk}")
    after = api.patch(f"Appointment/{meeting.pk}", {"recurrence": {"weekPattern": {"cycle": 3}}})
    before["Recurrence"]["WeekPattern"]["Cycle"] = 3
    same = {name for name in before if before[name] == after[name]}
    assert set(before) - same == {"UpdatedDate", "UpdatedBy"}


def test_a_system_event_is_patched(api: Api, world: World) -> None:
    (event,) = events(world, 1)
    answer = api.patch(f"SystemEvent/{event.pk}", {"Eventmess": "Nearly done"})
    assert (answer["Eventmess"], answer["Eventkey"]) == ("Nearly done", "rebuild.0")
    assert again(event).updated_count == event.updated_count + 1


@pytest.mark.parametrize(
    "body", [[], {}, [{"op": "test", "path": "Title", "value": "No light"}], {"TicketId": 9}]
)
def test_a_patch_that_changes_nothing_saves_nothing(body: Any, api: Api, path: str, world: World) -> None:
    before = the_ticket(world)
    assert api.patch(path, body)["TicketId"] == world.ticket.pk
    assert the_ticket(world) == before


REFUSED: tuple[tuple[int, Any, str], ...] = (
    (409, [replace("Title", "x"), {"op": "test", "path": "/Title", "value": "No light"}], "/Title"),
    (400, [replace("Title", "x"), replace("Nonsense/Id", 1)], "Nonsense/Id"),
    (400, {"Title": "x", "Nonsense": 1}, "/Nonsense"),
    (400, [replace("Title", "x"), {"op": "move", "from": "Title", "path": "Author"}], "'move' is not supported"),
    (400, [replace("Title", "x"), {"op": "copy", "from": "Title", "path": "Author"}], "'copy' is not supported"),
    (400, [replace("Title", "x"), replace("AlertLevel", "high")], "$.AlertLevel"),
    (400, [replace("Title", "x"), replace("OwnedBy/AssociateId", 999_999)], "$.OwnedBy.AssociateId"),
    (400, [replace("Title", "x" * 300)], "$.Title"),
    (400, [replace("Title", "x"), replace("BaseStatus", "Aktiv")], "$.BaseStatus"),
    (400, None, "A patch is expected"),
    (400, "Title", "A patch is expected"),
)  # fmt: skip


@pytest.mark.parametrize(("status", "body", "words"), REFUSED)
def test_a_refusal_says_where_and_saves_nothing(
    status: int, body: Any, words: str, api: Api, path: str, world: World
) -> None:
    before = the_ticket(world)
    refusal = api.patch(path, body, status=status)
    assert refusal["Error"] is True
    assert words in refusal["ErrorMessage"]
    assert the_ticket(world) == before


def test_a_failed_test_is_a_conflict_by_name(api: Api, path: str) -> None:
    steps = [{"op": "test", "path": "Title", "value": "x"}]
    assert api.patch(path, steps, status=409)["ErrorType"] == "SoConflictException"


def test_unknown_and_hidden_rows_answer_alike(world: World) -> None:
    world.ticket.category = world.secret
    world.ticket.owner = None
    world.ticket.save()
    bo = Api(world.bo)
    hidden = bo.patch(f"Ticket/{world.ticket.pk}", {"Title": "x"}, status=404)
    assert (
        hidden["ErrorMessage"].replace(str(world.ticket.pk), "999999")
        == (bo.patch("Ticket/999999", {"Title": "x"}, status=404)["ErrorMessage"])
    )
    bo.patch("Ticket/999999999999", {"Title": "x"}, status=404)


def test_who_may_not_change_may_not_patch(world: World, path: str) -> None:
    Api(world.cleo).patch(path, {"Title": "x"}, status=403)
    assert again(world.ticket).title == "No light"


def test_a_patch_and_a_put_of_the_same_change_leave_the_same_row(world: World, api: Api) -> None:
    one, other = tickets(world, 2)
    body = {"Slevel": "Internal", "TicketType": {"TicketTypeId": world.question.pk}}
    patched = api.patch(f"Ticket/{one.pk}", body)
    whole = api.get(f"Ticket/{other.pk}") | body
    put = api.put(f"Ticket/{other.pk}", whole)
    own = {"TicketId", "Title", "CreatedAt", "LastChanged", "Messages", "_Links", "ExtraFields"}
    own |= {"ReadByOwner", "Activate", "Deadline"}
    assert {name for name in put if put[name] != patched[name]} <= own


# Two at once.


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_patches_at_once_both_count() -> None:
    world = build()
    fields = [f"x_{number}" for number in range(12)]
    barrier, failures = threading.Barrier(2), []

    def patch(names: list[str]) -> None:
        try:
            barrier.wait(timeout=30)
            for name in names:
                Api(world.tove).patch(
                    f"Ticket/{world.ticket.pk}", {"CustomFields": {name: "1"}, "Tags": {"Id": world.vip.pk}}
                )
        except BaseException as error:  # noqa: BLE001  # told below, in the thread of the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=patch, args=(names,)) for names in (fields[::2], fields[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(again(world.ticket).custom_fields) == sorted(fields)


def test_a_patch_takes_as_many_statements_whatever_the_number_of_rows(world: World, api: Api) -> None:
    taken = []
    for number in (1, 1, 100):  # the first time remembers the lists
        (row, *_others) = tickets(world, number)
        with CaptureQueriesContext(connection) as statements:
            api.patch(f"Ticket/{row.pk}", {"Title": "Light", "CustomFields": {"x": "1"}})
        taken.append(len(statements))
    assert taken[1] == taken[2] <= MOST_STATEMENTS
