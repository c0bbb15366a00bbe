"""A demo account has a password that everybody can read, so it never works in production."""

import importlib

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

import config.wsgi
from crm.checks import BASE_ZONE, DEMO_ACCOUNT, base_zone, demo_accounts_in_production
from crm.directory.models import Associate
from crm.management.commands.serve import Command
from crm.tickets.models import BaseStatus, TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_account() -> Associate:
    user = User.objects.create_user("tje0", password="Tje0")
    return Associate.objects.create(name="tje0", user=user, is_demo=True)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that preparing runs, written down instead of run."""
    taken: list[str] = []
    groundwork = "crm.management.groundwork"
    monkeypatch.setattr(f"{groundwork}.call_command", lambda name, **_options: taken.append(name))
    monkeypatch.setattr(f"{groundwork}.collect_changed", lambda: False)
    return taken


def test_production_refuses_an_active_demo_account_and_names_it(
    demo_account: Associate, settings: Settings
) -> None:
    settings.PRODUCTION = True
    (refusal,) = demo_accounts_in_production()
    assert refusal.id == DEMO_ACCOUNT == "crm.E001"
    assert refusal.msg == "Demo accounts are active in production: tje0."


def test_a_base_time_zone_that_does_not_exist_is_refused_by_name(settings: Settings) -> None:
    assert base_zone() == []
    settings.FJORD_BASE_ZONE = "Oslo"
    (refusal,) = base_zone()
    assert refusal.id == BASE_ZONE == "crm.E002"
    assert refusal.msg.startswith("FJORD_BASE_ZONE: There is no time zone 'Oslo'")


def test_a_demo_database_is_welcome_on_a_laptop(demo_account: Associate, settings: Settings) -> None:
    settings.PRODUCTION = False
    assert demo_accounts_in_production() == []


def test_a_demo_account_that_cannot_sign_in_does_no_harm(demo_account: Associate, settings: Settings) -> None:
    settings.PRODUCTION = True
    User.objects.update(is_active=False)
    assert demo_accounts_in_production() == []


def test_real_accounts_are_no_reason_to_refuse(demo_account: Associate, settings: Settings) -> None:
    settings.PRODUCTION = True
    Associate.objects.update(is_demo=False)
    assert demo_accounts_in_production() == []


def test_the_check_command_refuses_when_it_may_ask_the_database(
    demo_account: Associate, settings: Settings
) -> None:
    settings.PRODUCTION = True
    with pytest.raises(SystemCheckError, match=r"crm\.E001"):
        call_command("check", databases=["default"])


def test_the_server_refuses_to_start(demo_account: Associate, settings: Settings, steps: list[str]) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="Demo accounts are active in production: tje0"):
        Command().prepare()
    assert steps == ["migrate"]


def test_the_application_refuses_to_load_under_any_server(
    demo_account: Associate, settings: Settings
) -> None:
    settings.PRODUCTION = True
    with pytest.raises(SystemExit, match="Demo accounts are active in production: tje0"):
        importlib.reload(config.wsgi)


def test_the_application_refuses_to_load_when_its_pages_would_be_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm.checks.uncollected", lambda: "Run `manage.py set_up`.")
    with pytest.raises(SystemExit, match="set_up"):
        importlib.reload(config.wsgi)


def test_an_empty_production_database_is_not_seeded(settings: Settings, steps: list[str]) -> None:
    settings.PRODUCTION = True
    Command().prepare()
    assert steps == ["migrate"]


def test_an_empty_local_database_becomes_the_demo_world(settings: Settings, steps: list[str]) -> None:
    settings.PRODUCTION = False
    Command().prepare()
    assert steps == ["migrate", "seed"]


def test_a_database_with_an_account_of_somebody_gets_no_public_passwords(
    settings: Settings, steps: list[str]
) -> None:
    settings.PRODUCTION = False
    User.objects.create_superuser("ann")
    Command().prepare()
    assert steps == ["migrate"]


def test_a_database_with_people_in_it_is_left_as_it_is(
    demo_account: Associate, settings: Settings, steps: list[str]
) -> None:
    settings.PRODUCTION = False
    Command().prepare()
    assert steps == ["migrate"]


def test_a_desk_that_was_set_up_is_nobodys_demo(settings: Settings, steps: list[str]) -> None:
    settings.PRODUCTION = False
    TicketStatus.objects.create(name="Open", base=BaseStatus.ACTIVE)
    Command().prepare()
    assert steps == ["migrate"]
