"""Lists of appointments over Agents: whose, when, and what others see of private entries."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.models import (
    Appointment,
    AppointmentType,
    AppointmentVisibility,
    Participant,
    Recurrence,
    State,
    Visibility,
)
from crm.directory.models import Associate, Project
from crm.directory.models.project import ProjectMember
from tests.appointments.crowd import at
from tests.appointments.saving import created
from tests.callers import Api
from tests.carriers import misfits
from tests.world import HOUR, NOON, World, plant

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR
MONDAY = {"StartTime": "2026-03-02T00:00:00Z", "EndTime": "2026-03-03T00:00:00Z"}


@pytest.fixture
def week(world: World) -> World:
    """Ada's Monday, the days around it, and entries of others."""
    for who, person in ((world.ada, world.dan), (world.bo, world.erik)):
        Associate.objects.filter(pk=who.pk).update(person=person)
    (rule,) = plant(Recurrence(start_date=NOON, end_date=NOON + 7 * DAY))
    private = plant(
        at(-1, world.ada, "Ada, private", private=1),
        at(1, world.bo, "Bo, private", private=1),
    )
    plant(
        *[
            AppointmentVisibility(appointment=row, visibility=Visibility.ASSOCIATE, associate=row.associate)
            for row in private
        ]
    )
    plant(
        at(-12, world.ada, "Ada at midnight", project=world.rollout),
        at(-13, world.ada, "Ada until midnight"),
        at(12, world.ada, "Ada next day"),
        at(-12.5, world.ada, "Ada over midnight", contact=world.lab, recurrence=rule),
        at(0, world.ada, "Ada to do", type=AppointmentType.IN_CHECKLIST),
        at(2, world.ada, "Ada declined", state=State.BOOKING_DECLINED),
        at(3, world.bo, "Bo", contact=world.lab, project=world.rollout),
        at(4, world.nils, "Nils, done", state=State.COMPLETED, is_published=True),
    )
    return world


def titles(carriers: list[Any]) -> list[str]:
    return [carrier["Title"] for carrier in carriers]


def asked(who: Associate, method: str, body: Any) -> list[Any]:
    found: list[Any] = Api(who).post(f"Agents/Appointment/{method}", body)
    for carrier in found:
        assert list(misfits(carrier, "AppointmentInfo" if method.endswith("Info") else "Appointment")) == []
    return found


ALL_DAY = ["Ada over midnight", "Ada at midnight", "Ada, private", "Ada to do", "Ada declined"]
DIARY = ["Ada over midnight", "Ada at midnight", "Ada, private"]
MASKED = ["Ada over midnight", "Ada at midnight", ""]
LISTS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("ada", "GetMyAppointments", MONDAY, ALL_DAY),
    ("ada", "GetMyAppointments", {**MONDAY, "Count": 2}, ALL_DAY[:2]),
    ("ada", "GetMyAppointments", {**MONDAY, "Count": -1}, ALL_DAY),
    ("ada", "GetMyAppointments", {"StartTime": "2026-03-03T00:00:00Z"}, ["Ada next day"]),
    ("ada", "GetMyAppointments", {}, ["Ada until midnight", *ALL_DAY, "Ada next day"]),
    ("ada", "GetMyDiary", MONDAY, DIARY),
    ("nils", "GetMyDiary", MONDAY, ["Nils, done"]),
    ("bo", "GetAssociateDiary", {"AssociateId": "ada", **MONDAY}, MASKED),
    ("bo", "GetAssociateDiary", {"AssociateId": "ada", "Count": 1, **MONDAY}, MASKED[:1]),
    ("tove", "GetAssociateDiary", {"AssociateId": "ada", **MONDAY}, DIARY),
    ("cleo", "GetAssociateDiary", {"AssociateId": "ada", **MONDAY}, []),
    ("bo", "GetAssociateDiary", {"AssociateId": 999_999, **MONDAY}, []),
    ("bo", "GetPersonDiary", {"PersonId": "dan", **MONDAY}, MASKED),
    ("bo", "GetPersonAppointments", {"PersonId": "dan", **MONDAY}, [*MASKED[:2], "Ada to do", "Ada declined"]),
    ("nils", "GetAssociatesDiary", {"AssociateIds": ["ada", "bo"], **MONDAY}, [*MASKED, "", "Bo"]),
    ("nils", "GetAssociatesDiaryInfo", {"AssociateIds": ["ada", "bo"], **MONDAY}, [*MASKED, "", "Bo"]),
    ("nils", "GetDiaryByGroup", {"GroupId": "desk", **MONDAY}, MASKED),
    ("nils", "GetDiaryByGroup", {"GroupId": "desk", "GroupType": 2, **MONDAY}, []),
    ("ada", "GetContactAppointments", {"ContactId": "lab", **MONDAY}, ["Ada over midnight", "Bo"]),
    ("ada", "GetProjectAppointments", {"ProjectId": "rollout", **MONDAY}, ["Ada at midnight", "Bo"]),
]  # fmt: skip


def filled(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The body with the ids of those who are named."""

    def key(value: Any) -> Any:
        named = getattr(world, value, None) if isinstance(value, str) else None
        return (
            [key(each) for each in value] if isinstance(value, list) else value if named is None else named.pk
        )

    return {name: key(value) for name, value in body.items()}


def test_each_list_holds_what_belongs_to_it_by_start(week: World) -> None:
    found = [
        titles(asked(getattr(week, who), method, filled(week, body))) for who, method, body, _told in LISTS
    ]
    assert dict(enumerate(found)) == {number: told for number, (*_call, told) in enumerate(LISTS)}


def test_the_persons_projects_come_along_when_asked_for(week: World) -> None:
    plant(ProjectMember(project=week.rollout, person=week.dan))
    body = {"PersonId": week.dan.pk, "IncludeProjectAppointments": True, **MONDAY}
    assert titles(asked(week.tove, "GetPersonAppointments", body)) == [*ALL_DAY, "Bo"]
    Project.objects.filter(pk=week.rollout.pk).delete()
    assert titles(asked(week.tove, "GetPersonAppointments", body)) == ALL_DAY


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("GetPersonDiary", {"PersonId": "cleo_person"}),  # hidden from customers only, and no colleague
        ("GetPersonTasks", {"PersonId": 999_999}),
        ("GetPersonAppointments", {"PersonId": 0}),
        ("GetContactAppointments", {"ContactId": 999_999}),
        ("GetProjectAppointments", {"ProjectId": 0}),
        ("GetMyDiary", {"StartTime": "soon"}),
        ("GetAssociatesDiary", {"AssociateIds": ["x"]}),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_refused(week: World, method: str, body: Any) -> None:
    if "PersonId" in body and body["PersonId"] == "cleo_person":
        Associate.objects.filter(pk=week.cleo.pk).update(person=None)
    refused = Api(week.ada).post(f"Agents/Appointment/{method}", filled(week, body), status=400)
    assert refused["ErrorMessage"].startswith(f"$.{next(iter(body))}")


def test_a_private_entry_in_short_shows_nothing_but_its_time(week: World) -> None:
    body = {"AssociateIds": [week.ada.pk], **MONDAY}
    entries = asked(week.bo, "GetAssociatesDiaryInfo", body)
    own = asked(week.ada, "GetAssociatesDiaryInfo", body)
    assert (own[2]["Title"], own[2]["IsPrivate"], own[2]["IsBusy"]) == ("Ada, private", True, True)
    same = {"AppointmentId", "AssociateId", "StartDate", "EndDate", "IsAllDay", "IsBusy", "IsPrivate"}
    assert {name: entries[2][name] for name in same} == {name: own[2][name] for name in same}
    assert entries[2]["TableRight"] is None
    first = own[0]
    assert (first["IsRecurring"], first["RecurrenceInfo"]["Pattern"], first["ContactName"]) == (
        True,
        "Weekly",
        "Lab",
    )
    assert (own[1]["IsRecurring"], own[1]["RecurrenceInfo"], own[1]["ProjectName"]) == (
        False,
        None,
        "Rollout",
    )


def test_the_short_carrier_tells_of_bookings(world: World) -> None:
    mother = created(world, title="Meeting")
    Appointment.objects.filter(pk=mother.pk).update(mother=mother)
    booking = at(0, world.bo, "Bo's", mother=mother, state=State.BOOKING_SEEN, type=6)
    plant(booking)
    plant(Participant(appointment=mother, associate=world.bo, send_email=True))
    body = {"AssociateIds": [world.ada.pk, world.bo.pk]}
    found = {each["Title"]: each for each in asked(world.tove, "GetAssociatesDiaryInfo", body)}
    names = (
        "IsBooking",
        "IsBookingMain",
        "IsTentative",
        "SendEmail",
        "AnySendEmail",
        "MotherId",
        "MotherAssociateId",
    )
    assert [found["Meeting"][name] for name in names] == [
        True,
        True,
        False,
        False,
        True,
        mother.pk,
        world.ada.pk,
    ]
    assert [found["Bo's"][name] for name in names] == [True, False, True, True, True, mother.pk, world.ada.pk]


@time_machine.travel(NOON + 2 * HOUR, tick=False)
def test_tasks_are_the_checklist_and_what_is_over_and_not_done(world: World) -> None:
    plant(
        at(0, world.ada, "Over"),
        at(1.5, world.ada, "Going on"),
        at(9, world.ada, "To do", type=AppointmentType.IN_CHECKLIST),
        at(-9, world.ada, "To do, done", type=AppointmentType.IN_CHECKLIST, state=State.COMPLETED),
        at(0, world.ada, "Over, done", state=State.COMPLETED),
        at(-5, world.bo, "Bo's", type=AppointmentType.IN_CHECKLIST),
    )
    Associate.objects.filter(pk=world.ada.pk).update(person=world.dan)
    assert titles(asked(world.ada, "GetMyTasks", {})) == ["Over", "To do"]
    assert titles(asked(world.ada, "GetMyTasks", {"Count": 1})) == ["Over"]
    of_dan = {"PersonId": world.dan.pk}
    assert titles(asked(world.bo, "GetPersonTasks", of_dan)) == ["Over", "To do"]
    assert titles(asked(world.bo, "GetPersonTasks", of_dan | {"Count": 1})) == ["Over"]
    Associate.objects.filter(pk=world.bo.pk).update(person=world.erik)
    assert titles(asked(world.ada, "GetPersonTasks", {"PersonId": world.erik.pk})) == ["Bo's"]


def test_the_entries_of_a_meeting_and_of_a_series(week: World) -> None:
    first = Appointment.objects.get(title="Ada over midnight")
    mother = Appointment.objects.get(title="Bo")
    Appointment.objects.filter(title="Nils, done").update(mother=mother)
    both = {"MotherId": mother.pk, "RecurrenceRuleId": first.recurrence_id}
    for body, told in (
        (both, ["Ada over midnight", "Bo", "Nils, done"]),
        (both | {"RecurrenceRuleId": 0}, ["Bo", "Nils, done"]),
        (both | {"MotherId": 0}, ["Ada over midnight"]),
        ({}, []),
    ):
        assert titles(asked(week.ada, "GetAppointmentRecords", body)) == told


def test_published_is_what_is_published_now(world: World) -> None:
    now = datetime.datetime.now(datetime.UTC)
    rows = plant(
        at(0, world.ada, "Open", is_published=True),
        at(1, world.ada, "Now", is_published=True, publish_from=now - DAY, publish_to=now + DAY),
        at(2, world.ada, "Later", is_published=True, publish_from=now + DAY),
        at(3, world.ada, "Past", is_published=True, publish_to=now - DAY),
        at(4, world.ada, "Never"),
    )
    assert titles(asked(world.ada, "GetMyPublishedAppointments", None)) == ["Open", "Now"]
    keys = [row.pk for row in rows]
    found = asked(world.bo, "GetPublishedAppointments", {"AppointmentIds": keys[::-1]})
    assert titles(found) == ["Now", "Open"]
    one = "Agents/Appointment/GetPublishedAppointment"
    assert Api(world.bo).post(one, {"AppointmentId": keys[1]}) == found[0]
    assert Api(world.bo).post(one, {"AppointmentId": keys[2]}) is None
    assert Api(world.cleo).post(one, {"AppointmentId": keys[1]}) is None


def test_a_day_begins_where_the_request_says(world: World) -> None:
    plant(at(-12.5, world.ada, "Late in London, early in Oslo"))
    body = {"StartTime": "2026-03-02T00:00:00", "EndTime": "2026-03-02T00:15:00"}
    assert titles(asked(world.ada, "GetMyDiary", body)) == ["Late in London, early in Oslo"]
    oslo = Api(world.ada, **{"SO-TimeZone": "NO"}).post("Agents/Appointment/GetMyDiary", body)
    assert oslo == []  # 23:00 to 23:15 in UTC is before it
    at_midnight = body | {"StartTime": "2026-03-02T00:30:00", "EndTime": "2026-03-02T01:00:00"}
    (found,) = Api(world.ada, **{"SO-TimeZone": "NO"}).post("Agents/Appointment/GetMyDiary", at_midnight)
    assert found["StartDate"] == "2026-03-02T00:30:00"


COUNTED = [
    ("GetMyAppointments", {}, 1),
    ("GetMyDiary", {}, 1),
    ("GetMyTasks", {}, 1),
    ("GetMyPublishedAppointments", None, 1),
    ("GetAssociateDiary", {"AssociateId": "bo"}, 3),
    ("GetAssociatesDiary", {"AssociateIds": ["ada", "bo"]}, 3),
    ("GetAssociatesDiaryInfo", {"AssociateIds": ["ada", "bo"]}, 3),
    ("GetDiaryByGroup", {"GroupId": "field"}, 3),
    ("GetPersonAppointments", {"PersonId": "dan"}, 2),
    ("GetPersonDiary", {"PersonId": "dan"}, 4),
    ("GetPersonTasks", {"PersonId": "dan"}, 2),
    ("GetContactAppointments", {"ContactId": "lab"}, 2),
    ("GetProjectAppointments", {"ProjectId": "rollout"}, 2),
    ("GetAppointmentRecords", {"MotherId": 1}, 1),
]


def test_a_list_takes_as_many_statements_for_a_hundred_rows_as_for_ten(week: World) -> None:
    said = {"contact": week.lab, "project": week.rollout, "is_published": True, "mother_id": None}
    taken: dict[int, list[int]] = {}
    for more in (10, 90):
        plant(*[at(hour, who, "x", **said) for hour in range(more // 2) for who in (week.ada, week.bo)])
        taken[more] = []
        for method, body, _number in COUNTED:
            api, sent = Api(week.ada), body and filled(week, body)
            api.post(f"Agents/Appointment/{method}", sent)
            with CaptureQueriesContext(connection) as statements:
                api.post(f"Agents/Appointment/{method}", sent)
            taken[more].append(len(statements) - 1)  # one reads who calls
    assert taken[10] == taken[90]
    assert taken[10] == [number for *_call, number in COUNTED]
