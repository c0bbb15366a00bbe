"""From an empty database to a ticket that somebody can handle, without the demo world."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from crm.directory.models import Associate, UserGroup
from crm.management import groundwork
from crm.management.commands.serve import Command as Serve
from crm.tickets.models import (
    BaseStatus,
    CategoryMembership,
    PriorityFlag,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketStatus,
)
from tests.callers import Api, basic
from tests.house.conftest import ROOT

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
ROWS = (TicketStatus, TicketPriority, TicketCategory, UserGroup, Group)


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are there, and collecting files is another test's business."""
    monkeypatch.setattr(groundwork, "call_command", lambda _name, **_options: None)
    monkeypatch.setattr(groundwork, "collect_changed", lambda: False)


def command(monkeypatch: pytest.MonkeyPatch, *words: str, password: str = PASSWORD) -> str:
    """What a command prints; the password comes by standard input."""
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command(*words, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_an_empty_desk_gets_what_a_ticket_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    said = command(monkeypatch, "set_up")
    assert "Made 13 rows to begin with" in said
    assert "manage.py create_user NAME --administrator" in said
    defaults = TicketStatus.objects.filter(is_default=True).values_list("base", flat=True)
    assert sorted(defaults) == [base for base in BaseStatus.values if base != BaseStatus.UNKNOWN]
    priorities = TicketPriority.objects.all()
    assert [priority.name for priority in priorities] == ["High", "Medium", "Low"]
    assert [bool(priority.flags & PriorityFlag.DEFAULT) for priority in priorities] == [False, True, False]
    assert TicketCategory.objects.get().fullname == "Support"


def test_a_second_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, "set_up")
    before = [list(model._default_manager.values()) for model in ROWS]
    assert "Made" not in command(monkeypatch, "set_up")
    assert [list(model._default_manager.values()) for model in ROWS] == before


def test_what_a_desk_has_made_itself_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    TicketStatus.objects.create(name="In arbeid", base=BaseStatus.ACTIVE)
    TicketPriority.objects.create(name="Haster")
    command(monkeypatch, "set_up")
    assert TicketStatus.objects.get(base=BaseStatus.ACTIVE).name == "In arbeid"
    assert TicketStatus.objects.count() == 6
    assert TicketPriority.objects.get().name == "Haster"


def test_an_agent_of_the_first_administrator_handles_a_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, "set_up")
    command(monkeypatch, "create_user", "boss", "--administrator", "--full-name", "Ann Berg")
    command(monkeypatch, "create_user", "kari", "--role", "Service agents", "--email", "kari@example.com")
    agent = Associate.objects.get(name="kari")
    kari = Api(agent, authorization=basic("kari", PASSWORD))
    made = kari.post("Ticket", {"Title": "It works", "OwnedBy": {"AssociateId": agent.pk}})
    assert (made["Status"]["Name"], made["Priority"]["Name"]) == ("Open", "Medium")
    closed = kari.patch(f"Ticket/{made['TicketId']}", {"BaseStatus": "Closed"})
    assert closed["Status"]["Name"] == "Closed"
    assert agent.is_internal
    assert not agent.is_administrator
    assert Associate.objects.get(name="boss").is_administrator
    boss = Api(Associate.objects.get(name="boss"), authorization=basic("boss", PASSWORD))
    boss.delete(f"Ticket/{made['TicketId']}")
    assert Ticket.objects.get().base_status == BaseStatus.DELETED


def test_roles_reach_as_far_as_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, "set_up")
    command(monkeypatch, "create_user", "kari", "--role", "Service agents")
    command(monkeypatch, "create_user", "olav", "--role", "Administrators")
    kari, olav = User.objects.get(username="kari"), User.objects.get(username="olav")
    assert kari.is_staff
    assert kari.has_perms(["crm.add_ticket", "crm.change_ticket", "crm.view_ticketstatus"])
    assert not kari.has_perm("crm.change_ticketstatus")
    assert not kari.has_perm("auth.add_user")
    assert olav.has_perms(["crm.change_ticketstatus", "crm.delete_categorymembership", "auth.add_user"])
    assert CategoryMembership.objects.count() == 0


def test_an_account_of_django_becomes_a_user_and_keeps_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_superuser("boss", "boss@example.com", PASSWORD)
    with pytest.raises(CommandError, match=r"not a user of the desk yet: `manage.py create_user boss`"):
        command(monkeypatch, "create_token", "boss")
    command(monkeypatch, "create_user", "boss", password="")
    boss = Associate.objects.get(name="boss")
    assert boss.email == "boss@example.com"
    assert boss.user is not None
    assert boss.user.check_password(PASSWORD)
    command(monkeypatch, "create_token", "boss")


@pytest.mark.parametrize(
    ("words", "password", "refusal"),
    [
        (["--administrator"], "short", "too short"),
        (["--administrator"], "", "too short"),
        (
            [],
            PASSWORD,
            "Say what ann may do: --administrator, or --role with one of 'Administrators', 'Service",
        ),
        (
            ["--role", "Boss"],
            PASSWORD,
            "There is no role 'Boss'; there are 'Administrators', 'Service agents'",
        ),
        (["--administrator", "--email", "nowhere"], PASSWORD, "valid email"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, words: list[str], password: str, refusal: str
) -> None:
    command(monkeypatch, "set_up")
    with pytest.raises(CommandError, match=refusal):
        command(monkeypatch, "create_user", "ann", *words, password=password)
    assert not User.objects.exists()
    assert not Associate.objects.exists()


def test_nobody_is_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, "create_user", "ann", "--administrator")
    with pytest.raises(CommandError, match="ann is a user of the desk already"):
        command(monkeypatch, "create_user", "ann", "--administrator")


def test_a_token_for_nobody_says_how_somebody_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        CommandError, match=r"no user with the initials ann\. `manage.py create_user` makes one"
    ):
        command(monkeypatch, "create_token", "ann")


def test_production_is_greeted_with_its_proxy(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PRODUCTION, settings.FJORD_URL = True, "https://desk.example.com"
    Serve().greet("http://127.0.0.1:8000/")
    greeting = capsys.readouterr().out
    assert "waits at http://127.0.0.1:8000/ for your proxy" in greeting
    assert "https://desk.example.com (FJORD_URL)" in greeting
    assert "http://127.0.0.1:8000/admin/" not in greeting
    assert "create_user NAME --administrator" in greeting


def test_a_desk_that_was_set_up_is_not_mistaken_for_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, "set_up")
    with pytest.raises(CommandError, match="This database was set up for work"):
        call_command("seed")
    assert not User.objects.exists()


def test_the_manual_names_the_commands_in_the_order_they_are_needed() -> None:
    manual = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    steps = [
        "manage.py set_up",
        "manage.py create_user",
        "manage.py check --deploy",
        "manage.py create_token",
    ]
    places = [manual.index(step) for step in steps]
    assert places == sorted(places)
