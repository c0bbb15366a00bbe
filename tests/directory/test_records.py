"""What saving and deleting companies, people, projects and sales does besides writing what was sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.directory.models import Contact, Person, Project, Sale
from crm.tickets.models import Ticket
from tests.callers import Api
from tests.directory.crowd import contacts, people, projects
from tests.world import World, again, plant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("resource", "body", "number"),
    [
        ("Contact", {"Name": "Quay"}, "Number2"),
        ("Person", {"Lastname": "Quay"}, "PersonNumber"),
        ("Project", {"Name": "Quay"}, "ProjectNumber"),
        ("Sale", {"Heading": "Quay"}, "Number"),
    ],
)
def test_a_number_is_given_by_the_server_and_belongs_to_one_row_only(
    world: World, resource: str, body: dict[str, Any], number: str
) -> None:
    api = Api(world.ada)
    first, second = (api.post(resource, body)[number] for _ in range(2))
    assert "" not in (first, second)
    assert first != second
    refused = api.post(resource, {**body, number: first}, status=400)
    assert refused["ErrorMessage"].startswith(f"$.{number}: ")


@pytest.mark.parametrize(
    ("resource", "body", "faults"),
    [
        ("Contact", {"Name": " ", "Address": {"Wgs84Latitude": 91}}, {"Name", "Address.Wgs84Latitude"}),
        ("Contact", {"Name": "Quay", "Phones": [{"Value": "1" * 50}]}, {"Phones"}),
        ("Contact", {"Name": "Quay", "Country": {"CountryId": 987654}}, {"Country.CountryId"}),
        ("Person", {"Title": "Captain"}, {"Lastname"}),
        (
            "Project",
            {"StartDate": "2026-03-04T00:00:00", "EndDate": "2026-03-03T00:00:00"},
            {"Name", "EndDate"},
        ),
        ("Sale", {"Probability": 101, "Status": "Unknown"}, {"Heading", "Probability", "Status"}),
        ("Sale", {"Heading": "Quay"}, set()),
    ],
)
def test_a_check_names_every_member_that_saving_would_refuse_and_saves_nothing(
    world: World, resource: str, body: dict[str, Any], faults: set[str]
) -> None:
    api = Api(world.ada)
    before = [model.objects.count() for model in (Contact, Person, Project, Sale)]
    told = api.post(f"{resource}/Validate", body)
    assert set(told) == faults
    assert all(isinstance(text, str) and text for text in told.values())
    by_agent = api.post(f"Agents/{resource}/Validate{resource}Entity", {f"{resource}Entity": body})
    assert by_agent == told
    assert [model.objects.count() for model in (Contact, Person, Project, Sale)] == before
    if faults:
        refused = api.post(resource, body, status=400)["ErrorMessage"]
        assert refused.partition(":")[0] in {f"$.{name}" for name in faults}


@pytest.mark.parametrize("resource", ["Contact", "Person"])
def test_a_deleted_company_or_person_is_gone_for_readers_and_stays_for_what_refers_to_it(
    world: World, resource: str
) -> None:
    (row,) = contacts(world, 1) if resource == "Contact" else people(world, 1)
    api = Api(world.tove)
    api.delete(f"{resource}/{row.pk}")
    api.get(f"{resource}/{row.pk}", status=404)
    assert again(row).deleted
    assert row.pk not in {int(each["PrimaryKey"]) for each in api.get(resource)["value"]}


def test_our_own_company_and_people_who_sign_in_cannot_be_deleted(world: World) -> None:
    api = Api(world.tove)
    api.delete(f"Contact/{world.ours.pk}", status=400)
    api.delete(f"Person/{world.cleo_person.pk}", status=400)
    assert not again(world.ours).deleted
    assert not again(world.cleo_person).deleted


def test_a_deleted_project_takes_its_members_along_and_leaves_sales_behind(world: World) -> None:
    Api(world.tove).delete(f"Project/{world.rollout.pk}")
    assert again(world.deal).project_id is None
    assert not Project.objects.filter(pk=world.rollout.pk).exists()


def test_a_colleague_without_the_right_cannot_delete(world: World) -> None:
    for resource, row in (("Contact", world.yard), ("Person", world.erik), ("Sale", world.deal)):
        Api(world.ada).delete(f"{resource}/{row.pk}", status=403)


def test_a_customer_sees_neither_other_people_nor_projects_nor_sales(world: World) -> None:
    world.cleo.user.groups.set(world.ada.user.groups.all())  # type: ignore[union-attr]  # both have accounts
    api = Api(world.cleo)
    assert api.get(f"Person/{world.cleo_person.pk}")["Firstname"] == "Cleo"
    for hidden in (f"Person/{world.erik.pk}", f"Contact/{world.yard.pk}", f"Sale/{world.deal.pk}"):
        api.get(hidden, status=404)
        api.get(f"{hidden}/Simple", status=404)


def test_the_flat_carrier_tells_the_same_as_the_whole_one(world: World) -> None:
    (row,) = people(world, 1)
    api = Api(world.ada)
    whole, flat = api.get(f"Person/{row.pk}"), api.get(f"Person/{row.pk}/Simple")
    assert flat["Email"] == whole["Emails"][0]["Value"]
    assert flat["DirectPhone"] == whole["OfficePhones"][0]["Value"]
    assert flat["FormalName"] == whole["FormalName"] == "Ms. Pia Ruud 0"
    assert flat["Position"] == whole["Position"]["Value"]
    assert flat == api.post(f"Agents/Person/GetPerson?personId={row.pk}", None)


def test_the_first_way_to_reach_somebody_that_is_emptied_gives_way_to_the_next(world: World) -> None:
    (row,) = contacts(world, 1)
    api = Api(world.ada)
    api.patch(f"Contact/{row.pk}", [{"op": "remove", "path": "/Emails/0"}])
    assert again(row).email_address == "other@new.example"
    assert [each["Value"] for each in api.get(f"Contact/{row.pk}")["Emails"]] == ["other@new.example"]


def test_an_address_is_added_to_a_person_as_the_last_or_the_first(world: World) -> None:
    api, person = Api(world.ada), world.cleo_person
    call = "Agents/Person/AddEmailAddressToPerson"
    api.post(call, {"PersonId": person.pk, "EmailAddress": "home@lab.example"}, status=204)
    assert again(person).email == "cleo@lab.example"
    body = {"PersonId": person.pk, "EmailAddress": "HOME@lab.example", "SetAsPrimaryEmail": True}
    api.post(call, body, status=204)
    found = api.get(f"Person/{person.pk}")["Emails"]
    assert [each["Value"] for each in found] == ["home@lab.example", "cleo@lab.example"]
    api.post(call, {"PersonId": 999999, "EmailAddress": "a@b.example"}, status=404)
    api.post(call, {"PersonId": person.pk, "EmailAddress": " "}, status=400)


def test_of_earning_and_its_percentage_the_one_that_changes_decides_the_other(world: World) -> None:
    api = Api(world.ada)
    sale = api.post("Sale", {"Heading": "Boats", "Amount": 200, "EarningPercent": 25})
    assert sale["Earning"] == 50
    place = f"Sale/{sale['SaleId']}"
    assert api.patch(place, {"Earning": 100})["EarningPercent"] == 50
    assert api.patch(place, {"Amount": 400})["Earning"] == 200


def test_the_rows_below_are_those_that_belong_to_the_parent_each_once(world: World) -> None:
    api = Api(world.tove)
    api.put(
        f"Project/{world.rollout.pk}",
        {
            "Name": "Rollout",
            "ProjectMembers": [{"PersonId": world.dan.pk}, {"PersonId": world.cleo_person.pk}],
        },
    )
    plant(Ticket(title="Other", created_at=world.ticket.created_at, last_changed=world.ticket.last_changed,
                 status=world.open, person=world.erik))  # fmt: skip

    def keys(path: str) -> list[int]:
        return sorted(int(row["PrimaryKey"]) for row in api.get(path)["value"])

    lab, cleo = f"Contact/{world.lab.pk}", f"Person/{world.cleo_person.pk}"
    assert keys(f"{lab}/Persons") == sorted([world.cleo_person.pk, world.dan.pk])
    assert keys(f"{lab}/Sales") == [world.deal.pk]
    assert keys(f"{lab}/Projects") == [world.rollout.pk]
    assert keys(f"{lab}/Tickets") == keys(f"{cleo}/Tickets") == [world.ticket.pk]
    assert keys(f"{lab}/Appointments") == keys(f"{cleo}/Appointments") == keys(f"{cleo}/Sales") == []
    assert keys(f"Project/{world.rollout.pk}/Contacts") == [world.lab.pk]
    assert len(keys(f"Project/{world.rollout.pk}/Members")) == 2
    api.get("Contact/999999/Tickets", status=404)


def test_members_who_stay_keep_their_row(world: World) -> None:
    (row,) = projects(world, 1)
    api = Api(world.tove)
    before = api.get(f"Project/{row.pk}")["ProjectMembers"]
    body = [*before, {"PersonId": world.erik.pk}, {"PersonId": world.erik.pk}, {"Comment": "Nobody"}]
    after = api.patch(f"Project/{row.pk}", {"ProjectMembers": body})["ProjectMembers"]
    assert after[0] == before[0]
    assert [(each["FullName"], each["ContactName"]) for each in after[1:]] == [("Erik Lund", "Yard")]


def test_what_is_not_part_of_this_desk_says_so(world: World) -> None:
    api = Api(world.ada)
    for address in (
        f"Contact/{world.lab.pk}/Documents",
        f"Person/{world.dan.pk}/Consent",
        f"Project/{world.rollout.pk}/Guide",
        f"Sale/{world.deal.pk}/Stakeholders",
        "Contact/Duplicates/Lab",
    ):
        assert api.get(address, status=501)["ErrorType"] == "SoNotImplementedException"


def test_agents_tell_people_of_a_company_and_companies_of_the_caller(world: World) -> None:
    api = Api(world.ada)
    body = {"ContactId": world.lab.pk}
    people_there = {world.cleo_person.pk, world.dan.pk}
    for call in ("Contact/GetPersons", "Person/GetPersonsFromContact"):
        assert {each["PersonId"] for each in api.post(f"Agents/{call}", body)} == people_there
    whole = api.post("Agents/Contact/GetContactWithPersons", body)
    assert {each["PersonId"] for each in whole["Persons"]} == people_there
    Contact.objects.filter(pk=world.yard.pk).update(associate=world.ada)
    assert [each["Name"] for each in api.post("Agents/Contact/GetMyContacts", None)] == ["Yard"]
    assert api.post("Agents/Contact/GetMyContact", None) is None
    listed = api.post("Agents/Contact/GetContactList", [world.yard.pk, 999999, world.lab.pk])
    assert [each["Name"] for each in listed] == ["Yard", "Lab"]
    blank = api.post("Agents/Person/CreateDefaultByContactId", body)
    assert (blank["PersonId"], blank["Contact"]["Name"], blank["Country"]["Name"]) == (0, "Lab", "Norway")


@pytest.mark.parametrize(("resource", "most"), [("Contact", 6), ("Person", 6), ("Project", 6), ("Sale", 6)])
def test_reading_one_over_rest_takes_few_statements(world: World, resource: str, most: int) -> None:
    row = {"Contact": world.lab, "Person": world.dan, "Project": world.rollout, "Sale": world.deal}[resource]
    api = Api(world.ada)
    api.get(f"{resource}/{row.pk}")
    with CaptureQueriesContext(connection) as statements:
        api.get(f"{resource}/{row.pk}")
    assert len(statements) <= most
