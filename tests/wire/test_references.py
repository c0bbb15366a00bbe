"""References in bodies: every spelling of a row and of none; hidden rows are refused like missing ones."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.contracts import APPOINTMENT
from crm.directory.contracts import ASSOCIATE
from crm.directory.models import Person
from crm.tickets.contracts import TICKET
from crm.tickets.models import AUTO_ASSIGN, SecurityLevel, Ticket
from crm.wire.bind import bind
from crm.wire.contract import Contract
from crm.wire.errors import BadMember
from crm.wire.read import read_one
from tests.world import World, plant

pytestmark = pytest.mark.django_db
NOWHERE = 999_999


@pytest.mark.parametrize(
    "none", [None, {}, 0, -1, "0", "-1", "", {"AssociateId": 0}, {"associateid": "-1"}, {"Name": "Ada"}]
)
def test_there_are_many_ways_to_say_nobody(none: Any, world: World) -> None:
    assert bind(TICKET, {"OwnedBy": none}, world.ada) == {"owner_id": None}


@pytest.mark.parametrize("none", [None, 0, -1, "0", "-1", ""])
def test_there_are_many_ways_to_say_no_row_by_its_id(none: Any, world: World) -> None:
    assert bind(TICKET, {"ConnectId": none}, world.ada) == {"connected_to_id": None}


def test_a_row_is_named_by_its_id_as_number_as_text_or_inside_its_carrier(world: World) -> None:
    key = world.bo.pk
    carrier = read_one(ASSOCIATE, key, world.ada)
    for given in (key, str(key), f" {key} ", {"AssociateId": key}, {"associateId": str(key)}, carrier):
        assert bind(TICKET, {"OwnedBy": given}, world.ada) == {"owner_id": key}


def test_of_a_carrier_only_the_id_counts(world: World) -> None:
    given = {
        "ticketCategoryId": world.loud.pk,
        "name": world.support.name,
        "flags": "Nonsense",
        "parentId": NOWHERE,
    }
    assert bind(TICKET, {"Category": given}, world.ada) == {"category_id": world.loud.pk}


def test_the_order_to_assign_by_the_rules_is_passed_on(world: World) -> None:
    assert bind(TICKET, {"OwnedBy": {"AssociateId": AUTO_ASSIGN}}, world.ada) == {"owner_id": AUTO_ASSIGN}
    with pytest.raises(BadMember):
        bind(APPOINTMENT, {"Associate": {"AssociateId": AUTO_ASSIGN}}, world.ada)


@pytest.mark.parametrize(
    ("contract", "body", "words"),
    [
        (
            TICKET,
            {"OwnedBy": {"associateId": NOWHERE}},
            "$.OwnedBy.AssociateId: There is no Associate 999999",
        ),
        (TICKET, {"OwnedBy": NOWHERE}, "$.OwnedBy: There is no Associate 999999"),
        (TICKET, {"Category": {"Id": 1, "TicketCategoryId": NOWHERE}}, "$.Category.TicketCategoryId: "),
        (TICKET, {"connectid": NOWHERE}, "$.ConnectId: There is no TicketEntity 999999"),
        (TICKET, {"Person": {"PersonId": NOWHERE}}, "$.Person.PersonId: There is no Person 999999"),
        (APPOINTMENT, {"Contact": {"ContactId": NOWHERE}}, "$.Contact.ContactId: There is no Contact 999999"),
        (APPOINTMENT, {"Priority": {"Id": NOWHERE}}, "$.Priority.Id: There is no Priority 999999"),
    ],
)
def test_an_unknown_row_is_refused_by_the_path_of_its_id(
    contract: Contract, body: dict[str, Any], words: str, world: World
) -> None:
    with pytest.raises(BadMember) as refusal:
        bind(contract, body, world.ada)
    assert str(refusal.value.detail).startswith(words)
    assert str(refusal.value.detail).endswith("that you may see.")


def test_a_hidden_row_is_refused_in_the_same_words_as_a_missing_one(world: World) -> None:
    (hidden,) = plant(_copy(world.ticket, category=world.secret, owner=world.tove))
    (deleted,) = plant(Person(lastname="Gone", deleted=True))
    for name, key in (("ConnectId", hidden.pk), ("Person", deleted.pk)):
        assert _words(TICKET, {name: key}, world.bo) == _words(TICKET, {name: NOWHERE}, world.bo).replace(
            str(NOWHERE), str(key)
        )
    assert bind(TICKET, {"ConnectId": hidden.pk}, world.ada) == {"connected_to_id": hidden.pk}


def test_a_customer_may_name_nobody_but_those_they_see(world: World) -> None:
    for name, key in (
        ("OwnedBy", world.ada.pk),
        ("Person", world.dan.pk),
        ("Sale", world.deal.pk),
        ("Project", world.rollout.pk),
    ):
        assert "There is no" in _words(TICKET, {name: key}, world.cleo)
    body = {"Person": world.cleo_person.pk, "ConnectId": world.ticket.pk, "Category": world.support.pk}
    assert set(bind(TICKET, body, world.cleo).values()) == {*body.values()}


def test_an_ids_collection_keeps_each_known_row_once_and_in_order(world: World) -> None:
    vip, bug = world.vip.pk, world.bug.pk
    given = [
        {"Id": bug, "Name": "x"},
        {"id": str(vip)},
        bug,
        0,
        -1,
        {},
        None,
        {"Name": "VIP"},
        NOWHERE,
        str(vip),
    ]
    assert bind(TICKET, {"Tags": given}, world.ada) == {"tags": [bug, vip]}


@pytest.mark.parametrize("given", [None, [], [{}], [NOWHERE], [0]])
def test_a_collection_of_nothing_is_empty(given: Any, world: World) -> None:
    assert bind(TICKET, {"SecondaryPersons": given}, world.ada) == {"secondary_persons": []}


def test_a_hidden_row_is_left_out_of_a_collection_like_a_missing_one(world: World) -> None:
    (deleted,) = plant(Person(lastname="Gone", deleted=True))
    given = [deleted.pk, NOWHERE, world.dan.pk]
    assert bind(TICKET, {"SecondaryPersons": given}, world.ada) == {"secondary_persons": [world.dan.pk]}
    assert bind(TICKET, {"SecondaryPersons": given}, world.cleo) == {"secondary_persons": []}


def test_filler_is_left_out_of_a_collection_of_rows_and_the_rest_kept(world: World) -> None:
    given = [
        {"AssociateId": world.bo.pk, "PersonId": NOWHERE},
        {"AssociateId": world.bo.pk, "PersonId": 0, "SendEmail": "true"},
        {"AssociateId": NOWHERE},
        {"EmailAddress": "guest@guest.example"},
    ]
    assert bind(APPOINTMENT, {"Participants": given}, world.ada) == {
        "participants": [
            {"associate_id": world.bo.pk, "person_id": None, "send_email": True},
            {"email_address": "guest@guest.example"},
        ]
    }


def test_a_thousand_elements_are_looked_up_in_one_statement(world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        bind(TICKET, {"SecondaryPersons": [*range(1, 1000), world.dan.pk]}, world.ada)
    assert len(statements) == 1


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 16, 17])
def test_however_many_rows_are_named_each_is_found(number: int, world: World) -> None:
    keys = [row.pk for row in plant(*[Person(lastname=f"P{place}") for place in range(number)])]
    with CaptureQueriesContext(connection) as statements:
        found = bind(TICKET, {"SecondaryPersons": [*keys, NOWHERE]}, world.ada)
    assert found == {"secondary_persons": keys}
    assert len(statements) == 1


def _copy(ticket: Ticket, **changes: Any) -> Ticket:
    names = [field.name for field in Ticket._meta.concrete_fields if not field.primary_key]
    return Ticket(
        **{name: getattr(ticket, name) for name in names} | {"slevel": SecurityLevel.EXTERNAL} | changes
    )


def _words(contract: Contract, body: dict[str, Any], caller: Any) -> str:
    with pytest.raises(BadMember) as refusal:
        bind(contract, body, caller)
    return str(refusal.value.detail)
