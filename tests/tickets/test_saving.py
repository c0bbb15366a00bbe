"""Saving tickets: what the server sets, what defaults fill, what is assigned, and what is told to others."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.signals import ticket_saved
from crm.tickets.actions import new_ticket, save_ticket
from crm.tickets.models import (
    AUTO_ASSIGN,
    CategoryFlag,
    Origin,
    PriorityState,
    ReadStatus,
    SecurityLevel,
    Ticket,
    TicketPriority,
    TicketTag,
)
from tests.callers import Api
from tests.tickets.saving import changed, created
from tests.world import HOUR, NOON, World, again, plant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def facts() -> Iterator[list[dict[str, Any]]]:
    """The facts that were stated."""
    stated: list[dict[str, Any]] = []

    def hear(**fact: Any) -> None:
        stated.append(fact | {"in_transaction": connection.in_atomic_block})

    ticket_saved.connect(hear, weak=False, dispatch_uid="test")
    yield stated
    ticket_saved.disconnect(dispatch_uid="test")


def test_the_server_says_who_made_a_ticket_and_when_it_changed(
    world: World, noon: time_machine.Traveller
) -> None:
    body = {
        "Title": "x",
        "CreatedBy": {"AssociateId": world.bo.pk},
        "LastChanged": "1999-03-03T17:37:39Z",
        "NumMessages": 807,
    }
    answer = Api(world.ada).post("Ticket", body)
    assert answer["CreatedBy"]["AssociateId"] == world.ada.pk
    assert (answer["CreatedAt"], answer["LastChanged"], answer["NumMessages"]) == (
        "2026-03-02T12:00:00",
    ) * 2 + (0,)
    noon.move_to(NOON + HOUR)
    answer = Api(world.bo).put(f"Ticket/{answer['TicketId']}", answer | body)
    assert answer["CreatedBy"]["AssociateId"] == world.ada.pk
    assert (answer["CreatedAt"], answer["LastChanged"]) == ("2026-03-02T12:00:00", "2026-03-02T13:00:00")


def test_a_time_of_creation_that_was_sent_is_kept(world: World) -> None:
    ticket = created(world, created_at=NOON - HOUR)
    assert (ticket.created_at, ticket.last_changed) == (NOON - HOUR, NOON)
    assert changed(world, ticket, title="x").created_at == NOON - HOUR


def test_an_empty_ticket_gets_the_defaults_of_the_desk(world: World) -> None:
    ticket = created(world)
    assert (ticket.title, ticket.author, ticket.created_by) == ("", "Ada Berg", world.ada)
    assert (ticket.priority, ticket.status, ticket.owner) == (world.normal, world.open, None)
    assert (ticket.slevel, ticket.read_status) == (SecurityLevel.INTERNAL, ReadStatus.RED)
    assert (ticket.created_at, ticket.last_changed, ticket.closed_at) == (NOON, NOON, None)


def test_an_unsaved_one_has_the_same_defaults_and_no_row(world: World) -> None:
    blank, saved = new_ticket(by=world.ada), created(world)
    for field in Ticket._meta.concrete_fields:
        if not field.primary_key:
            assert getattr(blank, field.attname) == getattr(saved, field.attname), field
    assert Ticket.objects.count() == 2


def test_the_types_defaults_go_before_the_desks_and_what_was_sent_before_both(world: World) -> None:
    ticket = created(world, ticket_type_id=world.incident.pk)
    assert (ticket.priority, ticket.status, ticket.slevel) == (
        world.urgent,
        world.waiting,
        SecurityLevel.EXTERNAL,
    )
    ticket = created(
        world,
        ticket_type_id=world.incident.pk,
        priority_id=world.normal.pk,
        status_id=world.solved.pk,
        slevel=SecurityLevel.INTERNAL,
        author="The website",
    )
    assert (ticket.priority, ticket.status, ticket.slevel) == (
        world.normal,
        world.solved,
        SecurityLevel.INTERNAL,
    )
    assert ticket.author == "The website"


def test_an_ordinary_type_brings_no_defaults(world: World) -> None:
    ticket = created(world, ticket_type_id=world.question.pk)
    assert (ticket.priority, ticket.slevel) == (world.normal, SecurityLevel.INTERNAL)


def test_an_author_without_a_full_name_is_known_by_their_initials(world: World) -> None:
    world.ada.full_name = ""
    assert created(world).author == "ada"


def test_a_deleted_priority_is_nobodys_default(world: World) -> None:
    TicketPriority.objects.filter(pk=world.normal.pk).update(status=PriorityState.DELETED)
    assert created(world).priority is None


def test_a_ticket_over_the_api_comes_from_the_api_unless_it_says_otherwise(world: World) -> None:
    api = Api(world.ada)
    assert api.post("Ticket", {"Title": "x"})["Origin"] == "API"
    assert api.post("Ticket", {"Title": "x", "Origin": "Phone"})["Origin"] == "Phone"
    assert created(world).origin == Origin.UNKNOWN


@pytest.mark.parametrize(
    ("flags", "falls_back"), [(CategoryFlag.DEFAULT_TO_CATEGORY_MASTER, True), (0, False)]
)
def test_a_ticket_to_be_assigned_by_the_rules_falls_to_the_categorys_master_if_it_says_so(
    flags: int, falls_back: bool, world: World
) -> None:
    world.support.flags, world.support.category_master = flags, world.bo
    world.support.save()
    owner = world.bo if falls_back else None
    assert created(world, category_id=world.support.pk, owner_id=AUTO_ASSIGN).owner == owner
    assert changed(world, world.ticket, owner_id=AUTO_ASSIGN).owner == owner


def test_without_a_category_there_is_nobody_to_assign_to(world: World) -> None:
    assert created(world, owner_id=AUTO_ASSIGN).owner is None


def test_an_owner_is_kept_until_another_is_named(world: World) -> None:
    ticket = created(world, owner_id=world.bo.pk, category_id=world.support.pk)
    assert changed(world, ticket, category_id=world.loud.pk).owner == world.bo
    assert changed(world, ticket, owner_id=None).owner is None


def test_collections_are_written_once_each_with_the_ticket(world: World) -> None:
    values = {
        "tags": [world.bug.pk, world.vip.pk, world.bug.pk],
        "secondary_persons": [world.dan.pk, world.erik.pk],
    }
    with CaptureQueriesContext(connection) as statements:
        ticket = save_ticket(Ticket(), values, by=world.ada)
    inserts = [each["sql"] for each in statements if each["sql"].startswith("INSERT")]
    assert len(inserts) == 3
    assert set(ticket.tags.all()) == {world.vip, world.bug}
    assert set(ticket.secondary_persons.all()) == {world.dan, world.erik}


def test_a_collection_is_replaced_when_it_is_sent_and_left_alone_when_not(world: World) -> None:
    ticket = created(world, tags=[world.vip.pk], secondary_persons=[world.dan.pk])
    ticket = changed(world, ticket, tags=[world.bug.pk])
    assert list(ticket.tags.all()) == [world.bug]
    assert list(ticket.secondary_persons.all()) == [world.dan]
    assert list(changed(world, ticket, tags=[]).tags.all()) == []


def test_only_the_columns_that_change_are_written(world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        save_ticket(world.ticket, {"title": "Light"}, by=world.ada)
    (update,) = [each["sql"] for each in statements if each["sql"].startswith('UPDATE "crm_ticket"')]
    assert "title" in update
    assert "author" not in update


def test_a_change_starts_from_what_the_database_has(world: World) -> None:
    stale = again(world.ticket)
    changed(world, world.ticket, title="Newer")
    saved = changed(world, stale, author="Bo")
    assert (saved.title, saved.author) == ("Newer", "Bo")


def test_a_new_ticket_is_a_fact_stated_inside_its_transaction(
    world: World, facts: list[dict[str, Any]]
) -> None:
    ticket = save_ticket(Ticket(), {"title": "x"}, by=world.ada, notify=True)
    (fact,) = facts
    assert (fact["ticket"], fact["created"], fact["changes"]) == (ticket, True, {})
    assert (fact["by"], fact["notify"], fact["in_transaction"]) == (world.ada, True, True)


def test_a_change_is_a_fact_with_what_was_and_what_is(world: World, facts: list[dict[str, Any]]) -> None:
    save_ticket(
        world.ticket, {"title": "Light", "owner_id": world.bo.pk, "author": "Tove Jensen"}, by=world.ada
    )
    (fact,) = facts
    assert (fact["created"], fact["notify"]) == (False, False)
    assert fact["changes"] == {
        "title": ("No light", "Light"),
        "owner_id": (world.ada.pk, world.bo.pk),
        "last_changed": (NOON - HOUR, NOON),
    }


def test_a_fact_that_cannot_be_followed_up_undoes_the_ticket(world: World) -> None:
    def refuse(**_fact: Any) -> None:
        raise RuntimeError

    ticket_saved.connect(refuse, weak=False, dispatch_uid="test")
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            save_ticket(Ticket(), {"title": "Undone", "tags": [world.vip.pk]}, by=world.ada)
    finally:
        ticket_saved.disconnect(dispatch_uid="test")
    assert not Ticket.objects.filter(title="Undone").exists()


@pytest.mark.parametrize("tags", [0, 1, 20])
def test_saving_takes_as_many_statements_for_twenty_tags_as_for_one(tags: int, world: World) -> None:
    keys = [tag.pk for tag in plant(*[TicketTag(name=f"T{number}") for number in range(20)])]
    with CaptureQueriesContext(connection) as statements:
        save_ticket(Ticket(), {"tags": keys[:tags], "status_id": world.open.pk}, by=world.ada)
    writes = [each for each in statements if each["sql"].startswith("INSERT")]
    assert len(writes) == (2 if tags else 1)


def test_a_date_is_kept_to_the_microsecond(world: World) -> None:
    moment = NOON + datetime.timedelta(microseconds=251_309)
    assert created(world, deadline=moment).deadline == moment


def test_a_ticket_is_not_merged_into_itself(world: World) -> None:
    path = f"Ticket/{world.ticket.pk}"
    for method in ("PUT", "PATCH"):
        answer = Api(world.tove).call(method, path, {"ConnectId": world.ticket.pk}, status=400)
        assert answer["ErrorMessage"] == "$.ConnectId: A ticket cannot be merged into itself."
