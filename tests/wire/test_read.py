"""Reading carriers: selections null what was not asked for, order follows the rows, blanks are typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.contracts import APPOINTMENT
from crm.appointments.models import Appointment
from crm.tickets.contracts import TICKET
from crm.tickets.models import Ticket, TicketMessage
from crm.wire.plan import PLANS_KEPT
from crm.wire.read import read, read_one
from crm.wire.select import parse_select
from tests.appointments.crowd import appointments
from tests.tickets.crowd import tickets
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
ALWAYS = {"TicketId", "TableRight", "FieldProperties"}


def selected(world: World, text: str) -> dict[str, Any]:
    carrier = read_one(TICKET, tickets(world, 1)[0].pk, world.ada, parse_select(text))
    assert carrier is not None
    return carrier


def test_what_is_not_selected_is_null_and_keeps_its_place(world: World) -> None:
    carrier = selected(world, "title, STATUS")
    assert list(carrier) == list(TICKET.specs)
    assert {name for name, value in carrier.items() if value is not None} == ALWAYS | {"Title", "Status"}
    assert carrier["Title"] == "Ticket 0"
    assert carrier["Status"]["Name"] == "Active"


def test_a_member_of_a_member_can_be_selected(world: World) -> None:
    carrier = selected(world, "Category/TicketCategoryId,Tags/Name,Person/Firstname")
    assert {name: value for name, value in carrier["Category"].items() if value is not None} == {
        "TicketCategoryId": world.support.pk
    }
    assert [(tag["Id"], tag["Name"]) for tag in carrier["Tags"]] == [(None, "VIP"), (None, "Bug")]
    assert (carrier["Person"]["Firstname"], carrier["Person"]["Lastname"]) == ("Cleo", None)


def test_unknown_names_are_skipped(world: World) -> None:
    carrier = selected(world, "nosuch,nosuch/deep")
    assert {name for name, value in carrier.items() if value is not None} == ALWAYS


def test_a_selection_without_collections_asks_for_none(world: World) -> None:
    (row,) = tickets(world, 1)
    with CaptureQueriesContext(connection) as statements:
        read_one(TICKET, row.pk, world.ada, parse_select("Title,Deadline"))
    texts = [statement["sql"] for statement in statements]
    assert not any("crm_ticketmessage" in text or "crm_ticket_tags" in text for text in texts)


def test_a_thousand_selections_do_not_pile_up(world: World) -> None:
    names = list(TICKET.specs)
    for number in range(PLANS_KEPT * 2):
        read_one(TICKET, world.ticket.pk, world.ada, parse_select(f"{names[number % 50]}/x{number}"))
    assert len(TICKET._reader["plans"]) <= PLANS_KEPT
    assert selected(world, "Title")["Title"] == "Ticket 0"


def test_rows_come_in_the_order_of_the_queryset(world: World) -> None:
    tickets(world, 5)
    for order in ("pk", "-pk", "title"):
        rows = Ticket.objects.order_by(order)
        assert [carrier["TicketId"] for carrier in read(TICKET, rows, world.ada)] == [row.pk for row in rows]


def test_no_rows_are_no_carriers(world: World) -> None:
    assert read(TICKET, Ticket.objects.none(), world.ada) == []
    assert read_one(TICKET, 999_999, world.ada) is None


def test_each_row_has_its_own_elements_in_their_order(world: World) -> None:
    first, second = tickets(world, 2)
    late = TicketMessage.objects.create(ticket=first, created_at=NOON + HOUR, author="late")
    early = TicketMessage.objects.create(ticket=first, created_at=NOON - 9 * HOUR, author="early")
    one, two = read(TICKET, Ticket.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk"), world.ada)
    assert [one["Messages"][place]["TicketMessageId"] for place in (0, -1)] == [early.pk, late.pk]
    assert (len(one["Messages"]), len(two["Messages"])) == (4, 2)
    assert [len(message["MessageHeaders"]) for message in one["Messages"]] == [0, 1, 1, 0]


def test_what_is_empty_is_answered_in_its_type(world: World) -> None:
    Ticket.objects.filter(pk=world.ticket.pk).update(person=None, owner=None, category=None, priority=None)
    carrier = read_one(TICKET, world.ticket.pk, world.tove)
    assert carrier is not None
    assert [carrier[name] for name in ("Person", "OwnedBy", "Category", "Priority", "Sale")] == [None] * 5
    assert [carrier[name] for name in ("ConnectId", "SuggestedCategoryId")] == [0, 0]
    assert (carrier["SuggestedCategoryName"], carrier["CustomFields"], carrier["Tags"]) == ("", {}, [])
    assert carrier["Deadline"] == "0001-01-01T00:00:00"


def test_the_mothers_owner_stands_for_a_booking_and_ones_own_otherwise(world: World) -> None:
    mother, child = appointments(world, 2)
    Appointment.objects.filter(pk=mother.pk).update(associate=world.bo)
    Appointment.objects.filter(pk=child.pk).update(mother=mother)
    carriers = read(APPOINTMENT, Appointment.objects.order_by("pk"), world.tove)
    assert [carrier["MotherAssociate"]["Name"] for carrier in carriers] == ["bo", "bo"]
    assert [carrier["Associate"]["Name"] for carrier in carriers] == ["bo", "ada"]
    assert [carrier["BookingType"] for carrier in carriers] == ["None", "Participant"]


def test_links_are_counted_by_the_database(world: World) -> None:
    (row,) = appointments(world, 1)
    carrier = read_one(APPOINTMENT, row.pk, world.ada, parse_select("ActiveLinks"))
    assert carrier is not None
    assert carrier["ActiveLinks"] == 1
    row.links.all().delete()
    assert read_one(APPOINTMENT, row.pk, world.ada)["ActiveLinks"] == 0  # type: ignore[index]  # she sees it
