"""The flat carrier, the check without saving, the keys of other systems, and the links of an appointment."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.models import Appointment, AppointmentVisibility, Visibility
from crm.directory.models import Contact
from tests.appointments.crowd import appointments
from tests.appointments.saving import created
from tests.callers import Api
from tests.carriers import CARRIERS, misfits
from tests.world import World, plant

pytestmark = pytest.mark.django_db
# What a private entry shows of itself to colleagues; the rest is blank.
OPEN = {
    "AppointmentId", "StartDate", "EndDate", "ActiveDate", "Type", "AssociateId", "AssociateFullName", "AssociateName",
    "IsFree", "IsAlldayEvent", "Private",
}  # fmt: skip


def test_the_flat_carrier_tells_the_names_of_what_the_whole_one_holds(world: World) -> None:
    (row,) = appointments(world, 1)
    api = Api(world.ada)
    flat, whole = api.get(f"Appointment/{row.pk}/Simple"), api.get(f"Appointment/{row.pk}")
    assert list(misfits(flat, "Appointment")) == []
    same = set(flat) & set(whole) - {"Task", "CreatedBy", "AssignedBy", "FieldProperties"}
    assert {name: flat[name] for name in same} == {name: whole[name] for name in same}
    told = {
        "Task": "Meeting", "TaskType": "Appointment", "TaskId": world.meeting.pk, "AssociateName": "ada",
        "AssociateFullName": "Ada Berg", "AssociateId": world.ada.pk, "ContactName": "Lab", "ContactId": world.lab.pk,
        "PersonFullName": "Dan de Vries", "PersonId": world.dan.pk, "ProjectName": "Rollout", "SaleName": "Deal",
        "ProjectId": world.rollout.pk, "SaleId": world.deal.pk, "PriorityName": "Low", "PriorityId": world.low.pk,
        "CreatedBy": "bo", "CreatedByFullName": "Bo Dahl", "CreatedByAssociateId": world.bo.pk,
        "AssignedBy": world.tove.pk, "AssignedByFullName": "Tove Jensen", "IsRecurrence": True, "IsBooking": False,
        "IsBookingMain": False, "RecurringPattern": "Weekly", "MotherAssociateId": world.ada.pk,
        "RecurringStartDate": whole["Recurrence"]["StartDate"], "RecurringEndDate": whole["Recurrence"]["EndDate"],
    }  # fmt: skip
    assert {name: flat[name] for name in told} == told
    assert flat == api.post(f"Agents/Appointment/GetAppointment?appointmentId={row.pk}", None)


def test_of_anothers_private_entry_colleagues_see_the_time_that_it_takes_and_no_more(world: World) -> None:
    (row,) = appointments(world, 1)
    row.visible_for.all().delete()
    plant(AppointmentVisibility(appointment=row, visibility=Visibility.ASSOCIATE, associate=world.ada))
    Appointment.objects.filter(pk=row.pk).update(private=1, created_by=world.ada)
    own, path = Api(world.ada).get(f"Appointment/{row.pk}/Simple"), f"Appointment/{row.pk}/Simple"
    blank = {
        "int32": 0,
        "string": "",
        "bool": False,
        "timespan": "00:00:00",
        "date-time": "0001-01-01T00:00:00",
    }
    seen = Api(world.bo).get(path)
    assert list(misfits(seen, "Appointment")) == []
    assert {name: seen[name] for name in OPEN} == {name: own[name] for name in OPEN}
    for name, kind in CARRIERS["Appointment"].items():
        if name not in OPEN:
            assert seen[name] == blank.get(kind, seen[name]), name
    assert not any(word in str(seen) for word in ("light", "Lab", "Vries", "Deal", "Rollout", "meet.example"))
    agent = "Agents/Appointment/GetAppointment"
    assert Api(world.bo).post(f"{agent}?appointmentId={row.pk}", None) == seen
    assert Api(world.bo).post(f"{agent}List", [row.pk]) == [seen]
    Api(world.bo).get(f"Appointment/{row.pk}", status=404)
    assert Api(world.tove).get(path)["Title"] == "Meeting 0"


@pytest.mark.parametrize("hidden", [{"type": 2}, {"state": 10}, {"state": 9}])
def test_a_private_entry_outside_the_diary_answers_like_a_missing_one(world: World, hidden: Any) -> None:
    row = created(world, private=1)
    Appointment.objects.filter(pk=row.pk).update(**hidden)
    for who in (world.bo, world.cleo):
        if who is world.cleo:
            Appointment.objects.filter(pk=row.pk).update(type=1, state=1)
        api = Api(who)
        words = [
            api.get(f"Appointment/{key}/Simple", status=404)["ErrorMessage"].replace(str(key), "N")
            for key in (row.pk, 999_999)
        ]
        assert words[0] == words[1]
        assert api.post(f"Agents/Appointment/GetAppointment?appointmentId={row.pk}", None) is None
        assert api.post("Agents/Appointment/GetAppointmentList", [row.pk, 999_999]) == []


def test_a_check_names_what_saving_would_refuse_and_saves_nothing(world: World) -> None:
    api = Api(world.ada)
    for body, faults in (
        ({"Title": "Fine"}, set()),
        ({"Title": "x" * 255}, {"Title"}),
        ({"Contact": {"ContactId": 999_999}}, {"Contact.ContactId"}),
        ({"StartDate": "soon"}, {"StartDate"}),
    ):
        told = api.post("Appointment/Validate", body)
        assert set(told) == faults
        assert told == api.post("Agents/Appointment/ValidateAppointmentEntity", {"AppointmentEntity": body})
        if faults:
            refused = api.post("Appointment", body, status=400)["ErrorMessage"]
            assert refused == f"$.{next(iter(faults))}: {told[next(iter(faults))]}"
    assert not Appointment.objects.exists()
    row = created(world, title="Before")
    assert api.post("Appointment/Validate", {"AppointmentId": row.pk, "Title": "After"}) == {}
    assert Appointment.objects.get().title == "Before"
    Appointment.objects.filter(pk=row.pk).update(contact=world.yard)
    Contact.objects.filter(pk=world.yard.pk).update(deleted=True)
    kept = {"AppointmentId": row.pk, "Contact": {"ContactId": world.yard.pk}}
    assert api.post("Appointment/Validate", kept) == {}, "what it refers to already may stay"
    assert set(api.post("Appointment/Validate", kept | {"AppointmentId": 0})) == {"Contact.ContactId"}
    Api(world.bo).post("Appointment/Validate", {"AppointmentId": row.pk}, status=403)
    api.post("Appointment/Validate", {"AppointmentId": 999_999}, status=404)


def test_no_keys_of_other_systems_are_kept(world: World) -> None:
    row = created(world)
    assert Api(world.ada).get(f"Appointment/{row.pk}/ForeignKey") == {}
    Api(world.ada).get("Appointment/999999/ForeignKey", status=404)


# The order and the spelling of the sample that comes with the official client (an appointment without a sale).
PRINTED = [
    "Self", "Self.Simple", "UdefLayout", "Associate.List", "Contact", "Contact.List", "Person", "Person.List",
    "Priority.List", "Project", "Project.List", "RejectReason.List", "Task.List", "Sale.List", "Archive",
    "Archive.Participants", "Archive.Links",
]  # fmt: skip


def test_links_are_those_of_the_original_and_each_leads_somewhere(world: World) -> None:
    (row,) = appointments(world, 1)
    Appointment.objects.filter(pk=row.pk).update(sale=None)
    api = Api(world.ada)
    links = api.get(f"Appointment/{row.pk}")["_Links"]
    assert list(links) == PRINTED
    assert links["Contact"] == f"http://testserver/api/v1/Contact/{world.lab.pk}"
    assert links["Contact.List"] == "http://testserver/api/v1/MDOList/contact_new"
    assert links["Self.Simple"] == f"http://testserver/api/v1/Appointment/{row.pk}/Simple"
    for name, link in links.items():
        if name != "UdefLayout":
            Api(world.tove).get(link.removeprefix("http://testserver/api/v1/"))


def test_a_relation_that_is_empty_or_hidden_has_no_link_to_a_row(world: World) -> None:
    bare = created(world)
    links = Api(world.ada).get(f"Appointment/{bare.pk}")["_Links"]
    assert [name for name in links if name in ("Contact", "Person", "Project", "Sale")] == []
    told = created(world, contact_id=world.yard.pk, person_id=world.cleo_person.pk)
    Appointment.objects.filter(pk=told.pk).update(associate=world.cleo)
    links = Api(world.cleo).get(f"Appointment/{told.pk}")["_Links"]
    assert [name for name in links if name in ("Contact", "Person")] == ["Person"]


def test_the_links_of_a_person_follow_the_same_pattern(world: World) -> None:
    links = Api(world.ada).get(f"Person/{world.dan.pk}")["_Links"]
    assert links["Contact"].endswith(f"/api/v1/Contact/{world.lab.pk}")
    assert links["Position.List"].endswith("/api/v1/MDOList/perspos")
    assert links["Archive.Tickets"].endswith(f"/api/v1/Person/{world.dan.pk}/Tickets")
    for name, link in links.items():
        if name != "UdefLayout":
            Api(world.tove).get(link.removeprefix("http://testserver/api/v1/"))


@pytest.mark.parametrize(
    "path", ["Appointment/{}/Simple", "Agents/Appointment/GetAppointment?appointmentId={}"]
)
def test_the_flat_carrier_takes_two_statements_and_three_for_a_private_one(world: World, path: str) -> None:
    rows = created(world), created(world, private=1)
    for row, number in zip(rows, (2, 3), strict=True):
        api, verb = Api(world.bo), "GET" if "Simple" in path else "POST"
        api.call(verb, path.format(row.pk))
        with CaptureQueriesContext(connection) as statements:
            api.call(verb, path.format(row.pk))
        assert len(statements) == number, [each["sql"][:90] for each in statements]
