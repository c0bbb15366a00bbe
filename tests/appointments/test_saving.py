"""Saving appointments: what the server sets, what defaults fill, and what follows from times and status."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from crm.appointments.actions import delete_appointment, new_appointment, save_appointment
from crm.appointments.models import Appointment, AppointmentType, Participant, Privacy, Recurrence, State
from crm.directory.models import Task, TaskType
from crm.wire.dates import FOREVER
from tests.appointments.crowd import appointments
from tests.appointments.saving import changed, created
from tests.callers import Api
from tests.world import HOUR, NOON, World, again

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (NOON, NOON + 30 * MINUTE),
        (NOON + MINUTE, NOON + 30 * MINUTE),
        (NOON + 29 * MINUTE, NOON + 30 * MINUTE),
        (NOON + 30 * MINUTE, NOON + HOUR),
        (NOON + 59 * MINUTE, NOON + HOUR),
        (NOON.replace(hour=23, minute=45), NOON.replace(day=3, hour=0)),
    ],
)
def test_a_blank_one_lasts_an_hour_from_the_next_half_hour(
    now: datetime.datetime, start: datetime.datetime, world: World, noon: time_machine.Traveller
) -> None:
    noon.move_to(now)
    blank = new_appointment(by=world.ada)
    assert (blank.start, blank.end, blank.active_date) == (start, start + HOUR, start)


def test_a_blank_one_is_ones_own_a_meeting_busy_and_public(world: World) -> None:
    blank = new_appointment(by=world.ada)
    assert (blank.associate, blank.created_by, blank.task) == (world.ada, world.ada, world.meeting)
    assert (blank.type, blank.state, blank.private) == (
        AppointmentType.IN_DIARY,
        State.NOT_STARTED,
        Privacy.PUBLIC,
    )
    assert (blank.is_free, blank.is_all_day, blank.has_alarm) == (False, False, False)
    assert blank._state.adding


def test_a_blank_one_follows_the_first_meeting_task_that_is_in_use(world: World) -> None:
    Task.objects.filter(pk=world.meeting.pk).update(deleted=True)
    assert new_appointment(by=world.ada).task is None
    task = Task.objects.create(
        name="Away", type=TaskType.APPOINTMENT, is_default_free=True, is_default_all_day=True
    )
    blank = new_appointment(by=world.ada)
    assert (blank.task, blank.is_free, blank.is_all_day) == (task, True, True)


def test_an_appointment_without_an_owner_is_the_callers(world: World) -> None:
    assert created(world).associate == world.ada
    assert created(world, associate_id=None).associate == world.ada
    appointment = created(world, associate_id=world.bo.pk)
    assert again(save_appointment(appointment, {"associate_id": None}, by=world.bo)).associate == world.bo


def test_the_server_says_who_saved_it_and_when(world: World, noon: time_machine.Traveller) -> None:
    appointment = created(world)
    noon.move_to(NOON + HOUR)
    appointment = again(save_appointment(appointment, {"title": "x"}, by=world.tove))
    assert (appointment.created_by, appointment.created_at) == (world.ada, NOON)
    assert (appointment.updated_by, appointment.updated_at) == (world.tove, NOON + HOUR)


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        (NOON, NOON + HOUR, (NOON, NOON + HOUR)),
        (NOON, None, (NOON, NOON + HOUR)),
        (None, NOON, (NOON - HOUR, NOON)),
        (None, None, (NOON + 30 * MINUTE, NOON + 90 * MINUTE)),
        (NOON, NOON - DAY, (NOON, NOON - DAY)),  # the documented sample ends before it starts
        (FOREVER, None, (FOREVER, FOREVER)),
    ],
)
def test_a_time_that_is_missing_follows_the_other(
    start: Any, end: Any, kept: tuple[datetime.datetime, datetime.datetime], world: World
) -> None:
    appointment = created(world, start=start, end=end)
    assert (appointment.start, appointment.end) == kept


def test_an_appointment_without_end_may_have_time_to_travel_home(world: World) -> None:
    appointment = created(world, end=FOREVER, lead_minutes=15, lag_minutes=15)
    assert (appointment.busy_from, appointment.busy_until) == (NOON - 15 * MINUTE, FOREVER)


def test_finishing_sets_the_time_and_taking_it_back_clears_it(
    world: World, noon: time_machine.Traveller
) -> None:
    appointment = created(world, start=NOON + DAY, end=NOON + 2 * DAY)
    assert (appointment.done_at, appointment.active_date) == (None, NOON + DAY)
    appointment = changed(world, appointment, completed=3)
    assert (appointment.state, appointment.done_at, appointment.active_date) == (State.COMPLETED, NOON, NOON)
    noon.move_to(NOON + HOUR)
    assert changed(world, appointment, title="x").done_at == NOON, "done is done"
    appointment = changed(world, appointment, completed=2)
    assert (appointment.state, appointment.done_at, appointment.active_date) == (
        State.STARTED,
        None,
        NOON + DAY,
    )


@pytest.mark.parametrize("kind", [AppointmentType.IN_CHECKLIST, AppointmentType.BOOKING_FOR_CHECKLIST])
def test_what_stands_in_the_checklist_is_shown_when_it_is_due(kind: int, world: World) -> None:
    appointment = created(world, type=kind)
    assert appointment.active_date == appointment.end
    assert changed(world, appointment, type=AppointmentType.IN_DIARY).active_date == appointment.start


def test_a_series_is_made_changed_and_taken_away_with_its_appointment(world: World) -> None:
    appointment = created(world, recurrence={"pattern": 1, "day_cycle": 2, "is_recurrence": True})
    series = appointment.recurrence
    assert series is not None
    assert (series.pattern, series.day_cycle) == (1, 2)
    appointment = changed(world, appointment, recurrence={"day_cycle": 3})
    assert appointment.recurrence == series
    assert Recurrence.objects.get().day_cycle == 3
    assert changed(world, appointment, title="x").recurrence == series
    assert changed(world, appointment, recurrence=None).recurrence is None
    assert not Recurrence.objects.exists(), "nobody follows it any more"
    assert created(world, recurrence={"pattern": 2, "is_recurrence": False}).recurrence is None


def test_deleting_takes_everything_around_it_along(world: World) -> None:
    gone, kept = appointments(world, 2)
    delete_appointment(gone, by=world.ada)
    assert list(Appointment.objects.all()) == [kept]
    assert set(Participant.objects.values_list("appointment", flat=True)) == {kept.pk}


def test_a_deleted_appointment_is_gone_for_clients(world: World) -> None:
    api, (row,) = Api(world.ada), appointments(world, 1)
    api.delete(f"Appointment/{row.pk}")
    api.get(f"Appointment/{row.pk}", status=404)
    api.delete(f"Appointment/{row.pk}", status=404)


def test_what_is_not_sent_with_a_change_stays(world: World) -> None:
    (row,) = appointments(world, 1)
    before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    after = changed(world, row, title="New")
    told = {"title", "updated_at", "updated_by_id"}
    assert {name for name, value in before.items() if getattr(after, name) != value} == told
    assert after.participants.count() == after.visible_for.count() == 2


def test_a_series_that_others_follow_stays_when_one_leaves_it(world: World) -> None:
    first, second = appointments(world, 2)
    Appointment.objects.filter(pk=second.pk).update(recurrence=first.recurrence)
    changed(world, first, recurrence=None)
    assert again(second).recurrence == first.recurrence


def test_a_change_starts_from_what_the_database_has(world: World) -> None:
    (row,) = appointments(world, 1)
    stale = again(row)
    changed(world, row, title="Newer")
    saved = changed(world, stale, location="Room 2")
    assert (saved.title, saved.location) == ("Newer", "Room 2")


def test_nothing_is_half_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("crm.appointments.actions.appointment._write_collections", fail)
    with pytest.raises(RuntimeError):
        created(world, recurrence={"pattern": 1})
    assert not Appointment.objects.exists()
    assert not Recurrence.objects.exists()
