"""System events: one runs per key, scope and owner; only administrators speak to others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from crm.directory.models import Associate
from crm.events import actions
from crm.events.actions import delete_system_event, new_system_event, save_system_event
from crm.events.contracts import SYSTEM_EVENT
from crm.events.models import Scope, SystemEvent
from crm.events.views import SystemEventViewSet
from crm.wire.sql import insert_new
from tests.callers import Api
from tests.concurrency import vanishing
from tests.world import HOUR, NOON, World, again

pytestmark = pytest.mark.django_db
KEY: dict[str, Any] = {"key": "import.running", "scope": Scope.DATABASE, "owner": 0}


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def started(by: Associate, **values: Any) -> SystemEvent:
    return again(save_system_event(SystemEvent(), {**KEY, **values}, by=by))


def test_a_blank_event_is_for_this_database_and_ends_in_an_hour(world: World) -> None:
    blank = new_system_event(by=world.tove)
    assert (blank.scope, blank.owner, blank.eta) == (Scope.DATABASE, 0, NOON + HOUR)
    assert (blank.registered, blank.activated_by, blank.updated_count) == (NOON, world.tove, 0)
    assert blank._state.adding


def test_the_server_says_who_started_an_event_and_when(world: World) -> None:
    event = started(world.tove)
    assert (event.registered, event.activated_by, event.updated_count) == (NOON, world.tove, 0)
    assert event.eta == NOON + HOUR
    assert started(world.tove, key="other", eta=None).eta is None


def test_an_event_that_starts_again_is_the_same_one_updated(
    world: World, noon: time_machine.Traveller
) -> None:
    first = started(world.tove, message="People", extra_info=1)
    noon.move_to(NOON + HOUR)
    second = started(world.tove, message="Companies")
    assert second.pk == first.pk
    assert (second.message, second.extra_info, second.updated_count) == ("Companies", 1, 1)
    assert (second.registered, second.eta) == (NOON, NOON + HOUR)
    assert SystemEvent.objects.count() == 1


@pytest.mark.parametrize("other", [{"key": "Import.running"}, {"scope": Scope.SYSTEM_WIDE}, {"owner": 7}])
def test_another_key_scope_or_owner_is_another_event(other: dict[str, Any], world: World) -> None:
    started(world.tove)
    started(world.tove, **other)
    assert SystemEvent.objects.count() == 2


def test_an_owner_of_a_wider_scope_is_kept_as_sent(world: World) -> None:
    answer = Api(world.tove).post("SystemEvent", {"Scope": "Database", "Owner": 753, "Eventkey": "ab"})
    assert (answer["Scope"], answer["Owner"]) == ("Database", 753)


def test_a_change_counts(world: World) -> None:
    event = started(world.tove)
    for count in (1, 2):
        event = again(save_system_event(event, {"message": f"m{count}"}, by=world.tove))
        assert event.updated_count == count
    assert (event.message, event.registered, event.activated_by) == ("m2", NOON, world.tove)


def test_an_undefined_scope_leaves_the_scope_as_it_is(world: World) -> None:
    event = started(world.tove, scope=Scope.UNDEFINED)
    assert event.scope == Scope.DATABASE
    event = started(world.tove, key="x", scope=Scope.SYSTEM_WIDE)
    assert (
        again(save_system_event(event, {"scope": Scope.UNDEFINED}, by=world.tove)).scope == Scope.SYSTEM_WIDE
    )


def test_an_event_without_a_key_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="An event needs a key"):
        save_system_event(SystemEvent(), {}, by=world.tove)
    answer = Api(world.tove).post("SystemEvent", {"Eventkey": ""}, status=400)
    assert answer["ErrorMessage"] == "$.Eventkey: An event needs a key."


def test_an_event_cannot_take_anothers_place(world: World) -> None:
    started(world.tove)
    other = started(world.tove, key="other")
    with pytest.raises(ValidationError, match="Another event"):
        save_system_event(other, KEY, by=world.tove)
    assert (again(other).key, again(other).updated_count) == ("other", 0)


@pytest.mark.parametrize("scope", [Scope.SYSTEM_WIDE, Scope.DATABASE, Scope.GROUP])
def test_only_an_administrator_speaks_to_others(scope: int, world: World) -> None:
    owner = world.desk.pk if scope == Scope.GROUP else 0
    with pytest.raises(PermissionDenied):
        started(world.ada, scope=scope, owner=owner)
    event = started(world.tove, scope=scope, owner=owner)
    for refused in (
        lambda: save_system_event(event, {"message": "x"}, by=world.ada),
        lambda: started(world.ada, scope=scope, owner=owner),
        lambda: delete_system_event(event, by=world.ada),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert (again(event).message, again(event).updated_count) == ("", 0)


def test_everybody_may_tell_themselves(world: World) -> None:
    event = started(world.ada, scope=Scope.USER, owner=world.ada.pk)
    save_system_event(event, {"message": "mine"}, by=world.ada)
    with pytest.raises(PermissionDenied):
        started(world.ada, scope=Scope.USER, owner=world.bo.pk)
    with pytest.raises(PermissionDenied):
        save_system_event(event, {"owner": world.bo.pk}, by=world.ada)
    assert again(event).owner == world.ada.pk
    delete_system_event(event, by=world.ada)
    assert not SystemEvent.objects.exists()


def test_nobody_makes_anothers_event_their_own(world: World) -> None:
    event = started(world.tove, scope=Scope.USER, owner=world.bo.pk)
    with pytest.raises(PermissionDenied):
        save_system_event(event, {"owner": world.ada.pk}, by=world.ada)
    assert again(event).owner == world.bo.pk


def test_being_the_owner_of_a_wider_event_is_no_right_to_it(world: World) -> None:
    with pytest.raises(PermissionDenied):
        started(world.ada, scope=Scope.DATABASE, owner=world.ada.pk)


def test_the_values_belong_to_the_caller_and_stay_as_they_are(world: World) -> None:
    values = {**KEY, "scope": Scope.UNDEFINED}
    save_system_event(SystemEvent(), values, by=world.tove)
    assert values["scope"] == Scope.UNDEFINED


def test_an_event_runs_until_it_is_deleted_and_can_then_start_afresh(world: World) -> None:
    event = started(world.tove)
    save_system_event(event, {"eta": NOON - HOUR}, by=world.tove)
    assert SystemEvent.objects.filter(pk=event.pk).exists(), "overdue is not over"
    delete_system_event(event, by=world.tove)
    assert started(world.tove).updated_count == 0


@pytest.mark.parametrize(
    ("scope", "owner", "seen_by"),
    [
        (Scope.SYSTEM_WIDE, 0, {"tove", "ada", "bo", "nils", "cleo"}),
        (Scope.DATABASE, 753, {"tove", "ada", "bo", "nils", "cleo"}),
        (Scope.GROUP, "desk", {"tove", "ada", "nils"}),
        (Scope.GROUP, "field", {"tove", "bo"}),
        (Scope.USER, "ada", {"tove", "ada"}),
        (Scope.USER, 0, {"tove"}),
    ],
)
def test_an_event_is_seen_by_whom_it_concerns(
    scope: int, owner: Any, seen_by: set[str], world: World
) -> None:
    world.nils.other_groups.add(world.desk)
    owner = getattr(world, owner).pk if isinstance(owner, str) else owner
    event = started(world.tove, scope=scope, owner=owner)
    names = ("tove", "ada", "bo", "nils", "cleo")
    seen = {name for name in names if event in SystemEvent.objects.visible_to(getattr(world, name))}
    assert seen == seen_by


def test_whether_an_event_runs_is_told_only_of_those_one_sees(world: World) -> None:
    started(world.tove, scope=Scope.GROUP, owner=world.desk.pk)
    path = "Agents/Configuration/ExistsSystemEvent"
    assert Api(world.ada).post(path, {"key": "import.running"}) is True
    assert Api(world.bo).post(path, {"key": "import.running"}) is False
    assert Api(world.ada).post(path, {"key": "import"}) is False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_that_start_the_same_event_at_once_share_one_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_saw_none = threading.Barrier(2, timeout=10)

    def insert_together(event: SystemEvent) -> bool:
        both_saw_none.wait()
        return insert_new(event)

    monkeypatch.setattr(actions, "insert_new", insert_together)
    keys: list[int] = []

    def start() -> None:
        try:
            keys.append(save_system_event(SystemEvent(), KEY, by=world.tove).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (event,) = SystemEvent.objects.all()
    assert keys == [event.pk, event.pk]
    assert event.updated_count == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_event_that_is_finished_meanwhile_does_not_rise_again(
    method: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = started(world.tove)
    vanishing(SystemEventViewSet, monkeypatch)
    body = {"Eventkey": "import.running"} if method == "PUT" else None
    answer = Api(world.tove).call(method, f"SystemEvent/{event.pk}", body, status=404)
    assert answer["ErrorMessage"] == f"SystemEventEntity {event.pk} was not found."
    assert not SystemEvent.objects.exists()


def test_the_agent_saves_and_deletes_no_event_that_is_finished_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    vanishing(SystemEventViewSet, monkeypatch)
    for verb, body in (("Save", {"Eventkey": "import.running"}), ("Delete", {})):
        event, name = started(world.tove), SYSTEM_EVENT.name
        given = {SYSTEM_EVENT.key_name: event.pk, f"{name}Id": event.pk, **body}
        Api(world.tove).post(f"Agents/Configuration/{verb}{name}", given, status=404)
        assert not SystemEvent.objects.exists()


@pytest.mark.parametrize("key", ["a\x00b", ["x"], {"a": 1}])
def test_whether_an_event_runs_is_asked_by_a_text(key: Any, world: World) -> None:
    path = "Agents/Configuration/ExistsSystemEvent"
    answer = Api(world.ada).post(path, {"Key": key}, status=400)
    assert answer["ErrorMessage"].startswith("$.Key: ")
    Api(world.ada).post(f"{path}?key=a%00b", None, status=400)
