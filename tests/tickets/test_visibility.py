"""Who sees which ticket, held against a plain reading of the rules."""

from __future__ import annotations

from itertools import product

import pytest

from crm.directory.models import Associate
from crm.tickets.models import CategoryFlag, CategoryMembership, SecurityLevel, Ticket
from tests.callers import Api
from tests.world import NOON, World, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(world: World) -> list[Ticket]:
    """A ticket of every kind: category, owner, customer, other customers, access."""
    categories = (None, world.support, world.secret, world.loud)
    owners = (None, world.ada, world.bo)
    persons = (None, world.cleo_person, world.dan)
    kinds = product(
        categories, owners, persons, (False, True), (SecurityLevel.INTERNAL, SecurityLevel.EXTERNAL)
    )
    rows = [
        (Ticket(created_at=NOON, last_changed=NOON, status=world.open, category=category, owner=owner, person=person, slevel=slevel), also)
        for category, owner, person, also, slevel in kinds
    ]  # fmt: skip
    tickets = plant(*[row for row, _also in rows])
    through = Ticket.secondary_persons.through
    plant(*[through(ticket=row, person=world.cleo_person) for row, also in rows if also])
    return list(tickets)


def may_see(who: Associate, ticket: Ticket, members: set[tuple[int, int]]) -> bool:
    """The rules of the field in plain words."""
    if who.name == "tje0":
        return True
    if who.name == "cleo":
        hers = (
            ticket.person_id == who.person_id
            or ticket.secondary_persons.filter(pk=who.person_id or 0).exists()
        )
        return hers and ticket.slevel == SecurityLevel.EXTERNAL
    if ticket.owner_id == who.pk or ticket.category is None:
        return True
    closed = ticket.category.flags & CategoryFlag.MEMBERS_ONLY
    return not closed or (ticket.category.pk, who.pk) in members


def test_each_caller_sees_exactly_what_the_rules_say(world: World, crowd: list[Ticket]) -> None:
    members = set(CategoryMembership.objects.values_list("category_id", "associate_id"))
    for who in world.cast:
        seen = set(Ticket.objects.visible_to(who)) - {world.ticket}
        assert seen == {ticket for ticket in crowd if may_see(who, ticket, members)}, who.name


def test_the_crowd_has_tickets_that_each_caller_sees_and_does_not(world: World, crowd: list[Ticket]) -> None:
    for who in (world.ada, world.bo, world.nils, world.cleo):
        assert 0 < Ticket.objects.visible_to(who).count() <= len(crowd) + 1
    for who in (world.bo, world.nils, world.cleo):
        assert Ticket.objects.visible_to(who).count() < len(crowd)


def test_nobody_sees_a_ticket_twice(world: World, crowd: list[Ticket]) -> None:
    for who in world.cast:
        keys = list(Ticket.objects.visible_to(who).values_list("pk", flat=True))
        assert len(keys) == len(set(keys))


def test_other_flags_beside_members_only_do_not_open_a_category(world: World, crowd: list[Ticket]) -> None:
    before = set(Ticket.objects.visible_to(world.nils))
    world.secret.flags = sum(CategoryFlag)
    world.secret.save()
    assert set(Ticket.objects.visible_to(world.nils)) == before


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", {"Title": "x"})])
def test_a_hidden_ticket_answers_like_a_missing_one(
    method: str, body: dict[str, str] | None, world: World, crowd: list[Ticket]
) -> None:
    hidden = next(row for row in crowd if row.category == world.secret and row.owner is None)
    words = [
        Api(world.bo).call(method, f"Ticket/{key}", body, status=404)["ErrorMessage"].replace(str(key), "N")
        for key in (hidden.pk, 999_999)
    ]
    assert words[0] == words[1]


def test_open_tickets_are_those_somebody_has_to_work_on(world: World, crowd: list[Ticket]) -> None:
    Ticket.objects.filter(pk=crowd[0].pk).update(status=world.closed, base_status=world.closed.base)
    assert Ticket.objects.open().count() == len(crowd)
