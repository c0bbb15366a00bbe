"""Every id that the documented calls name stands for a row of the demo world, unless the server gives it."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from crm.appointments.models import Appointment, AppointmentLink
from crm.directory.models import Associate, Contact, Country, Person, Sale, UserGroup
from crm.events.models import SystemEvent
from crm.tickets.models import Ticket, TicketCategory, TicketPriority, TicketTag

SAMPLES = Path(__file__).parents[1] / "wire" / "seeds"
REQUESTS = sorted(path for path in SAMPLES.glob("*.json") if not path.name.endswith(".response.json"))

MEANT: dict[str, type[Model]] = {
    "AssociateId": Associate,
    "SupportAssociateId": Associate,
    "CreatedBy": Associate,
    "Owner": Associate,
    "PersonId": Person,
    "ContactId": Contact,
    "CountryId": Country,
    "ContactCountryId": Country,
    "TicketPriorityId": TicketPriority,
    "ConnectId": Ticket,
    "Tags/Id": TicketTag,
    "SuggestedCategoryId": TicketCategory,
    "OrigHumanCategoryId": TicketCategory,
    "MotherId": Appointment,
    "Links/LinkId": AppointmentLink,
    "Links/Id": Sale,
    "VisibleId": UserGroup,
}
# What a new row is called is up to the server, so no row of the world bears these numbers.
GIVEN_BY_THE_SERVER: dict[str, type[Model]] = {
    "TicketId": Ticket,
    "AppointmentId": Appointment,
    "SystemEventId": SystemEvent,
}
# Numbers and words that are kept as they are, or belong to the server altogether: no table holds them.
NO_TABLE = {
    "TicketMessageId",
    "EmailId",
    "SupportLanguageId",
    "SuggestedAppointmentId",
    "CentralserviceVideomeetId",
    "SystemMessageId",
}
NAMED_LIKE_NO_ID = {"CreatedBy", "Owner"}


def ids(value: Any, above: str = "", name: str = "") -> Iterator[tuple[str, Any]]:
    """Each member that names a row, with the collection it stands in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ids(inner, name or above, key)
    elif isinstance(value, list):
        for inner in value:
            yield from ids(inner, name, "")
    elif value is not None and (name.endswith("Id") or name in NAMED_LIKE_NO_ID):
        yield f"{above}/{name}" if above else name, value


def table_of(path: str, tables: dict[str, type[Model]]) -> type[Model] | None:
    return tables.get(path) or tables.get(path.rpartition("/")[2])


def body(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["body"]


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_id_of_a_sample_stands_for_a_row(world: datetime.datetime, path: Path) -> None:
    for name, value in ids(body(path)):
        if (model := table_of(name, MEANT)) is not None:
            assert model._default_manager.filter(pk=value).exists(), f"{name} {value}"
        elif (model := table_of(name, GIVEN_BY_THE_SERVER)) is not None:
            assert not model._default_manager.filter(pk=value).exists(), f"{name} {value}"
        else:
            assert name.rpartition("/")[2] in NO_TABLE, f"what does {name} mean?"


def test_five_samples_with_forty_ids_were_looked_at() -> None:
    assert [path.stem for path in REQUESTS] == [
        "post_appointment",
        "post_system_event",
        "post_ticket",
        "send_event",
        "send_system_message",
    ]
    assert len([name for path in REQUESTS for name, _ in ids(body(path))]) >= 35


def test_the_second_customer_of_the_sample_ticket_is_who_it_says(world: datetime.datetime) -> None:
    printed = body(SAMPLES / "post_ticket.json")["SecondaryPersons"][0]
    person = Person.objects.select_related("contact__category").get(pk=745)
    assert (person.firstname, person.middle_name, person.lastname) == (
        printed["Firstname"],
        printed["MiddleName"],
        printed["Lastname"],
    )
    assert person.contact is not None
    assert person.contact.category is not None
    assert (person.contact_id, person.contact.name) == (printed["ContactId"], printed["ContactName"])
    assert (person.country_id, person.contact.country_id) == (
        printed["CountryId"],
        printed["ContactCountryId"],
    )
    assert person.contact.category.name == printed["CategoryName"]
    assert person.ticket_priority_id == printed["TicketPriorityId"]
    assert (person.associate_id, person.support_associate_id) == (717, 444)


def test_names_that_the_samples_print_are_those_of_the_rows(world: datetime.datetime) -> None:
    assert TicketTag.objects.get(pk=112).name == "Schaden Inc and Sons"
    assert TicketCategory.objects.get(pk=520).name == "VIP Customer"
    sender = Person.objects.select_related("contact").get(pk=329)
    assert sender.full_name == "Frieda Von"
    assert sender.contact is not None
    assert sender.contact.name == "Zemlak Group"
    assert Associate.objects.get(pk=851).person_id == 874
    assert Person.objects.get(pk=874).contact_id == 649
