"""The few rows that the documented calls name, and three people who call: with every right, with one, with none."""

from __future__ import annotations

import base64
import datetime

from django.contrib.auth.models import Permission, User

from crm.appointments.models import Appointment
from crm.directory.models import Associate, Contact, Person, Priority, Project, Sale, Task, UserGroup
from crm.directory.seeds.planting import raise_sequence
from crm.events.models import Scope, SystemEvent
from crm.tickets.models import (
    BaseStatus,
    PriorityFlag,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
)

AT = datetime.datetime(2026, 11, 2, 9, 30, tzinfo=datetime.UTC)
TJE0, READER, NOBODY = 5, 6, 7
GROUP, CONTACT, PROJECT, SALE, TASK, PRIORITY, TICKET_PRIORITY, TICKET_TYPE = 3, 649, 21, 31, 41, 51, 65, 71
ACTIVE, WAITING, CLOSED, POSTPONED, DELETED, MERGED, SPAM = range(1, 8)
CATEGORY, OTHER_CATEGORY, TAG, MASTER_TICKET, MOTHER, EVENT = 520, 518, 112, 786, 508, 12
PERSON, PARTICIPANT = 745, 874
COLLEAGUES = {360: "jpe0", 851: "iso0"}
ABSENT = 999_999
"""A key that no row has."""


def basic(name: str, password: str) -> str:
    """The Authorization header of a name and a password."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


SIGN_IN = {"tje0": basic("tje0", "Tje0"), "reader": basic("reader", "Reader"), "nobody": basic("nobody", "x")}


def plant_cast() -> None:
    """Makes all rows. Fast enough for each test: one statement a model."""
    _plant_what_stands_behind()
    _plant_what_is_called_for()
    # A PostgreSQL sequence forgets nothing when a test is rolled back, and would run into these keys.
    for model, key in ((Ticket, MASTER_TICKET), (Appointment, MOTHER), (SystemEvent, EVENT)):
        raise_sequence(model, key)


def _plant_what_stands_behind() -> None:
    UserGroup.objects.bulk_create([UserGroup(pk=GROUP, name="Service desk")])
    _plant_people()
    _plant_users()
    _plant_lists()


def _plant_what_is_called_for() -> None:
    status = TicketStatus(pk=ACTIVE)
    Ticket.objects.bulk_create(
        [Ticket(pk=MASTER_TICKET, title="The same again", created_at=AT, last_changed=AT, status=status)]
    )
    Appointment.objects.bulk_create(
        [
            Appointment(
                pk=MOTHER, associate_id=851, title="Kick-off", start=AT, end=AT, created_at=AT, updated_at=AT
            )
        ]
    )
    SystemEvent.objects.bulk_create(
        [
            SystemEvent(
                pk=EVENT,
                key="statistics.rebuild",
                scope=Scope.DATABASE,
                message="Figures lag.",
                registered=AT,
                activated_by_id=TJE0,
                updated_count=3,
            )
        ]
    )


def _plant_people() -> None:
    Contact.objects.bulk_create([Contact(pk=CONTACT, name="Zemlak Group", department="Oslo")])
    people = {PERSON: ("Bobbie", "Blanda"), PARTICIPANT: ("Ingrid", "Solberg")}
    Person.objects.bulk_create(
        [
            Person(pk=key, firstname=first, lastname=last, contact_id=CONTACT)
            for key, (first, last) in people.items()
        ]
    )
    Project.objects.bulk_create([Project(pk=PROJECT, name="Moving house")])
    Sale.objects.bulk_create([Sale(pk=SALE, title="Twenty licences")])


def _plant_users() -> None:
    tje0 = User.objects.create_superuser("tje0", password="Tje0")
    reader = User.objects.create_user("reader", password="Reader")
    nobody = User.objects.create_user("nobody", password="x")
    reading = ["view_ticket", "view_appointment", "view_systemevent"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=reading))
    users = ((TJE0, "tje0", tje0), (READER, "reader", reader), (NOBODY, "nobody", nobody))
    Associate.objects.bulk_create(
        [
            *(
                Associate(pk=key, name=name, full_name=name.title(), user=user, group_id=GROUP)
                for key, name, user in users
            ),
            *(Associate(pk=key, name=name, full_name=name) for key, name in COLLEAGUES.items()),
        ]
    )


def _plant_lists() -> None:
    bases = {
        ACTIVE: BaseStatus.ACTIVE,
        WAITING: BaseStatus.ACTIVE,
        CLOSED: BaseStatus.CLOSED,
        POSTPONED: BaseStatus.POSTPONED,
        DELETED: BaseStatus.DELETED,
        MERGED: BaseStatus.MERGED,
        SPAM: BaseStatus.SPAM,
    }
    TicketStatus.objects.bulk_create(
        [
            TicketStatus(pk=key, name=str(base.label), base=base, is_default=key != WAITING)
            for key, base in bases.items()
        ]
    )
    TicketPriority.objects.bulk_create(
        [TicketPriority(pk=TICKET_PRIORITY, name="High", flags=PriorityFlag.DEFAULT)]
    )
    TicketCategory.objects.bulk_create(
        [TicketCategory(pk=key, name=f"Category {key}") for key in (CATEGORY, OTHER_CATEGORY)]
    )
    TicketTag.objects.bulk_create([TicketTag(pk=TAG, name="bug")])
    TicketType.objects.bulk_create([TicketType(pk=TICKET_TYPE, name="Incident")])
    Task.objects.bulk_create([Task(pk=TASK, name="Meeting")])
    Priority.objects.bulk_create([Priority(pk=PRIORITY, name="High")])
