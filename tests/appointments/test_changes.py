"""Methods of the agent that change an appointment in one way, and ids of other calendars."""

from __future__ import annotations

from typing import Any

import pytest

from crm.appointments.models import Appointment, AppointmentType, Recurrence, State
from crm.directory.models import Task, TaskType
from tests.appointments.crowd import at
from tests.appointments.saving import created
from tests.callers import Api
from tests.world import HOUR, NOON, World, again, plant

pytestmark = pytest.mark.django_db


def call(who: Any, method: str, body: Any, status: int = 200) -> Any:
    return Api(who).post(f"Agents/Appointment/{method}", body, status=status)


def test_an_appointment_becomes_a_task_unless_two_take_part(world: World) -> None:
    Task.objects.create(name="Errand", type=TaskType.TO_DO)
    alone = created(world, title="Alone", participants=[{"associate_id": world.ada.pk}])
    two = created(world, participants=[{"associate_id": world.ada.pk}, {"person_id": world.dan.pk}])
    done = call(world.ada, "ConvertAppointmentToTask", {"AppointmentId": alone.pk})
    assert (done["Type"], done["Task"]["Value"], done["Title"]) == ("inChecklist", "Errand", "Alone")
    assert done["ActiveDate"] == "2026-03-02T13:00:00", "what is to be done shows when it is due"
    refused = call(world.ada, "ConvertAppointmentToTask", {"AppointmentId": two.pk}, status=400)
    assert refused["ErrorMessage"].startswith("$.AppointmentId: Two or more")
    assert again(two).type == AppointmentType.IN_DIARY
    assert call(world.ada, "ConvertAppointmentToTask", {"AppointmentId": 999_999}) is None
    call(world.bo, "ConvertAppointmentToTask", {"AppointmentId": alone.pk}, status=403)


@pytest.mark.parametrize(
    ("method", "status", "kind"),
    [("UpdateAppointment", 2, 2), ("UpdateAppointmentWithMode", "Started", "inChecklist")],
)
def test_an_update_changes_what_it_names_and_leaves_the_rest(
    method: str, status: Any, kind: Any, world: World
) -> None:
    row = created(world, title="Talk", location="Room 1")
    body = {"Id": row.pk, "StartTime": "2026-03-02T14:00:00Z", "EndTime": "2026-03-02T15:00:00Z"}
    moved = call(world.ada, method, body)
    assert (moved["StartDate"], moved["EndDate"]) == ("2026-03-02T14:00:00", "2026-03-02T15:00:00")
    assert (moved["Completed"], moved["Type"], moved["AssociateId"]) == (
        "NotStarted",
        "inDiary",
        world.ada.pk,
    )
    given = {
        "Id": row.pk,
        "Status": status,
        "Type": kind,
        "AssociateId": world.bo.pk,
        "UpdateMode": "OnlyThis",
    }
    changed = call(world.ada, method, given)
    assert (changed["Completed"], changed["Type"], changed["AssociateId"]) == (
        "Started",
        "inChecklist",
        world.bo.pk,
    )
    assert (changed["StartDate"], changed["Title"], changed["Location"]) == (
        moved["StartDate"],
        "Talk",
        "Room 1",
    )
    call(world.ada, method, {"Id": row.pk, "Status": 3}, status=403)
    assert call(world.ada, method, {"Id": 999_999}) is None
    own = {"Id": created(world).pk, "AssociateId": 999_999}
    assert call(world.ada, method, own, status=400)["ErrorMessage"].startswith("$.AssociateId: ")


def test_of_a_series_one_can_be_changed_and_the_later_ones_not(world: World) -> None:
    (rule,) = plant(Recurrence(start_date=NOON))
    (row,) = plant(at(0, world.ada, "One of many", recurrence=rule))
    body = {"Id": row.pk, "Status": "Completed", "UpdateMode": "ThisAndForward"}
    assert "series" in call(world.ada, "UpdateAppointmentWithMode", body, status=501)["ErrorMessage"]
    assert again(row).state == State.NOT_STARTED
    done = call(world.ada, "UpdateAppointmentWithMode", body | {"UpdateMode": "OnlyThis"})
    assert done["Completed"] == "Completed"
    alone = {"Id": created(world).pk, "Status": "Completed", "UpdateMode": "ThisAndForward"}
    assert call(world.ada, "UpdateAppointmentWithMode", alone)["Completed"] == "Completed"


def test_other_calendars_know_an_appointment_by_an_id_of_their_own(world: World) -> None:
    body = {"AppointmentEntity": {"Title": "From outside", "Private": "PrivateUser"}, "Uid": "abc@calendar"}
    made = call(world.ada, "CreateAppointmentForUID", body)
    assert made["Title"] == "From outside"
    for who in (world.ada, world.bo):
        assert call(who, "CreateAppointmentForUID", body) is None, "taken, whoever may see it"
    assert Appointment.objects.count() == 1
    by_uid = {"Uid": "abc@calendar"}
    assert call(world.ada, "GetAppointmentFromUID", by_uid)["AppointmentId"] == made["AppointmentId"]
    blanks = [call(world.bo, "GetAppointmentFromUID", given) for given in (by_uid, {"Uid": "none"})]
    assert [(blank["AppointmentId"], blank["Title"]) for blank in blanks] == [(0, "")] * 2
    by_id = {"AppointmentId": made["AppointmentId"]}
    assert call(world.ada, "GetUIDFromAppointmentId", by_id) == "abc@calendar"
    assert call(world.bo, "GetUIDFromAppointmentId", by_id) is None
    (booking,) = plant(at(0, world.ada, "Booking", mother_id=made["AppointmentId"]))
    of_booking = {"AppointmentId": booking.pk}
    assert call(world.ada, "GetUIDFromAppointmentId", of_booking) is None
    assert call(world.ada, "GetUIDFromAppointmentId", of_booking | {"UseMotherId": True}) == "abc@calendar"
    saved = Api(world.ada).put(f"Appointment/{made['AppointmentId']}", made | {"Title": "Later"})
    assert saved["Title"] == "Later"
    assert call(world.ada, "GetUIDFromAppointmentId", by_id) == "abc@calendar", "saving leaves it alone"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"Uid": "", "AppointmentEntity": {}}, "$.Uid"),
        ({"Uid": "x" * 255, "AppointmentEntity": {}}, "$.Uid"),
        ({"Uid": "x"}, "$.AppointmentEntity"),
        ({"Uid": "x", "AppointmentEntity": {"Title": "x" * 255}}, "$.AppointmentEntity.Title"),
    ],
)
def test_what_cannot_be_reserved_is_refused(body: Any, path: str, world: World) -> None:
    refused = call(world.ada, "CreateAppointmentForUID", body, status=400)["ErrorMessage"]
    assert refused.startswith(f"{path}: ")
    assert not Appointment.objects.exists()


def test_nothing_is_mailed_and_who_invites_has_a_name(world: World) -> None:
    row = created(world, participants=[{"associate_id": world.bo.pk, "send_email": True}])
    entity = Api(world.ada).get(f"Appointment/{row.pk}")
    assert call(world.ada, "WillSendEmail", {"Appointment": entity}) is False
    call(world.ada, "WillSendEmail", {"Appointment": entity | {"Title": "x" * 255}}, status=400)
    assert call(world.bo, "GetOrganizerName", {"MotherAppointmentId": row.pk}) == "Ada Berg"
    assert call(world.bo, "GetOrganizerName", {"MotherAppointmentId": created(world, private=1).pk}) is None
    Appointment.objects.filter(pk=row.pk).update(created_by=world.cleo)
    assert call(world.cleo, "GetOrganizerName", {"MotherAppointmentId": row.pk}) == ""
    assert again(row).start == NOON
    assert again(row).end == NOON + HOUR
