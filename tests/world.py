"""The named cast: a small world that tests may use. Its rows stand for roles, and no test depends on their ids.

Tove administers. Ada and Bo are colleagues in different groups, Nils is one without a group, Rolf has left. Cleo is a
customer with an account, Dan her colleague without one, Erik works elsewhere. Everybody's password is their name with
a capital letter, as in the documented calls.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.db import models

from crm.directory.models import (
    Associate,
    Contact,
    Country,
    Person,
    Priority,
    Project,
    Role,
    Sale,
    Task,
    TaskType,
    UserGroup,
    UserType,
)
from crm.directory.models.role import ADMINISTRATOR_ROLE, AGENT_ROLE, CUSTOMER_ROLE
from crm.tickets.models import (
    BaseStatus,
    CategoryFlag,
    CategoryMembership,
    PriorityFlag,
    SecurityLevel,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
)
from crm.wire import lists

Row = TypeVar("Row", bound=models.Model)
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
WORK = {
    "ticket ticketmessage attachment person contact project sale": "view add change",
    "appointment": "view add change delete",
    "associate ticketcategory ticketpriority ticketstatus tickettype tickettag": "view",
    "systemevent": "view add change delete",
    "systemmessage workflowevent": "view add",
}
SELF_SERVICE = {"ticket": "view add", "appointment systemevent": "view"}


@dataclass(frozen=True, kw_only=True)
class World:
    """Who and what there is."""

    desk: UserGroup
    field: UserGroup
    tove: Associate
    ada: Associate
    bo: Associate
    nils: Associate
    rolf: Associate
    cleo: Associate
    ours: Contact
    lab: Contact
    yard: Contact
    cleo_person: Person
    dan: Person
    erik: Person
    open: TicketStatus
    waiting: TicketStatus
    closed: TicketStatus
    solved: TicketStatus
    postponed: TicketStatus
    deleted: TicketStatus
    merged: TicketStatus
    spam: TicketStatus
    normal: TicketPriority
    urgent: TicketPriority
    support: TicketCategory
    secret: TicketCategory
    loud: TicketCategory
    incident: TicketType
    question: TicketType
    vip: TicketTag
    bug: TicketTag
    low: Priority
    high: Priority
    meeting: Task
    call: Task
    rollout: Project
    audit: Project
    deal: Sale
    offer: Sale
    ticket: Ticket

    @property
    def colleagues(self) -> tuple[Associate, ...]:
        """Who works here now, the administrator last."""
        return self.ada, self.bo, self.nils, self.tove

    @property
    def cast(self) -> tuple[Associate, ...]:
        """Everybody who can sign in."""
        return *self.colleagues, self.cleo


def plant(*rows: Row) -> tuple[Row, ...]:
    """Inserts rows of one model as they are: no action, no signal, no stamp."""
    bare: models.QuerySet[Row] = models.QuerySet(type(rows[0]))
    bare.bulk_create(rows)
    return rows


def again(row: Row) -> Row:
    """The row as the database has it now."""
    found: Row = type(row)._default_manager.get(pk=row.pk)
    return found


@cache
def _hash(password: str) -> str:
    return make_password(password)


def _rights(name: str, rights: dict[str, str]) -> Group:
    names = [
        f"{verb}_{model}"
        for listed, verbs in rights.items()
        for model in listed.split()
        for verb in verbs.split()
    ]
    group = Group.objects.create(name=name)
    permissions = Permission.objects.filter(content_type__app_label="crm", codename__in=names)
    through: Any = Group.permissions.through
    plant(*[through(group=group, permission=permission) for permission in permissions])
    return group


def _accounts(*names: str) -> dict[str, User]:
    accounts = plant(
        *[
            User(username=name, password=_hash(name.capitalize()), is_superuser=name == "tje0")
            for name in names
        ]
    )
    by_name = {account.username: account for account in accounts}
    agents, customers = _rights("Agents", WORK), _rights("Customers", SELF_SERVICE)
    through: Any = User.groups.through
    plant(
        through(user=by_name["cleo"], group=customers),
        *[
            through(user=account, group=agents)
            for name, account in by_name.items()
            if name not in ("tje0", "cleo")
        ],
    )
    return by_name


def _users(desk: UserGroup, field: UserGroup, cleo: Person) -> dict[str, Any]:
    accounts = _accounts("tje0", "ada", "bo", "nils", "rolf", "cleo")
    rows = (
        Associate(name="tje0", full_name="Tove Jensen", group=desk, email="tove@desk.example"),
        Associate(name="ada", full_name="Ada Berg", group=desk, email="ada@desk.example"),
        Associate(name="bo", full_name="Bo Dahl", group=field, email="bo@desk.example"),
        Associate(name="nils", full_name="Nils Fjeld", email="nils@desk.example"),
        Associate(name="rolf", full_name="Rolf Gran", group=desk, email="rolf@desk.example", deleted=True),
        Associate(
            name="cleo",
            full_name="Cleo Marsh",
            person=cleo,
            email="cleo@lab.example",
            type=UserType.EXTERNAL_ASSOCIATE,
        ),
    )
    kinds, roles = Role.objects.in_bulk(), {"tje0": ADMINISTRATOR_ROLE, "cleo": CUSTOMER_ROLE}
    for row in rows:
        row.user = accounts[row.name]
        row.role = kinds[roles.get(row.name, AGENT_ROLE)]
    return {"tove" if row.name == "tje0" else row.name: row for row in plant(*rows)}


def _companies() -> dict[str, Any]:
    (norway,) = plant(Country(name="Norway", iso_code="NO"))
    ours, lab, yard = plant(
        Contact(name="Fjord Desk", country=norway, is_owner=True),
        Contact(name="Lab", department="North", country=norway, org_nr="917", phone="55 01"),
        Contact(name="Yard", country=norway),
    )
    cleo, dan, erik = plant(
        Person(firstname="Cleo", lastname="Marsh", contact=lab, email="cleo@lab.example"),
        Person(firstname="Dan", middle_name="de", lastname="Vries", contact=lab),
        Person(firstname="Erik", lastname="Lund", contact=yard),
    )
    return {"ours": ours, "lab": lab, "yard": yard, "cleo_person": cleo, "dan": dan, "erik": erik}


def _statuses() -> dict[str, Any]:
    default = [
        TicketStatus(name=base.name.capitalize(), base=base, is_default=True) for base in BaseStatus if base
    ]
    rows = plant(
        *default,
        TicketStatus(name="Waiting", base=BaseStatus.ACTIVE),
        TicketStatus(name="Solved", base=BaseStatus.CLOSED),
    )
    names = ("open", "closed", "postponed", "deleted", "merged", "spam", "waiting", "solved")
    return dict(zip(names, rows, strict=True))


def _categories(statuses: dict[str, Any], users: dict[str, Any]) -> dict[str, Any]:
    support, secret, loud = plant(
        TicketCategory(name="Support", fullname="Support"),
        TicketCategory(name="Secret", fullname="Secret", flags=CategoryFlag.MEMBERS_ONLY),
        TicketCategory(
            name="Loud",
            fullname="Loud",
            flags=CategoryFlag.NOTIFY_MEMBERS,
            notification_email="desk@desk.example",
            default_ticket_status=statuses["waiting"],
        ),
    )
    members = ((secret, "ada"), (loud, "ada"), (loud, "bo"), (loud, "rolf"))
    plant(*[CategoryMembership(category=category, associate=users[name]) for category, name in members])
    return {"support": support, "secret": secret, "loud": loud}


def _lists(statuses: dict[str, Any]) -> dict[str, Any]:
    normal, urgent = plant(
        TicketPriority(name="Normal", flags=PriorityFlag.DEFAULT), TicketPriority(name="Urgent")
    )
    question, incident = plant(
        TicketType(name="Question"),
        TicketType(
            name="Incident",
            default_status=statuses["waiting"],
            default_priority=urgent,
            external_as_default=True,
        ),
    )
    vip, bug = plant(TicketTag(name="VIP"), TicketTag(name="Bug"))
    low, high = plant(Priority(name="Low"), Priority(name="High"))
    meeting, call = plant(
        Task(name="Meeting", type=TaskType.APPOINTMENT), Task(name="Call", type=TaskType.PHONE)
    )
    return {
        "normal": normal, "urgent": urgent, "incident": incident, "question": question, "vip": vip, "bug": bug, "low": low, "high": high,
        "meeting": meeting, "call": call,
    }  # fmt: skip


def build() -> World:
    """Makes the world in an empty database; call inside a test that may use one."""
    desk, field = plant(UserGroup(name="Service desk"), UserGroup(name="Field service"))
    companies, statuses = _companies(), _statuses()
    users = _users(desk, field, companies["cleo_person"])
    chosen = _lists(statuses)
    categories = _categories(statuses, users)
    rollout, audit = plant(Project(name="Rollout", associate=users["ada"]), Project(name="Audit"))
    deal, offer = plant(
        Sale(title="Deal", contact=companies["lab"], project=rollout, associate=users["ada"]),
        Sale(title="Offer", amount=100, probability=25),
    )
    (ticket,) = plant(
        Ticket(
            title="No light",
            created_at=NOON - HOUR,
            last_changed=NOON - HOUR,
            created_by=users["tove"],
            author="Tove Jensen",
            owner=users["ada"],
            category=categories["support"],
            priority=chosen["normal"],
            status=statuses["open"],
            slevel=SecurityLevel.EXTERNAL,
            person=companies["cleo_person"],
        )
    )
    lists.touch()
    return World(
        desk=desk, field=field, **companies, **statuses, **users, **chosen, **categories,
        rollout=rollout, audit=audit, deal=deal, offer=offer, ticket=ticket,
    )  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return build()
