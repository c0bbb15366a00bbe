"""The cast at the desk: everybody may open its pages, and there is a row of every kind."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.utils import timezone

from crm.appointments.models import (
    Appointment,
    AppointmentLink,
    AppointmentVisibility,
    Participant,
    Recurrence,
    Visibility,
)
from crm.delivery.models import Attempt, Channel, Delivery, Outcome, State
from crm.directory.models import (
    AccessToken,
    Associate,
    Business,
    ContactCategory,
    ContactInterest,
    Currency,
    CustomField,
    CustomList,
    CustomListItem,
    FieldOwner,
    FieldType,
    ListHeading,
    Notepad,
    PersonInterest,
    Position,
    ProjectMember,
    ProjectStatus,
    ProjectType,
    RejectReason,
    SaleType,
)
from crm.directory.models.custom_lists import FIRST_CUSTOM
from crm.events.models import Scope, SystemEvent
from crm.messages.models import SystemMessage
from crm.tickets.models import Attachment, EscalationLevel, Ticket, TicketMessage, TicketMessageHeader
from crm.wire import lists
from crm.workflows.models import WorkflowEvent
from tests.world import World

SignIn = Callable[[Associate], Client]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def desk(world: World) -> World:
    """The world, whose people may all sign in to admin."""
    User.objects.update(is_staff=True)
    return world


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(associate: Associate) -> Client:
        assert associate.user is not None
        client = Client()
        client.force_login(
            User.objects.get(pk=associate.user.pk), "crm.directory.views.accounts.AccountBackend"
        )
        return client

    return signed_in


@pytest.fixture
def tove(desk: World, sign_in: SignIn) -> Client:
    """A browser with the administrator signed in."""
    return sign_in(desk.tove)


@pytest.fixture
def ada(desk: World, sign_in: SignIn) -> Client:
    """A browser with an agent signed in."""
    return sign_in(desk.ada)


@pytest.fixture
def rows(desk: World) -> dict[type[models.Model], models.Model]:
    """One row of every kind, by model."""
    made = [
        *around_appointments(desk),
        *around_tickets(desk),
        *system(desk),
        *ledger(desk),
        *short_lists(),
        *members(desk),
    ]
    lists.touch()
    return {type(row): row for row in made}


def members(desk: World) -> list[models.Model]:
    return [
        ProjectMember.objects.create(project=desk.rollout, person=desk.dan),
        own := CustomList.objects.create(pk=FIRST_CUSTOM, name="Floors"),
        CustomListItem.objects.create(list=own, name="Cellar"),
        ListHeading.objects.create(list_number=own.pk, name="Below ground"),
        Notepad.objects.create(associate=desk.ada, pages=["Lamps"]),
        CustomField.objects.create(
            owner=FieldOwner.CONTACT, identity=1, key="SuperOffice:1", label="Seats", type=FieldType.NUMBER
        ),
    ]


def around_appointments(desk: World) -> list[models.Model]:
    now = timezone.now()
    rule = Recurrence.objects.create(weekdays=3)
    appointment = Appointment.objects.create(
        associate=desk.ada,
        title="Meeting",
        created_at=now,
        updated_at=now,
        start=now,
        end=now + HOUR,
        recurrence=rule,
    )
    return [
        rule,
        appointment,
        Participant.objects.create(appointment=appointment, associate=desk.bo),
        AppointmentLink.objects.create(appointment=appointment, entity_name="sale", entity_id=desk.deal.pk),
        AppointmentVisibility.objects.create(appointment=appointment, visibility=Visibility.ALL),
    ]


def around_tickets(desk: World) -> list[models.Model]:
    message = TicketMessage.objects.create(ticket=desk.ticket, created_at=timezone.now(), body="It is dark.")
    attachment = Attachment.objects.create(name="Lamp.jpg", created_at=timezone.now(), created_by=desk.ada)
    message.attachments.add(attachment)
    return [
        message,
        attachment,
        TicketMessageHeader.objects.create(message=message, name="To", value="desk@desk.example"),
        EscalationLevel.objects.create(priority=desk.urgent, level=1, timeout=60, action=16),
    ]


def system(desk: World) -> list[models.Model]:
    now = timezone.now()
    return [
        SystemEvent.objects.create(key="import", scope=Scope.DATABASE, registered=now, eta=now + HOUR),
        SystemMessage.objects.create(
            associate=desk.tove, system_message_id="disk", markdown="**Full**", created_at=now
        ),
        WorkflowEvent.objects.create(event_type=1, attributes='{"a": 1}', received_at=now),
        AccessToken.objects.create(
            associate=desk.tove, name="Export", digest="d" * 64, expires_at=now + HOUR
        ),
    ]


def ledger(desk: World) -> list[models.Model]:
    now = timezone.now()
    delivery = Delivery.objects.create(
        kind="ticket.new",
        subject_type="ticket",
        subject_id=desk.ticket.pk,
        recipient="ada@desk.example",
        channel=Channel.EMAIL,
        template="ticket_new",
        state=State.DEAD,
        reason="550 no such user",
        attempts=1,
        failures=1,
        fence=1,
        finished_at=now,
        message_id="<1@desk.example>",
    )
    attempt = Attempt.objects.create(
        delivery=delivery,
        number=1,
        fence=1,
        started_at=now,
        finished_at=now,
        outcome=Outcome.FAILED,
        error="550",
    )
    return [delivery, attempt]


def short_lists() -> list[models.Model]:
    kinds = (
        Business,
        ContactCategory,
        ContactInterest,
        Currency,
        PersonInterest,
        Position,
        ProjectStatus,
        ProjectType,
        RejectReason,
        SaleType,
    )
    return [kind.objects.create(name=kind.__name__) for kind in kinds]


def tickets(desk: World, number: int, **values: object) -> list[Ticket]:
    """So many open tickets, made in one statement, a minute apart."""
    now = timezone.now()
    given: dict[str, Any] = {
        "status": desk.open,
        "category": desk.support,
        "priority": desk.normal,
        "person": desk.dan,
        "owner": desk.ada,
        "deadline": now + HOUR,
        "last_changed": now,
    } | values
    rows = [
        Ticket(**{"title": f"Ticket {place}", "created_at": now - datetime.timedelta(minutes=place)} | given)
        for place in range(number)
    ]
    return Ticket.objects.bulk_create(rows, batch_size=400)
