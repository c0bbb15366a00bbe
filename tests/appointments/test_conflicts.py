"""When an appointment collides with another of its owner's: held against a plain search for overlaps."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any

import pytest

from crm.appointments.contracts import APPOINTMENT
from crm.appointments.models import Appointment, AppointmentType, State
from crm.wire.read import read, read_one
from crm.wire.select import parse_select
from tests.appointments.saving import changed, created
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
IN_THE_DIARY = (1, 6)  # AppointmentType inDiary and BookingForDiary
NOT_THERE = (4, 9, 10, 13)  # hidden, declined, cancelled, assignment declined


def collide(one: Appointment, other: Appointment) -> bool:
    """The documented rule: half-open spans of busy entries in one diary, travel time included."""

    def span(row: Appointment) -> tuple[datetime.datetime, datetime.datetime]:
        assert row.start is not None
        assert row.end is not None
        return row.start - row.lead_minutes * MINUTE, row.end + row.lag_minutes * MINUTE

    def counts(row: Appointment) -> bool:
        return (
            row.type in IN_THE_DIARY
            and not row.is_free
            and row.state not in NOT_THERE
            and row.end > row.start
        )

    (start, end), (others_start, others_end) = span(one), span(other)
    overlap = start < others_end and others_start < end
    return (
        one.pk != other.pk
        and one.associate_id == other.associate_id
        and counts(one)
        and counts(other)
        and overlap
    )


def conflicts(world: World) -> set[int]:
    carriers = read(APPOINTMENT, Appointment.objects.all(), world.tove, parse_select("HasConflict"))
    return {carrier["AppointmentId"] for carrier in carriers if carrier["HasConflict"]}


def in_conflict(world: World, *rows: Appointment) -> list[bool]:
    found = conflicts(world)
    return [row.pk in found for row in rows]


def at(minutes: int, length: int = 60, **values: Any) -> dict[str, Any]:
    start = NOON + minutes * MINUTE
    return {"start": start, "end": start + length * MINUTE, **values}


@pytest.mark.parametrize("seed", range(4))
def test_every_conflict_of_a_random_day_is_found_and_no_other(seed: int, world: World) -> None:
    chance = random.Random(seed)
    rows = [
        created(
            world,
            **at(chance.randrange(0, 720, 15), chance.choice([-30, 15, 30, 60, 120])),
            associate_id=chance.choice([world.ada.pk, world.bo.pk]),
            lead_minutes=chance.choice([0, 0, 0, 15, 45]),
            lag_minutes=chance.choice([0, 0, 0, 15, 45]),
            is_free=chance.random() < 0.2,
            type=chance.choice([*IN_THE_DIARY * 5, *AppointmentType.values]),
            completed=chance.choice([1, 2, 3]),
            **({"invitation_status": chance.choice([4, 5, 6, 7, 8, 9, 10])} if chance.random() < 0.3 else {}),
        )
        for _ in range(30)
    ]
    expected = {one.pk for one in rows if any(collide(one, other) for other in rows)}
    assert 0 < len(expected) < len(rows)
    assert conflicts(world) == expected


def test_two_that_overlap_collide_both(world: World) -> None:
    assert in_conflict(world, created(world, **at(0)), created(world, **at(59))) == [True, True]


def test_two_that_touch_do_not_collide(world: World) -> None:
    assert in_conflict(world, created(world, **at(0)), created(world, **at(60))) == [False, False]


def test_time_to_travel_collides_too(world: World) -> None:
    first, second = created(world, **at(0, lag_minutes=1)), created(world, **at(60))
    assert in_conflict(world, first, second) == [True, True]
    changed(world, first, lag_minutes=0)
    assert in_conflict(world, first, second) == [False, False]
    changed(world, second, lead_minutes=1)
    assert in_conflict(world, first, second) == [True, True]


def test_one_inside_another_collides(world: World) -> None:
    assert in_conflict(world, created(world, **at(0, 240)), created(world, **at(60, 30))) == [True, True]


def test_what_leaves_the_owner_free_collides_with_nothing(world: World) -> None:
    assert in_conflict(world, created(world, **at(0)), created(world, **at(0), is_free=True)) == [
        False,
        False,
    ]


def test_others_diaries_do_not_matter(world: World) -> None:
    assert (
        in_conflict(world, created(world, **at(0)), created(world, **at(0), associate_id=world.bo.pk))
        == [False] * 2
    )


def test_what_is_hidden_declined_or_cancelled_collides_with_nothing(world: World) -> None:
    meeting = created(world, **at(0))
    for state in NOT_THERE[:3]:
        other = created(world, **at(0), invitation_status=state)
        assert in_conflict(world, meeting, other) == [False, False], State(state).label
    other = created(world, **at(0), assignment_status=13)
    assert in_conflict(world, meeting, other) == [False, False]
    changed(world, other, assignment_status=11)
    assert in_conflict(world, meeting, other) == [True, True]


@pytest.mark.parametrize("hours", [0, -1])
def test_what_ends_when_or_before_it_starts_collides_with_nothing(hours: int, world: World) -> None:
    meeting, other = created(world, **at(-60, 240)), created(world, start=NOON, end=NOON + hours * HOUR)
    assert in_conflict(world, meeting, other) == [False, False]


def test_an_appointment_alone_has_no_conflict_with_itself(world: World) -> None:
    row = created(world, **at(0, lead_minutes=30))
    carrier = read_one(APPOINTMENT, row.pk, world.ada)
    assert carrier is not None
    assert carrier["HasConflict"] is False


def span_of(row: Appointment) -> Sequence[datetime.datetime | None]:
    return row.busy_from, row.busy_until


def test_the_busy_span_follows_every_change(world: World) -> None:
    row = created(world, **at(0), lead_minutes=10, lag_minutes=20)
    assert span_of(row) == (NOON - 10 * MINUTE, NOON + HOUR + 20 * MINUTE)
    assert span_of(changed(world, row, start=NOON + HOUR, end=NOON + 2 * HOUR)) == (
        NOON + 50 * MINUTE,
        NOON + 2 * HOUR + 20 * MINUTE,
    )
    assert span_of(changed(world, row, is_free=True)) == (None, None)
