"""Every address and every agents' method, called for rows that are hidden and rows that are not there.

`permissions.txt` beside this file has a line for each: a word for what the call is about, and the call. A route or a
method without a line fails `test_every_call_has_its_line` by its name; a line for none that is left does too.
The words:

open   tells of no single row that could be hidden: lists of choices, defaults, layouts, who asks
list   answers a page of rows
read   answers a row, or what belongs to it, by the number in its address
write  changes the row whose number stands in its address
add    makes a row
gets   a method that is given numbers of rows and answers them
acts   a method that is given numbers of rows and changes them
setup  changes lists, categories or fields: for those whose role has the right to
user   answers a user: colleagues see all of them
users  changes users: for administrators
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from crm.appointments.models import Appointment, AppointmentVisibility, Visibility
from crm.directory.models import Associate, Contact, Person, Project, Role, Sale
from crm.directory.models.role import AMONG_COLLEAGUES, CATEGORY_ROLE, READER_ROLE, Entity
from crm.events.models import Scope, SystemEvent
from crm.tickets.models import Attachment, SecurityLevel, Ticket, TicketMessage
from crm.wire.bind import bind
from crm.wire.contract import Contract
from crm.wire.errors import BadMember
from crm.wire.lists import touch
from tests.calls.every import LINES, Caller, bodies, lines_of, methods, references, routes, table
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db
HIDDEN, MISSING, OWN = 7_654_321, 7_654_329, 6_543_217
SECRET = "Zanzibar"
WORDS = ["open", "list", "read", "write", "add", "gets", "acts", "setup", "user", "users"]


def test_every_call_has_its_line() -> None:
    lines = table()
    assert sorted((routes() | set(methods())) - set(lines)) == [], "these have no line in permissions.txt"
    assert sorted(set(lines) - routes() - set(methods())) == [], (
        "these lines are for calls that there are not"
    )
    assert set(lines.values()) <= set(WORDS)
    assert LINES.read_text().count("\n") == len(lines), "a call has two lines"


@pytest.fixture
def rows(world: World) -> World:
    """Of each kind a row of Nils', a row of Tove's that nobody else sees, under numbers of their own; and roles."""
    _plant_pair(world, OWN, world.nils, "Mine", world.loud)
    _plant_pair(world, HIDDEN, world.tove, SECRET, world.secret)
    own = Role.objects.get(pk=CATEGORY_ROLE)
    kept = {str(relation): 15 if relation == "MyOwn" else 0 for relation in AMONG_COLLEAGUES}
    own.data_rights = {str(entity): kept for entity in Entity}
    own.save()
    Associate.objects.filter(pk=world.nils.pk).update(role_id=CATEGORY_ROLE)
    Associate.objects.filter(pk=world.bo.pk).update(role_id=READER_ROLE)
    every = Permission.objects.filter(content_type__app_label="crm")
    for who in (world.ada, world.bo, world.nils, world.cleo):
        assert who.user is not None
        who.user.user_permissions.set(every)
    touch()
    return world


def _plant_pair(world: World, key: int, who: Associate, text: str, category: Any) -> None:
    common: dict[str, Any] = {"pk": key, "associate": who}
    plant(Contact(name=text, department=text, **common))
    plant(Person(lastname=text, email=f"{text}@x.example", contact_id=key, **common))
    plant(Project(name=text, **common))
    plant(Sale(title=text, **common))
    at = {"created_at": NOON, "last_changed": NOON}
    plant(Ticket(pk=key, title=text, owner=who, category=category, status=world.open, person_id=key, **at))
    said = {"created_at": NOON, "slevel": SecurityLevel.EXTERNAL, "body": text, "num_attachments": 1}
    (message,) = plant(TicketMessage(pk=key, ticket_id=key, created_by=who, **said))
    plant(Attachment(pk=key, name=f"{text}.txt", created_at=NOON, created_by=who))
    message.attachments.add(key)
    when = {"created_at": NOON, "updated_at": NOON, "start": NOON, "end": NOON}
    plant(Appointment(title=text, created_by=who, **common, **when))
    plant(AppointmentVisibility(appointment_id=key, visibility=Visibility.ASSOCIATE, associate=who))
    plant(SystemEvent(pk=key, key=text, scope=Scope.USER, owner=who.pk, registered=NOON, activated_by=who))


def alike(answer: Any) -> Any:
    """An answer but for the number of the row and the time of day."""
    status, content, headers = answer
    told = re.sub(f"{HIDDEN}|{MISSING}", "#", content)
    plain = {name: value for name, value in headers.items() if name not in ("Date", "ETag", "Content-Length")}
    return status, told, plain


NUMBERED = ("read", "write", "gets", "acts")


@pytest.mark.parametrize("name", ["nils", "cleo"])
def test_a_hidden_row_is_answered_as_one_that_is_not_there(rows: World, name: str) -> None:
    caller = Caller(getattr(rows, name))
    for call, word in lines_of(*NUMBERED):
        hidden, missing = caller.line(call, HIDDEN), caller.line(call, MISSING)
        assert alike(hidden) == alike(missing), call
        assert SECRET not in hidden[1], call
        expected = {
            "read": {404},
            "write": {403, 404},
            "gets": {200, 400, 404},
            "acts": {200, 204, 400, 403, 404},
        }
        assert hidden[0] in expected[word] | ({403} if name == "cleo" else set()), (call, hidden)


def test_an_agent_with_all_requests_sees_no_members_only_ticket(rows: World) -> None:
    """Of tickets, what everybody but its members has closed to them stays closed to who sees all others."""
    rows.ada.ticket_categories.remove(rows.secret)
    touch()
    ada = Caller(rows.ada)
    ours = ("Ticket", "TicketMessage", "Attachment")
    for call, _word in lines_of(*NUMBERED):
        if call.split(" ")[-1].split("/")[0] in ours or call.startswith("Ticket."):
            hidden, missing = ada.line(call, HIDDEN), ada.line(call, MISSING)
            assert alike(hidden) == alike(missing), call
            assert SECRET not in hidden[1], call


def test_who_sees_the_row_is_answered_it(rows: World) -> None:
    """The same calls have something to tell: to an administrator, and to whose the row is."""
    for who, key, words in ((rows.tove, HIDDEN, ("read", "gets")), (rows.nils, OWN, ("read",))):
        caller = Caller(who)
        told = 0
        for call, word in lines_of(*words):
            status, content, _headers = caller.line(call, key)
            assert status in (
                (200,) if word == "read" and "Content" not in call and "Rfc" not in call else (200, 400, 404)
            ), (call, status, content)
            told += (SECRET if key == HIDDEN else "Mine") in content
        assert told > 20


def test_a_reader_changes_nothing_and_makes_nothing(rows: World) -> None:
    bo = Caller(rows.bo)
    for call, word in lines_of("write", "add", "acts"):
        if _is_of_events(call):
            continue
        status, content, _headers = bo.line(call, OWN)
        of_none = word == "acts" and (status in (400, 404) or content in ("null", "[]"))
        assert status == 403 or of_none, (call, status, content[:300])


def _is_of_events(call: str) -> bool:
    """System events are nobody's data in roles: Django's permissions alone say who writes them."""
    return "SystemEvent" in call


def test_no_list_and_nothing_open_tells_of_a_hidden_row(rows: World) -> None:
    for who, words in ((rows.nils, ("list", "open", "user")), (rows.cleo, ("list", "user"))):
        caller = Caller(who)
        for call, _word in lines_of(*words):
            status, content, _headers = caller.line(call, MISSING)
            assert status < 500, (call, content)
            assert SECRET not in content, call


def test_only_administrators_change_users(rows: World) -> None:
    for who in (rows.ada, rows.nils, rows.cleo):
        caller = Caller(who)
        for call, _word in lines_of("users"):
            status, content, _headers = caller.line(call, rows.tove.pk)
            assert status in (400, 403, 404) or content == "null", (call, status, content[:200])
            assert again(rows.tove).is_administrator


def test_setting_up_takes_a_right_of_the_role(rows: World) -> None:
    for who in (rows.nils, rows.bo, rows.cleo):
        caller = Caller(who)
        for call, _word in lines_of("setup"):
            status, content, _headers = caller.line(call, MISSING)
            names_none = call.startswith("DELETE ") and call.endswith("/Items")
            assert status in ((204, 403) if names_none else (400, 403, 404)), (call, status, content[:200])


def bound(contract: Contract, body: Any, who: Associate) -> str:
    try:
        return repr(bind(contract, body, who))
    except BadMember as refusal:
        return str(refusal.detail)


def test_a_reference_to_a_hidden_row_is_bound_as_one_to_a_missing_row(rows: World) -> None:
    tried = refused = 0
    for who in (again(rows.nils), again(rows.cleo)):
        for contract in bodies():
            for name, given in references(contract):
                hidden, missing = (bound(contract, {name: given(key)}, who) for key in (HIDDEN, MISSING))
                assert hidden.replace(str(HIDDEN), "#") == missing.replace(str(MISSING), "#"), (
                    contract.name,
                    name,
                )
                tried, refused = tried + 1, refused + ("There is no" in hidden)
    assert tried > 100
    assert refused > 40
