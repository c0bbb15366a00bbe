"""Who sees which appointment, held against a plain reading of the rules."""

from __future__ import annotations

from itertools import product

import pytest

from crm.appointments.models import Appointment, AppointmentVisibility, Visibility
from crm.directory.models import Associate
from tests.callers import Api
from tests.world import NOON, World, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(world: World) -> list[Appointment]:
    """An appointment of every kind: owner, creator, and for whom it is visible."""
    world.bo.other_groups.add(world.desk)
    nobody: tuple[AppointmentVisibility, ...] = ()
    sights = (
        nobody,
        (AppointmentVisibility(),),
        (AppointmentVisibility(visibility=Visibility.ASSOCIATE, associate=world.tove),),
        (AppointmentVisibility(visibility=Visibility.ASSOCIATE, associate=world.ada),),
        (AppointmentVisibility(visibility=Visibility.GROUP, group=world.desk),),
        (AppointmentVisibility(visibility=Visibility.GROUP, group=world.field),),
        (
            AppointmentVisibility(visibility=Visibility.GROUP, group=world.field),
            AppointmentVisibility(visibility=Visibility.ASSOCIATE, associate=world.nils),
        ),
    )
    rows, rights = [], []
    for owner, creator, sight in product(
        (world.tove, world.bo, world.cleo), (world.tove, world.cleo), sights
    ):
        row = Appointment(associate=owner, created_by=creator, created_at=NOON, updated_at=NOON)
        rows.append(row)
        rights += [
            AppointmentVisibility(
                appointment=row, visibility=each.visibility, associate=each.associate, group=each.group
            )
            for each in sight
        ]
    plant(*rows)
    plant(*rights)
    return rows


def may_see(who: Associate, row: Appointment) -> bool:
    """The rules of the field in plain words."""
    if who.name == "tje0" or who.pk in (row.associate_id, row.created_by_id):
        return True
    if not who.is_internal:
        return False
    groups = {who.group_id, *who.other_groups.values_list("pk", flat=True)} - {None}
    sights = list(row.visible_for.all())
    return not sights or any(
        sight.visibility == Visibility.ALL
        or (sight.visibility == Visibility.ASSOCIATE and sight.associate_id == who.pk)
        or (sight.visibility == Visibility.GROUP and sight.group_id in groups)
        for sight in sights
    )


@pytest.mark.parametrize(
    "name",
    [
        "tove",
        "ada",
        "bo",
        "cleo",
        "nils",
    ],
)
def test_each_caller_sees_exactly_what_the_rules_say(
    name: str, world: World, crowd: list[Appointment]
) -> None:
    who: Associate = getattr(world, name)
    seen = set(Appointment.objects.visible_to(who))
    assert seen == {row for row in crowd if may_see(who, row)}


def test_nobody_sees_an_appointment_twice(world: World, crowd: list[Appointment]) -> None:
    for who in world.cast:
        keys = list(Appointment.objects.visible_to(who).values_list("pk", flat=True))
        assert len(keys) == len(set(keys))


def test_a_hidden_appointment_answers_like_a_missing_one(world: World, crowd: list[Appointment]) -> None:
    hidden = next(row for row in crowd if not may_see(world.ada, row))
    for method in ("GET", "DELETE"):
        words = [
            Api(world.ada)
            .call(method, f"Appointment/{key}", status=404)["ErrorMessage"]
            .replace(str(key), "N")
            for key in (hidden.pk, 999_999)
        ]
        assert words[0] == words[1]
