"""Many companies, people, projects and sales at once, each with something in every array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm.directory.models import (
    Business,
    Contact,
    ContactCategory,
    ContactInterest,
    Country,
    Currency,
    Person,
    PersonInterest,
    Position,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectType,
    Sale,
    SaleType,
)
from crm.directory.models.lists import ListItem
from tests.world import NOON, World, plant

STREET = {
    "street": "Storgata 1",
    "street2": "2nd floor",
    "zip_code": "0155",
    "city": "Oslo",
    "county": "Oslo",
}
FIRST = {"value": "first@new.example", "description": "At work"}
OTHER = {"value": "other@new.example", "description": "At home"}
NUMBER = {"value": "+47 22 33", "description": "At work"}


@dataclass(frozen=True)
class Chosen:
    """Two items of a list."""

    one: Any
    other: Any


def two_of(model: type[ListItem]) -> Chosen:
    """The two items of a list, planted when they are not there yet."""
    names = [f"{model.__name__} {number}" for number in (1, 2)]
    rows: Any = model._default_manager
    known = list(rows.filter(name__in=names).order_by("name"))
    return Chosen(*(known or plant(*[model(name=name) for name in names])))


def stored(world: World) -> dict[str, Any]:
    """What companies, people, projects and sales have in common."""
    return {
        "associate": world.ada,
        "created_by": world.bo,
        "updated_by": world.bo,
        "user_defined_fields": {"SuperOffice:1": "[I:3]"},
        "custom_fields": {"x_color": "red"},
    }


def contacts(world: World, number: int) -> list[Contact]:
    """Companies of Ada's with all that a company can have."""
    country, business = two_of(Country).one, two_of(Business).one
    category, interest = two_of(ContactCategory).one, two_of(ContactInterest).one
    rows = plant(
        *[
            Contact(
                **stored(world),
                **STREET,
                name=f"Company {place}",
                number2=f"C{place}",
                country=country,
                business=business,
                category=category,
                interests=[interest.pk],
                active_interests=1,
                support_associate=world.tove,
                ticket_priority=world.normal,
                support_person=world.dan,
                email_address=FIRST["value"],
                email_name=FIRST["description"],
                phone=NUMBER["value"],
                fax="22 34",
                url="https://new.example",
                more_reach={"emails": [FIRST, OTHER], "phones": [NUMBER]},
                domains=["new.example"],
                dbi_last_modified=NOON,
            )
            for place in range(number)
        ]
    )
    plant(*[Person(firstname="Pia", lastname="Ruud", contact=row) for row in rows])
    return list(rows)


def people(world: World, number: int) -> list[Person]:
    """People of Ada's with all that a person can have."""
    country, position, interest = two_of(Country).one, two_of(Position).one, two_of(PersonInterest).one
    world.lab.category, world.lab.business = two_of(ContactCategory).one, two_of(Business).one
    world.lab.save()
    kinds = ("private_phones", "other_phones", "urls", "chat_emails", "internet_phones")
    rows = plant(
        *[
            Person(
                **stored(world),
                **STREET,
                firstname="Pia",
                lastname=f"Ruud {place}",
                person_number=f"N{place}",
                mrmrs="Ms.",
                birth_date=NOON,
                contact=world.lab,
                country=country,
                position=position,
                interests=[interest.pk],
                active_interests=1,
                support_associate=world.tove,
                ticket_priority=world.normal,
                email=FIRST["value"],
                direct_phone=NUMBER["value"],
                mobile_phone="900",
                fax_phone="22 34",
                dbi_last_modified=NOON,
                more_reach={kind: [NUMBER] for kind in kinds},
            )
            for place in range(number)
        ]
    )
    return list(rows)


def projects(world: World, number: int) -> list[Project]:
    """Projects of Ada's with all that a project can have."""
    status, kind = two_of(ProjectStatus).one, two_of(ProjectType).one
    rows = plant(
        *[
            Project(
                **stored(world),
                name=f"Project {place}",
                project_number=f"N{place}",
                status=status,
                type=kind,
                url="https://new.example",
                start_date=NOON,
            )
            for place in range(number)
        ]
    )
    plant(*[ProjectMember(project=row, person=world.dan, contact=world.lab, comment="Lead") for row in rows])
    return list(rows)


def sales(world: World, number: int) -> list[Sale]:
    """Sales of Ada's with all that a sale can have."""
    currency, kind = two_of(Currency).one, two_of(SaleType).one
    rows = plant(
        *[
            Sale(
                **stored(world),
                title=f"Sale {place}",
                number=f"N{place}",
                sale_date=NOON,
                amount=200,
                earning=50,
                earning_percent=25,
                probability=40,
                currency=currency,
                sale_type=kind,
                contact=world.lab,
                person=world.dan,
                project=world.rollout,
            )
            for place in range(number)
        ]
    )
    return list(rows)
