"""The desk that the bench runs on: short lists, people, and any number of tickets, the same each time.

`python -m bench.world --tickets N` fills the migrated, empty database of DATABASE_URL and prints a `World` as JSON.
Rows are made once through the models and then multiplied by the database itself.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import sys
from dataclasses import dataclass
from typing import Any

ANCHOR = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
NAME, PASSWORD = "bench", "bench-password"
AGENTS = ("agent1", "agent2")
TITLE = "The crane in hall 3 stops"
MOST_PEOPLE = 10_000
PEOPLE_PER_COMPANY = 10


@dataclass(frozen=True)
class World:
    """What a load needs to know of the rows."""

    token: str
    name: str
    password: str
    first_ticket: int
    tickets: int
    persons: list[int]
    tags: list[int]
    owner: int
    category: int
    priority: int
    status: int
    fields: dict[str, Any]


def multiply(row: Any, count: int, **columns: str) -> None:
    """Adds `count - 1` copies of a row; `columns` are SQL expressions over the row `t` and the copy's number `n`."""
    from django.db import connection

    quote = connection.ops.quote_name
    fields = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    values = ", ".join(columns.get(name, f"t.{quote(name)}") for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(row._meta.db_table)} ({', '.join(map(quote, fields))})"
            f" WITH RECURSIVE number(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < {count})"
            f" SELECT {values} FROM {quote(row._meta.db_table)} t, number WHERE t.id = {row.pk} AND n <= {count}"
        )


def make_users() -> tuple[Any, list[Any]]:
    """The administrator who signs in, and two colleagues who are told of tickets."""
    from django.contrib.auth import get_user_model

    from crm.models import Associate, UserGroup

    group = UserGroup.objects.create(name="Service desk")
    accounts = get_user_model().objects
    users = [accounts.create_superuser(NAME, f"{NAME}@example.com", PASSWORD)]
    users += [accounts.create_user(name) for name in AGENTS]
    associates = [
        Associate.objects.create(
            user=user,
            name=user.get_username(),
            full_name=f"The agent {user.get_username()}",
            group=group,
            email=f"{user.get_username()}@example.com",
        )
        for user in users
    ]
    return associates[0], associates[1:]


def make_people(count: int, agent: Any) -> int:
    """`count` people in a tenth as many companies; the id of the first."""
    from crm.models import Contact, ContactCategory, Country, Person, Position

    country = Country.objects.create(name="Norway", iso_code="NO")
    companies = max(1, count // PEOPLE_PER_COMPANY)
    company = Contact.objects.create(
        name="Nordlys Shipping AS",
        department="Oslo",
        org_nr="923609016",
        phone="+47 22 00 00 00",
        country=country,
        category=ContactCategory.objects.create(name="VIP Customer"),
        associate=agent,
    )
    multiply(company, companies, name="t.name || ' ' || n")
    person = Person.objects.create(
        firstname="Ingrid",
        middle_name="Marie",
        lastname="Solberg",
        title="Head of operations",
        position=Position.objects.create(name="Manager"),
        email="ingrid.solberg@example.com",
        mobile_phone="+47 900 00 000",
        contact=company,
        country=country,
        associate=agent,
    )
    multiply(person, count, lastname="t.lastname || ' ' || n", contact_id=f"t.contact_id + n % {companies}")
    return int(person.pk)


def make_lists(agents: list[Any]) -> dict[str, int]:
    """Categories whose members are told of new tickets, priorities, statuses and tags; the ids that the load names."""
    from crm.models import CategoryMembership, TicketCategory, TicketPriority, TicketStatus, TicketTag
    from crm.tickets.models import BaseStatus, CategoryFlag, PriorityFlag

    statuses = [
        TicketStatus.objects.create(name=str(base.label), base=base, is_default=True)
        for base in list(BaseStatus)[1:]
    ]
    priorities = [
        TicketPriority.objects.create(name=name, flags=PriorityFlag.DEFAULT if name == "Medium" else 0)
        for name in ("Medium", "High", "Low")
    ]
    categories = [
        TicketCategory.objects.create(name=f"Line {number}", fullname=f"Support/Line {number}")
        for number in range(1, 9)
    ]
    TicketCategory.objects.filter(pk=categories[0].pk).update(flags=CategoryFlag.NOTIFY_MEMBERS)
    for agent in agents:
        CategoryMembership.objects.create(category=categories[0], associate=agent)
    tags = [TicketTag.objects.create(name=f"tag {number}", tooltip="A tag") for number in range(20)]
    return {
        "category": categories[0].pk,
        "priority": priorities[0].pk,
        "status": statuses[0].pk,
        "tag": tags[0].pk,
        "tags": len(tags),
    }


def make_tickets(count: int, person: int, people: int, owner: int, lists: dict[str, int]) -> None:
    """`count` tickets with two messages, two other customers and two tags each."""
    from django.db import connection

    from crm.models import Ticket, TicketMessage

    ticket = Ticket.objects.create(
        title=TITLE,
        created_at=ANCHOR,
        last_changed=ANCHOR,
        author="Ingrid Solberg",
        owner_id=owner,
        created_by_id=owner,
        category_id=lists["category"],
        priority_id=lists["priority"],
        status_id=lists["status"],
        person_id=person,
        num_messages=2,
        extra_fields={"SuperOffice:1": "12"},
        custom_fields={"SuperOffice:1": "12"},
    )
    earlier = (
        "t.created_at - n * interval '30 second'" if connection.vendor == "postgresql" else "t.created_at"
    )
    multiply(
        ticket,
        count,
        created_at=earlier,
        last_changed=earlier,
        title="t.title || ' ' || n",
        person_id=f"t.person_id + n % {people}",
        category_id="t.category_id + n % 8",
    )
    message = TicketMessage.objects.create(
        ticket=ticket, created_at=ANCHOR, author="Ingrid Solberg", person_id=person, body="It stops. " * 20
    )
    multiply(message, count, ticket_id="t.ticket_id + n - 1", person_id=f"t.person_id + n % {people}")
    multiply(message, count + 1, ticket_id="t.ticket_id + n - 2", person_id="NULL", created_by_id=str(owner))
    link(Ticket.secondary_persons.through, ticket.pk, "person_id", person, people)
    link(Ticket.tags.through, ticket.pk, "tickettag_id", lists["tag"], lists["tags"])


def link(through: Any, first: int, column: str, base: int, choices: int) -> None:
    """Two links of every ticket from `first` on, to rows numbered from `base` on."""
    from django.db import connection

    with connection.cursor() as cursor:
        for step in (0, 1):
            cursor.execute(
                f"INSERT INTO {through._meta.db_table} (ticket_id, {column})"
                f" SELECT id, {base} + (id * 2 + {step}) % {choices} FROM crm_ticket WHERE id >= {first}"
            )


def make_events(count: int, owner: int) -> None:
    """Running events. PostgreSQL would plan for an empty table, and scan it for as long as the bench lasts."""
    from crm.models import SystemEvent

    event = SystemEvent.objects.create(key="Import", registered=ANCHOR, activated_by_id=owner)
    multiply(event, count, key="t.key || ' ' || n")


def build(tickets: int) -> None:
    """Fills an empty database: the same rows for the same number, whatever the database."""
    people = max(4, min(tickets, MOST_PEOPLE))
    _caller, agents = make_users()
    person = make_people(people, agents[0])
    lists = make_lists(agents)
    make_tickets(tickets, person, people, agents[0].pk, lists)
    make_events(MOST_PEOPLE, agents[0].pk)


def describe() -> World:
    """The world that stands in the database, and a new token for its administrator."""
    from crm.directory.actions import create_token
    from crm.models import Associate, Person, Ticket, TicketCategory, TicketPriority, TicketStatus, TicketTag

    def first(model: Any, count: int = 1) -> list[int]:
        return list(model.objects.order_by("pk").values_list("pk", flat=True)[:count])

    caller = Associate.objects.get(name=NAME)
    _token, secret = create_token(caller, name="bench", lifetime=datetime.timedelta(days=1), by=None)
    tickets = Ticket.objects.filter(title__startswith=TITLE)
    return World(
        token=secret,
        name=NAME,
        password=PASSWORD,
        first_ticket=first(Ticket)[0],
        tickets=tickets.count(),
        persons=first(Person, 3),
        tags=first(TicketTag, 2),
        owner=Associate.objects.get(name=AGENTS[0]).pk,
        category=first(TicketCategory)[0],
        priority=first(TicketPriority)[0],
        status=first(TicketStatus)[0],
        fields=field_properties(),
    )


def field_properties() -> dict[str, Any]:
    """What carriers tell an administrator of their fields: constants, which the limit app reads from here."""
    from crm.events.contracts import SYSTEM_EVENT
    from crm.tickets.contracts import TICKET

    return {contract.name: contract.field_properties(writable=True) for contract in (TICKET, SYSTEM_EVENT)}


def main() -> None:
    import django
    from django.db import connection, transaction

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    from crm.models import Associate

    if not Associate.objects.exists():
        with transaction.atomic():
            build(options.tickets)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
                cursor.execute("CHECKPOINT")
    json.dump(dataclasses.asdict(describe()), sys.stdout)


if __name__ == "__main__":
    main()
