"""What a new appointment begins with, by its kind, its owner, or another one."""

from __future__ import annotations

import datetime

import pytest
import time_machine

from crm.appointments.models import Appointment
from crm.directory.models import Associate, Relation, Role, Task, TaskType
from crm.wire.rights import INSERT, SELECT
from tests.appointments.crowd import appointments
from tests.callers import Api
from tests.carriers import CARRIERS, misfits
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
AGENT = "Agents/Appointment/"


@time_machine.travel(NOON, tick=False)
def test_the_kind_decides_the_activity_and_where_it_stands(world: World) -> None:
    Task.objects.create(name="Errand", type=TaskType.TO_DO, is_default_free=True, is_default_all_day=True)
    Task.objects.create(name="Old call", type=TaskType.PHONE, deleted=True, rank=0)
    api, found = Api(world.tove), {}
    for kind in ("Appointment", "Phone", "ToDo", "Fax"):
        carrier = api.post(f"{AGENT}CreateDefaultAppointmentEntityByType", {"Type": kind})
        assert list(misfits(carrier, "AppointmentEntity")) == []
        task = carrier["Task"] and carrier["Task"]["Value"]
        found[kind] = (
            task,
            carrier["Type"],
            carrier["IsFree"],
            carrier["IsAlldayEvent"],
            carrier["ActiveDate"][11:16],
        )
    assert found == {
        "Appointment": ("Meeting", "inDiary", False, False, "12:30"),
        "Phone": ("Call", "inDiary", False, False, "12:30"),
        "ToDo": ("Errand", "inChecklist", True, True, "13:30"),
        "Fax": (None, "inDiary", False, False, "12:30"),
    }
    plain = api.post(f"{AGENT}CreateDefaultAppointmentEntity", None)
    assert api.post(f"{AGENT}CreateDefaultAppointmentEntityByType", {}) == plain
    assert not Appointment.objects.exists()


@time_machine.travel(NOON, tick=False)
def test_it_may_be_for_somebody_else(world: World) -> None:
    call = f"{AGENT}CreateDefaultAppointmentEntityByTypeAndAssociate"
    api = Api(world.ada)
    carrier = api.post(call, {"Type": 5, "AssociateId": world.bo.pk})
    assert (carrier["Associate"]["Name"], carrier["CreatedBy"]["Name"]) == ("bo", "ada")
    assert api.post(call, {"Type": "Phone"})["Associate"]["Name"] == "ada"
    refused = api.post(call, {"AssociateId": 999_999}, status=400)["ErrorMessage"]
    assert refused.startswith("$.AssociateId: ")
    api.post(call, {"Type": "Party"}, status=400)


@time_machine.travel(datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC), tick=False)
def test_a_copy_is_for_today_at_the_same_time_with_the_same_people(world: World) -> None:
    (row,) = appointments(world, 1)
    call, body = f"{AGENT}CreateAppointmentEntityFromExisting", {"AppointmentId": row.pk}
    copy = Api(world.bo).post(call, body)
    assert list(misfits(copy, "AppointmentEntity")) == []
    assert (copy["AppointmentId"], copy["Title"], copy["Associate"]["Name"]) == (0, "", "bo")
    assert (copy["Task"]["Value"], copy["StartDate"]) == ("Meeting", "2026-07-01T12:00:00")
    assert copy["EndDate"] == "2026-07-01T13:00:00"
    assert [(who["AssociateId"], who["PersonId"]) for who in copy["Participants"]] == [
        (world.bo.pk, 0),
        (0, world.dan.pk),
    ]
    # In Oslo it is July the second by now, and noon in UTC in March was one o'clock there, as eleven is in July.
    there = Api(world.bo, **{"SO-TimeZone": "NO"}).post(call, body | {"AssociateId": world.ada.pk})
    assert (there["StartDate"], there["Associate"]["Name"]) == ("2026-07-02T13:00:00", "ada")
    assert Api(world.bo).post(call, {"AppointmentId": 999_999}) is None
    saved = Api(world.bo).post(f"{AGENT}SaveAppointmentEntity", copy)
    assert [who["AssociateId"] for who in saved["Participants"]] == [world.bo.pk, 0]


@time_machine.travel(NOON, tick=False)
def test_a_blank_rule_repeats_every_week_on_its_weekday(world: World) -> None:
    api = Api(world.ada)
    today = api.post(f"{AGENT}CreateDefaultRecurrence", None)
    assert list(today) == list(CARRIERS["RecurrenceInfo"])
    assert (today["RecurrenceId"], today["StartDate"], today["Pattern"]) == (
        0,
        "2026-03-02T00:00:00",
        "Weekly",
    )
    assert today["WeekPattern"] == {"Cycle": 1, "Weekdays": "Monday"}
    friday = api.post(f"{AGENT}CreateDefaultRecurrenceByDate", {"StartDate": "2026-05-15T09:30:00"})
    assert (friday["StartDate"], friday["WeekPattern"]["Weekdays"]) == ("2026-05-15T00:00:00", "Friday")
    assert (friday["MonthPattern"]["Day"], friday["YearPattern"]["Cycle"]) == (15, 5)
    assert api.post("Appointment", {"Recurrence": friday})["Recurrence"]["IsRecurrence"] is True
    api.post(f"{AGENT}CreateDefaultRecurrenceByDate", {"StartDate": "soon"}, status=400)


def test_one_may_make_appointments_for_colleagues_who_work_here(world: World) -> None:
    keys = [world.bo.pk, 999_999, world.rolf.pk, world.bo.pk, 0]
    call = f"{AGENT}GetCanInsertForAssociates"
    assert Api(world.ada).post(call, {"AssociateIds": keys}) == [True, False, False, True, False]
    assert Api(world.cleo).post(call, {"AssociateIds": keys[:1]}) == [False]
    Api(world.ada).post(call, {"AssociateIds": ["x"]}, status=400)


@pytest.mark.parametrize(
    ("relations", "told"),
    [
        ([Relation.MY_OWN], [True, False, False, False]),
        ([Relation.MY_OWN, Relation.PRIMARY_GROUP], [True, True, False, False]),
        ([Relation.PRIMARY_GROUP, Relation.OTHER_ASSOCIATES], [False, True, True, True]),
        ([], [False, False, False, False]),
    ],
)
def test_what_is_told_of_making_them_for_others_is_what_saving_does(
    relations: list[Relation], told: list[bool], world: World
) -> None:
    rights = {str(relation): INSERT | SELECT for relation in relations}
    role = Role.objects.create(name="Diary", data_rights={"appointment": rights})
    Associate.objects.filter(pk=world.ada.pk).update(role=role)
    colleagues = [world.ada, world.tove, world.bo, world.nils]  # herself, her group, another one, nobody's
    keys = [who.pk for who in colleagues]
    assert Api(world.ada).post(f"{AGENT}GetCanInsertForAssociates", {"AssociateIds": keys}) == told
    for key, may in zip(keys, told, strict=True):
        body = {"Associate": {"AssociateId": key}}
        Api(world.ada).post("Appointment", body, status=200 if may else 403)


def test_activity_types_are_listed_made_and_changed(world: World) -> None:
    api = Api(world.tove)
    blank = api.post(f"{AGENT}CreateDefaultTaskListItem", None)
    assert list(misfits(blank, "TaskListItem")) == []
    made = api.post(
        f"{AGENT}SaveTaskListItem", blank | {"Value": "Visit", "Type": "Phone", "ColorIndex": "DarkRed"}
    )
    assert (made["Value"], made["Type"], made["ColorIndex"]) == ("Visit", "Phone", "DarkRed")
    changed = api.post(f"{AGENT}SaveTaskListItem", made | {"Deleted": True})
    assert changed["TaskListItemId"] == made["TaskListItemId"]
    assert api.post(f"{AGENT}GetTaskListItem?taskListItemId={made['TaskListItemId']}", None) == changed
    assert api.post(f"{AGENT}GetTaskListItem?taskListItemId=999999", None) is None
    live = [each["Value"] for each in api.post(f"{AGENT}GetTaskListItems", {})]
    every = [each["Value"] for each in api.post(f"{AGENT}GetTaskListItems", {"IncludeDeleted": True})]
    assert (sorted(live), sorted(every)) == (["Call", "Meeting"], ["Call", "Meeting", "Visit"])
    assert api.post("Agents/List/GetAllTasks", {"IncludeDeleted": True}) == api.post(
        f"{AGENT}GetTaskListItems", {"IncludeDeleted": True}
    )
    Api(world.ada).post(f"{AGENT}SaveTaskListItem", made, status=403)
