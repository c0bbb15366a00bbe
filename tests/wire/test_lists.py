"""Small lists are remembered, and forgotten the moment a row of them changes anywhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.directory.models import Associate, Person, Task
from crm.tickets.contracts import TICKET
from crm.tickets.models import EscalationLevel, Ticket, TicketCategory, TicketStatus, TicketTag
from crm.wire import lists
from crm.wire.lists import ListStamp
from crm.wire.read import read_one
from tests.callers import Api
from tests.world import World, again, plant

pytestmark = pytest.mark.django_db


def elsewhere(write: Callable[[], Any]) -> None:
    """Runs a write in another thread, on a connection of its own, and commits it."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            write()
        except BaseException as failure:  # noqa: BLE001  # raised again below
            failures.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


def stamp() -> int:
    return ListStamp.objects.get().stamp


@pytest.mark.django_db(transaction=True)
def test_what_changes_on_another_connection_is_seen_by_the_next_request(world: World) -> None:
    plant(Ticket.tags.through(ticket=world.ticket, tickettag=world.vip))
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"

    def seen() -> dict[str, Any]:
        ticket: dict[str, Any] = api.get(path)
        return ticket

    assert seen()["Status"]["Name"] == "Active"
    elsewhere(lambda: TicketStatus.objects.filter(pk=world.open.pk).update(name="At work"))
    assert seen()["Status"]["Name"] == "At work"
    elsewhere(lambda: TicketCategory(pk=world.support.pk, name="Help").save(update_fields=["name"]))
    assert seen()["Category"]["Name"] == "Help"
    elsewhere(lambda: Associate.objects.bulk_update([_renamed(world.ada)], ["full_name"]))
    assert seen()["OwnedBy"]["FullName"] == "Ada Lund"
    level = EscalationLevel(priority=world.normal, level=1)
    elsewhere(lambda: EscalationLevel.objects.bulk_create([level]))
    assert [each["AlertLevel"] for each in seen()["Priority"]["EscalationLevels"]] == [1]
    elsewhere(lambda: EscalationLevel.objects.all().delete())
    assert seen()["Priority"]["EscalationLevels"] == []
    elsewhere(lambda: TicketTag.objects.get(pk=world.vip.pk).delete())
    assert seen()["Tags"] == []


def _renamed(associate: Associate) -> Associate:
    associate.full_name = "Ada Lund"
    return associate


WRITES: dict[str, Callable[[], Any]] = {
    "save": lambda: Task.objects.get(name="Call").save(),
    "update": lambda: Task.objects.filter(name="Call").update(name="Ring"),
    "bulk_update": lambda: Task.objects.bulk_update(Task.objects.filter(name="Call"), ["name"]),
    "create": lambda: Task.objects.create(name="Walk"),
    "get_or_create": lambda: Task.objects.get_or_create(name="Walk"),
    "update_or_create": lambda: Task.objects.update_or_create(name="Call", defaults={"rank": 3}),
    "bulk_create": lambda: Task.objects.bulk_create([Task(name="Walk")]),
    "delete": lambda: Task.objects.get(name="Call").delete(),
    "delete of many": lambda: Task.objects.filter(name="Call").delete(),
    "delete of a user's person": lambda: Person.objects.get(firstname="Cleo").delete(),
    "delete of people": lambda: Person.objects.all().delete(),
    "account": lambda: User.objects.get(username="ada").save(),
    "right of an account": lambda: User.objects.get(username="ada").user_permissions.add(Permission.objects.all()[0]),
    "group of an account": lambda: User.objects.get(username="ada").groups.set([]),
    "right of a group": lambda: Group.objects.get(name="Agents").permissions.set([]),
}  # fmt: skip


@pytest.mark.parametrize("write", WRITES)
def test_every_way_of_writing_makes_every_process_forget(write: str, world: World) -> None:
    before = stamp()
    WRITES[write]()
    assert stamp() != before


@pytest.mark.parametrize("write", ["save", "update", "bulk_create", "delete", "delete of many"])
def test_whoever_writes_a_list_waits_for_the_stamp_first(write: str, world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        WRITES[write]()
    verbs = ("INSERT", "UPDATE", "DELETE")
    tables = [each["sql"] for each in statements if each["sql"].startswith(verbs)]
    assert "crm_liststamp" in tables[0]
    assert "crm_task" in tables[1]


def test_a_person_who_is_deleted_is_no_user_any_more(world: World) -> None:
    api, path = Api(world.tove), f"Ticket/{world.ticket.pk}"
    Ticket.objects.update(owner=world.cleo)
    assert api.get(path)["OwnedBy"]["PersonId"] == world.cleo_person.pk
    world.cleo_person.delete()
    assert api.get(path)["OwnedBy"]["PersonId"] == 0


def test_writing_to_a_list_tells_what_it_did_as_django_does(world: World) -> None:
    rows = Task.objects.bulk_create([Task(name="Walk"), Task(name="Run")])
    assert [row.name for row in rows] == ["Walk", "Run"]
    assert Task.objects.filter(name="Run").update(name="Ran") == 1
    assert Task.objects.filter(name="Ran").delete() == (1, {"crm.Task": 1})
    assert Task.objects.get(name="Walk").delete() == (1, {"crm.Task": 1})


def test_signing_in_makes_nobody_forget(world: World) -> None:
    before = stamp()
    assert world.ada.user is not None
    world.ada.user.save(update_fields=["last_login"])
    Api(world.ada).get(f"Ticket/{world.ticket.pk}")
    assert stamp() == before


def test_a_writer_sees_the_change_at_once_and_a_rollback_leaves_nothing_behind(world: World) -> None:
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"
    assert api.get(path)["Status"]["Name"] == "Active"
    lists.begin(stamp())
    shared = lists.remembered()
    with transaction.atomic():
        world.open.name = "At work"
        world.open.save()
        inside = read_one(TICKET, world.ticket.pk, world.ada)
        assert inside is not None
        assert inside["Status"]["Name"] == "At work"
        assert TicketStatus.objects.catalog()[world.open.pk].name == "At work"
        transaction.set_rollback(True)
    assert "At work" not in repr(shared)
    assert api.get(path)["Status"]["Name"] == "Active"


def test_within_a_request_a_list_is_read_once(world: World) -> None:
    lists.begin(stamp())
    first = TicketStatus.objects.catalog()
    with CaptureQueriesContext(connection) as statements:
        assert TicketStatus.objects.catalog() is first
    lists.end()
    assert len(statements) == 0


def test_outside_a_request_nothing_is_remembered(world: World) -> None:
    lists.end()
    assert TicketStatus.objects.catalog() is not TicketStatus.objects.catalog()
    assert lists.remembered() == {}


def test_a_request_leaves_nothing_to_the_next_one_on_its_thread(world: World) -> None:
    api = Api(world.ada)
    api.get(f"Ticket/{world.ticket.pk}")
    api.client.get("/healthz")
    assert lists.remembered() == {}


def test_requests_under_one_stamp_share_and_those_under_another_do_not() -> None:
    found: list[dict[Any, Any]] = []

    def remember(number: int) -> None:
        lists.begin(number)
        found.append(lists.remembered())

    for number in (1, 1, 2):
        thread = threading.Thread(target=remember, args=[number])
        thread.start()
        thread.join()
    assert found[0] is found[1]
    assert found[1] is not found[2]


def test_the_first_write_to_a_list_lays_the_stamp() -> None:
    assert not ListStamp.objects.exists()
    Task.objects.create(name="Walk")
    assert ListStamp.objects.count() == 1


def test_a_right_that_is_taken_away_is_gone_with_the_next_request(world: World) -> None:
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"
    assert api.get(path)["TableRight"]["Mask"] == "Select, Update, Insert"
    Group.objects.get(name="Agents").permissions.remove(Permission.objects.get(codename="change_ticket"))
    assert api.get(path)["TableRight"]["Mask"] == "Select, Insert"
    assert api.put(path, {"Title": "x"}, status=403)["ErrorType"] == "SoSentryException"
    again(world.ada).user.groups.clear()  # type: ignore[union-attr]  # she has an account
    api.get(path, status=403)
    User.objects.filter(username="ada").update(is_superuser=True)
    assert api.get(path)["Title"] == "No light"
    User.objects.filter(username="ada").update(is_active=False)
    api.get(path, status=401)


def test_the_rights_of_a_group_go_with_the_group(world: World) -> None:
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"
    api.get(path)
    Group.objects.get(name="Agents").delete()
    api.get(path, status=403)


def test_the_groups_a_ticket_type_is_visible_for_are_answered_as_they_are(world: World) -> None:
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"
    Ticket.objects.update(ticket_type=world.incident)
    assert api.get(path)["TicketType"]["VisibleForGroups"] == []
    world.incident.visible_for_groups.add(world.desk)
    assert api.get(path)["TicketType"]["VisibleForGroups"] == [world.desk.pk]
