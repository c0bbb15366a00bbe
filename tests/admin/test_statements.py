"""What a page costs the database does not depend on how much there is."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.appointments.models import Appointment, Participant
from crm.delivery.models import Channel, Delivery
from crm.directory.models import Contact, Person
from crm.messages.models import SystemMessage
from crm.tickets.models import CategoryMembership, TicketMessage
from crm.workflows.models import WorkflowEvent
from tests.admin.conftest import SignIn, tickets
from tests.world import World

FEW, MANY = 100, 10_000


def statements(browser: Client, url: str) -> list[str]:
    browser.get(url)  # what is fetched once and kept, such as content types
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(url).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def more_tickets(desk: World, number: int) -> None:
    tickets(desk, number)


def more_messages(desk: World, number: int) -> None:
    now = timezone.now()
    TicketMessage.objects.bulk_create(
        [
            TicketMessage(ticket=desk.ticket, created_at=now, body="x", created_by=desk.ada, person=desk.dan)
            for _ in range(number)
        ],
        batch_size=400,
    )


def more_appointments(desk: World, number: int) -> None:
    now = timezone.now()
    Appointment.objects.bulk_create(
        [
            Appointment(
                associate=desk.ada,
                title="x",
                created_at=now,
                updated_at=now,
                start=now,
                task=desk.call,
                contact=desk.lab,
            )
            for _ in range(number)
        ],
        batch_size=200,
    )


def more_people(desk: World, number: int) -> None:
    people = [
        Person(firstname="P", lastname=str(n), contact=desk.lab, associate=desk.ada) for n in range(number)
    ]
    Person.objects.bulk_create(people, batch_size=400)


def more_companies(desk: World, number: int) -> None:
    companies = [Contact(name=f"C{n}", associate=desk.ada, country=desk.lab.country) for n in range(number)]
    Contact.objects.bulk_create(companies, batch_size=400)


def more_deliveries(desk: World, number: int) -> None:
    before = Delivery.objects.count()
    rows = [
        Delivery(
            kind="ticket.new",
            subject_type="ticket",
            subject_id=n,
            recipient="a@desk.example",
            recipient_associate=desk.ada,
            channel=Channel.EMAIL,
            message_id=f"<{n}>",
        )
        for n in range(before, before + number)
    ]
    Delivery.objects.bulk_create(rows, batch_size=400)


def more_system_messages(desk: World, number: int) -> None:
    before = SystemMessage.objects.count()
    rows = [
        SystemMessage(associate=desk.tove, system_message_id=str(n), markdown="x", created_at=timezone.now())
        for n in range(before, before + number)
    ]
    SystemMessage.objects.bulk_create(rows, batch_size=400)


def more_workflow_events(desk: World, number: int) -> None:
    now = timezone.now()
    rows = [WorkflowEvent(event_type=1, received_at=now, received_from=desk.ada) for _ in range(number)]
    WorkflowEvent.objects.bulk_create(rows, batch_size=400)


LISTS: dict[str, tuple[Callable[[World, int], None], int]] = {
    "ticket": (more_tickets, 6),
    "ticketmessage": (more_messages, 7),
    "appointment": (more_appointments, 6),
    "person": (more_people, 6),
    "contact": (more_companies, 6),
    "delivery": (more_deliveries, 6),
    "systemmessage": (more_system_messages, 5),
    "workflowevent": (more_workflow_events, 5),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_whatever_its_length(tove: Client, desk: World, name: str) -> None:
    more, at_most = LISTS[name]
    url = reverse(f"admin:crm_{name}_changelist")
    more(desk, FEW)
    short = statements(tove, url)
    more(desk, MANY - FEW)
    long = statements(tove, url)
    assert len(long) == len(short) <= at_most


@pytest.mark.parametrize("name", LISTS)
def test_a_list_counts_nothing(tove: Client, desk: World, name: str) -> None:
    more, _at_most = LISTS[name]
    more(desk, 60)
    for query in ("", "?p=2", "?q=7"):
        sent = statements(tove, reverse(f"admin:crm_{name}_changelist") + query)
        assert [sql for sql in sent if "COUNT(" in sql.upper()] == []


def test_a_list_for_an_agent_costs_two_statements_more_for_the_rights(
    ada: Client, tove: Client, desk: World
) -> None:
    url = reverse("admin:crm_ticket_changelist")
    assert len(statements(ada, url)) <= len(statements(tove, url)) + 2


def test_the_first_page_costs_the_same_whatever_there_is(tove: Client, desk: World, sign_in: SignIn) -> None:
    assert desk.ada.user is not None
    desk.ada.user.user_permissions.add(Permission.objects.get(codename="view_delivery"))
    browsers = (tove, sign_in(desk.ada))
    url = reverse("admin:index")

    def cost() -> list[int]:
        return [len(statements(browser, url)) for browser in browsers]

    more_tickets(desk, FEW)
    few = cost()
    more_tickets(desk, MANY - FEW)
    more_deliveries(desk, FEW)
    more_system_messages(desk, FEW)
    assert cost() == few
    assert max(few) <= 12


def test_the_form_of_a_ticket_costs_the_same_with_300_messages_as_with_3(tove: Client, desk: World) -> None:
    url = reverse("admin:crm_ticket_change", args=[desk.ticket.pk])
    more_messages(desk, 3)
    short = statements(tove, url)
    more_messages(desk, 297)
    assert len(statements(tove, url)) == len(short) <= 10
    assert tove.get(url).content.decode().count('<article class="desk-message') == 20


def test_the_form_of_an_appointment_costs_the_same_with_40_participants_as_with_1(
    tove: Client, desk: World
) -> None:
    more_appointments(desk, 1)
    appointment = Appointment.objects.get()
    url = reverse("admin:crm_appointment_change", args=[appointment.pk])

    def invite(number: int) -> None:
        rows = [
            Participant(appointment=appointment, associate=desk.bo, person=desk.dan) for _ in range(number)
        ]
        Participant.objects.bulk_create(rows)

    invite(1)
    short = statements(tove, url)
    invite(39)
    assert len(statements(tove, url)) == len(short) <= 14


def test_the_form_of_a_category_costs_the_same_with_20_members_as_with_1(tove: Client, desk: World) -> None:
    url = reverse("admin:crm_ticketcategory_change", args=[desk.support.pk])
    CategoryMembership.objects.create(category=desk.support, associate=desk.ada)
    short = statements(tove, url)
    for associate in (desk.bo, desk.nils, desk.tove, desk.rolf):
        CategoryMembership.objects.create(category=desk.support, associate=associate)
    assert len(statements(tove, url)) == len(short)


def test_autocompletion_reads_a_page_and_counts_nothing(tove: Client, desk: World) -> None:
    more_people(desk, 60)
    asked = "?app_label=crm&model_name=ticket&field_name=person&term=P"
    sent = statements(tove, reverse("admin:autocomplete") + asked)
    assert [sql for sql in sent if "COUNT(" in sql.upper()] == []
    answer = tove.get(reverse("admin:autocomplete") + asked).json()
    assert len(answer["results"]) == 20
    assert answer["pagination"] == {"more": True}


def test_pages_follow_one_another_without_a_gap(tove: Client, desk: World) -> None:
    desk.ticket.created_at = timezone.now() - datetime.timedelta(days=9)
    desk.ticket.save()
    more_tickets(desk, 109)
    url = reverse("admin:crm_ticket_changelist")
    pages = [tove.get(url, {"p": number}).context["cl"] for number in (1, 2, 3)]
    seen = [ticket.pk for cl in pages for ticket in cl.result_list]
    assert len(set(seen)) == len(seen) == 110
    assert [bool(cl.next_url) for cl in pages] == [True, True, False]
    assert [bool(cl.previous_url) for cl in pages] == [False, True, True]
    body = tove.get(url, {"p": 2}).content.decode()
    assert "51–100" in body
