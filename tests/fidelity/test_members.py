"""Every stored member is told as documented, whatever it holds, and every member of every enum goes in and out.

What is expected comes from the documented types and numbers; columns are filled past the actions, since only the way
from a column to the wire is looked at here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from crm.directory.models import Associate
from crm.messages.models import SystemMessage
from crm.wire.bind import bind
from crm.wire.contract import Computed, Contract, Member
from crm.wire.read import read
from crm.wire.values import EnumNames
from tests.appointments.crowd import appointments
from tests.carriers import contracts, documented, names_of
from tests.directory.crowd import contacts, people, projects, sales
from tests.events.crowd import events
from tests.fidelity import inventory
from tests.fidelity.facts import accepted
from tests.fidelity.recording import Shown
from tests.tickets.crowd import messages, tickets
from tests.world import NOON, World

STORED: dict[str, tuple[Any, Any]] = {
    "int32": (7, 7),
    "double": (2.5, 2.5),
    "bool": (True, True),
    "string": ("Ny", "Ny"),
    "date-time": (NOON, "2026-03-02T12:00:00"),
    "timespan": (45, "00:45:00"),
    "dict of string": ({"x_a": "1"}, {"x_a": "1"}),
}
BY_COLUMN: tuple[tuple[type[models.Field[Any, Any]], Any, Any], ...] = (
    (models.TimeField, datetime.time(8, 30), "08:30:00"),
    (models.BooleanField, True, 1),
)
ENUMS = inventory.documented().enums


@pytest.fixture
def crowd(world: World) -> None:
    """A row of every model."""
    messages(world, 1)
    SystemMessage.objects.create(
        system_message_id="one", associate=world.tove, markdown="Hello", created_at=NOON
    )
    for plant in (tickets, events, sales, appointments, contacts, people, projects):
        plant(world, 1)
    Associate.objects.update(person=world.dan)


def value_for(contract: Contract, spec: Member, told: str) -> tuple[Any, Any]:
    """What to store in a column, and how the documentation has it told."""
    column = contract.model_field(spec.path)
    for kind, stored, expected in BY_COLUMN:
        if isinstance(column, kind) and told != "bool":
            return stored, expected
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return NOON.date(), "2026-03-02T00:00:00"
    if column.choices:
        stored = column.flatchoices[-1][0]
        return stored, stored
    return STORED[told]


def holder(row: Any, path: str) -> tuple[Any, str]:
    """The row at the end of a path, None when there is none, and its column."""
    *relations, last = path.split("__")
    for name in relations:
        row = getattr(row, name, None)
    return row, last


def stored(contract: Contract, row: Any, columns: dict[str, Any], by: Any) -> dict[str, Any] | None:
    """The carrier when these columns hold these values; None when the database refuses that. Nothing stays."""
    try:
        with transaction.atomic():
            for path, value in columns.items():
                held, column = holder(row, path)
                models.QuerySet(type(held)).filter(pk=held.pk).update(**{column: value})
            [carrier] = read(contract, models.QuerySet(contract.model).filter(pk=row.pk), by)
            transaction.set_rollback(True)
            return carrier
    except IntegrityError:
        return None


def told_members() -> Iterator[tuple[Contract, str, Member, str]]:
    for contract in contracts():
        for name, spec in contract.specs.items():
            if isinstance(spec, Member):
                yield contract, name, spec, documented(contract)[name]


def written_members() -> Iterator[tuple[Contract, str, Member | Computed]]:
    for contract in contracts():
        for name, spec in contract.specs.items():
            if isinstance(spec, (Member, Computed)) and name.lower() in contract.writable:
                yield contract, name, spec


def written_to(spec: Member | Computed) -> str:
    """What the binder calls the value of a member."""
    return spec.path if isinstance(spec, Member) else spec.writes or ""


def as_told(answered: Any, expected: Any) -> bool:
    return bool(answered == expected) or (isinstance(expected, str) and str(answered).endswith(expected))


def plain(contract: Contract, row: Any) -> dict[str, tuple[str, Any, Any]]:
    """The members that are one column each: its path, what to store there, and how that is told."""
    found = {}
    for name, told in documented(contract).items():
        spec = contract.specs[name]
        if not isinstance(spec, Member) or told not in STORED or spec.path in ("id", "pk"):
            continue
        if holder(row, spec.path)[0] is not None:
            found[name] = spec.path, *value_for(contract, spec, told)
    return found


def test_every_stored_member_is_told_as_documented(world: World, crowd: None, shown: Shown) -> None:
    wrong = {}
    for contract in contracts():
        row = contract.model._default_manager.first()
        if row is None:
            continue
        members = plain(contract, row)
        whole = stored(contract, row, {path: value for path, value, _ in members.values()}, world.tove)
        for name, (path, value, expected) in members.items():
            carrier = whole
            if carrier is None or not as_told(carrier[name], expected):  # another value may hide this one
                carrier = stored(contract, row, {path: value}, world.tove)
            if carrier is not None and not as_told(carrier[name], expected):
                wrong[f"{contract.name}.{name}"] = carrier[name]
            elif carrier is not None:
                shown(f"valued {contract.name}.{name}")
    assert wrong == {}


def test_every_member_of_every_enum_is_told_by_its_name(world: World, crowd: None, shown: Shown) -> None:
    wrong, done = {}, set()
    for contract, name, spec, _told in told_members():
        row = contract.model._default_manager.first()
        names = names_of(contract.kind_of(spec))
        if row is None or names is None or holder(row, spec.path)[0] is None:
            continue
        known = (
            names.by_value if isinstance(names, EnumNames) else {**names.bits, **names.whole, 0: names.zero}
        )
        for member, number in ENUMS[names.called].items():
            if number not in known or (names.called, member) in done:
                continue
            carrier = stored(contract, row, {spec.path: number}, world.tove)
            if carrier is not None and carrier[name] != member:
                wrong[f"{contract.name}.{name} {number}"] = carrier[name]
            elif carrier is not None:
                done.add((names.called, member))
                shown(f"enum {names.called}.{member}")
    assert wrong == {}


def test_every_member_of_every_enum_can_be_sent_by_name_and_number(world: World, shown: Shown) -> None:
    wrong = {}
    for contract, name, spec in written_members():
        names = names_of(contract.kind_of(spec))
        if names is None:
            continue
        for member in accepted(names):
            number = ENUMS[names.called][member]
            read_as = [
                bind(contract, {name: sent}, world.tove).get(written_to(spec), 0)
                for sent in (member, member.lower(), number)
            ]
            if not all(value in (number, None) for value in read_as):
                wrong[f"{contract.name}.{name} {member}"] = read_as
            shown(f"sent {names.called}.{member}")
    assert wrong == {}
