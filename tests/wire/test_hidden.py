"""What a carrier tells of other rows follows who may read those, and nothing that is hidden gets lost by a PUT."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from crm.appointments.models import Participant
from crm.directory.models import Associate, Contact, Person
from crm.tickets.contracts import TICKET
from crm.tickets.models import SecurityLevel, Ticket, TicketMessage
from crm.wire.read import read, read_one
from tests.appointments.saving import created
from tests.callers import Api
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(world: World) -> Ticket:
    """Cleo's ticket, with everything around it that is not hers to read."""
    (secret,) = plant(
        Ticket(title="Secret", created_at=NOON, last_changed=NOON, status=world.open, category=world.secret)
    )
    Person.objects.filter(pk=world.dan.pk).update(email="dan@lab.example")
    ticket = again(world.ticket)
    ticket.sale, ticket.project, ticket.connected_to = world.deal, world.rollout, secret
    ticket.num_messages = 3
    ticket.save()
    ticket.secondary_persons.set([world.cleo_person, world.dan])
    said = {"ticket": ticket, "created_at": NOON}
    plant(
        TicketMessage(**said, slevel=SecurityLevel.EXTERNAL, person=world.cleo_person, author="Cleo"),
        TicketMessage(**said, slevel=SecurityLevel.EXTERNAL, person=world.dan, created_by=world.ada),
        TicketMessage(**said, slevel=SecurityLevel.INTERNAL, author="Ada"),
    )
    return ticket


def seen_by(who: Associate, ticket: Ticket) -> Any:
    carrier = Api(who).get(f"Ticket/{ticket.pk}")
    (by_orm,) = read(TICKET, Ticket.objects.filter(pk=ticket.pk), who)
    assert read_one(TICKET, ticket.pk, who) == by_orm
    return carrier


def persons(carrier: Any) -> set[int]:
    return {person["PersonId"] for person in carrier["SecondaryPersons"]}


def test_a_customer_reads_of_nothing_that_is_hidden_from_them(world: World, told: Ticket) -> None:
    carrier = seen_by(world.cleo, told)
    assert [carrier[name] for name in ("Sale", "Project", "OwnedBy", "CreatedBy")] == [None] * 4
    assert (carrier["ConnectId"], carrier["NumMessages"]) == (0, 2)
    assert carrier["Person"]["Email"] == "cleo@lab.example"
    assert carrier["Person"]["ContactName"] == "Lab", "her own company"
    assert persons(carrier) == {world.cleo_person.pk}
    messages = [
        (message["PersonId"], message["PersonFullName"], message["ContactName"], message["CreatedBy"])
        for message in carrier["Messages"]
    ]
    assert messages == [(world.cleo_person.pk, "Cleo Marsh", "Lab", 0), (0, "", "", 0)]
    assert not any(word in str(carrier) for word in ("dan@lab", "Vries", "Deal", "Rollout", "Berg"))


def test_another_customer_of_the_ticket_is_not_shown_to_who_reads_along(world: World, told: Ticket) -> None:
    Ticket.objects.filter(pk=told.pk).update(person=world.dan)
    assert seen_by(world.cleo, told)["Person"] is None


def test_colleagues_read_all_but_the_number_of_a_hidden_ticket(world: World, told: Ticket) -> None:
    for who, connected in (
        (world.bo, 0),
        (world.ada, told.connected_to_id),
        (world.tove, told.connected_to_id),
    ):
        carrier = seen_by(who, told)
        assert (carrier["ConnectId"], carrier["NumMessages"], len(carrier["Messages"])) == (connected, 3, 3)
        assert (carrier["Sale"]["Title"], carrier["Project"]["Name"]) == ("Deal", "Rollout")
        assert persons(carrier) == {world.cleo_person.pk, world.dan.pk}


def test_the_categories_carrier_tells_a_customer_nothing_of_colleagues(world: World, told: Ticket) -> None:
    world.support.category_master = world.ada
    world.support.save()
    shown = {who.name: seen_by(who, told)["Category"]["CategoryMaster"] for who in (world.ada, world.cleo)}
    assert shown == {"ada": world.ada.pk, "cleo": 0}


def references(ticket: Ticket) -> list[object]:
    ticket = again(ticket)
    people = set(ticket.secondary_persons.values_list("pk", flat=True))
    return [ticket.sale, ticket.project, ticket.connected_to, ticket.owner, ticket.person, people]


@pytest.mark.parametrize("way", ["PUT", "agent"])
@pytest.mark.parametrize("name", ["bo", "ada", "cleo"])
def test_what_was_read_can_be_put_back_and_nothing_hidden_is_lost(
    way: str, name: str, world: World, told: Ticket
) -> None:
    who: Associate = getattr(world, name)
    assert who.user is not None
    who.user.user_permissions.add(Permission.objects.get(codename="change_ticket"))
    before, carrier = references(told), Api(who).get(f"Ticket/{told.pk}")
    if way == "PUT":
        after = Api(who).put(f"Ticket/{told.pk}", carrier | {"Title": "Changed"})
    else:
        after = Api(who).post("Agents/Ticket/SaveTicketEntity", carrier | {"Title": "Changed"})
    assert references(told) == before
    assert after["Title"] == "Changed"


def test_what_one_sees_one_can_still_empty(world: World, told: Ticket) -> None:
    body: dict[str, Any] = {"Sale": None, "ConnectId": 0, "SecondaryPersons": []}
    Api(world.ada).put(f"Ticket/{told.pk}", body)
    told = again(told)
    assert (told.sale, told.connected_to, told.secondary_persons.count()) == (None, None, 0)


def test_a_reference_that_was_deleted_meanwhile_may_stay(world: World, told: Ticket) -> None:
    carrier = Api(world.ada).get(f"Ticket/{told.pk}")
    Person.objects.update(deleted=True)
    before = references(told)
    Api(world.ada).put(f"Ticket/{told.pk}", carrier)
    assert references(told) == before
    Api(world.ada).patch(f"Ticket/{told.pk}", {"Person": {"PersonId": world.cleo_person.pk}})
    words = Api(world.ada).put(f"Ticket/{told.pk}", {"Person": {"PersonId": world.erik.pk}}, status=400)
    assert words["ErrorMessage"].startswith("$.Person.PersonId: ")


def test_a_hidden_ticket_that_is_connected_already_may_be_named(world: World, told: Ticket) -> None:
    body = {"ConnectId": told.connected_to_id}
    Api(world.bo).put(f"Ticket/{told.pk}", body)
    assert again(told).connected_to_id == told.connected_to_id
    Api(world.bo).post("Ticket", body, status=400)


def test_a_participant_who_was_deleted_meanwhile_stays(world: World) -> None:
    given = {"person_id": world.dan.pk, "contact_id": world.lab.pk}
    appointment = created(world, participants=[given], person_id=world.dan.pk, contact_id=world.lab.pk)
    carrier = Api(world.ada).get(f"Appointment/{appointment.pk}")
    Person.objects.update(deleted=True)
    Contact.objects.update(deleted=True)
    Api(world.ada).put(f"Appointment/{appointment.pk}", carrier)
    (participant,) = Participant.objects.all()
    assert (participant.person, participant.contact) == (world.dan, world.lab)


@pytest.mark.parametrize("select", ["", "?$select=Title"])
def test_who_hides_a_row_from_themselves_is_answered_what_they_wrote(select: str, world: World) -> None:
    body = {"Title": "Gone", "Category": {"TicketCategoryId": world.secret.pk}}
    bo = Api(world.bo)
    made = bo.post(f"Ticket{select}", body)
    bo.get(f"Ticket/{made['TicketId']}", status=404)
    Ticket.objects.filter(pk=world.ticket.pk).update(owner=None)
    path = f"Ticket/{world.ticket.pk}"
    assert bo.patch(f"{path}{select}", {"Category": body["Category"]})["Title"] == "No light"
    bo.get(path, status=404)
    Ticket.objects.filter(pk=world.ticket.pk).update(category=world.support)
    assert bo.put(f"{path}{select}", body)["Title"] == "Gone"
    bo.get(path, status=404)


def test_agents_answer_what_one_hid_from_oneself_too(world: World) -> None:
    body = {"Title": "Gone", "Category": {"TicketCategoryId": world.secret.pk}}
    assert Api(world.bo).post("Agents/Ticket/SaveTicketEntity", body)["Title"] == "Gone"
