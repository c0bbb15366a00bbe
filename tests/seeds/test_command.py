"""`manage.py seed`: where it works, where it refuses, and what it says."""

import datetime
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from crm.directory.models import Associate, Contact, UserGroup
from crm.directory.seeds import anchor
from crm.management.commands.seed import instant
from crm.tickets.models import BaseStatus, Ticket, TicketStatus
from tests.concurrency import together
from tests.seeds.conftest import AT, seed

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebodys_desk(db: None) -> Associate:
    """A database that people work in."""
    group = UserGroup.objects.create(name="Us")
    return Associate.objects.create(name="ola", full_name="Ola", group=group)


def test_a_foreign_database_is_left_alone_and_told_how_to_allow_it(somebodys_desk: Associate) -> None:
    with pytest.raises(
        CommandError, match=r"(?s)users: 1, tickets: 0.*9 accounts with public passwords.*--force"
    ):
        seed()
    assert list(Associate.objects.all()) == [somebodys_desk]
    assert not User.objects.exists()


def test_bulk_tickets_are_refused_there_too(somebodys_desk: Associate) -> None:
    with pytest.raises(CommandError, match="--force"):
        seed("--tickets", "10")
    assert not Ticket.objects.exists()


def test_tickets_alone_make_a_database_foreign(db: None) -> None:
    status = TicketStatus.objects.create(name="Open", base=BaseStatus.ACTIVE)
    Ticket.objects.create(title="Ours", status=status, created_at=AT, last_changed=AT)
    with pytest.raises(CommandError, match="users: 0, tickets: 1"):
        seed()


def test_force_seeds_a_foreign_database_and_keeps_what_was_there(somebodys_desk: Associate) -> None:
    seed("--force")
    somebodys_desk.refresh_from_db()
    assert not somebodys_desk.is_demo
    assert Ticket.objects.filter(pk=786).exists()


def test_production_is_never_seeded(db: None, settings: Settings) -> None:
    settings.PRODUCTION = True
    for words in ([], ["--force"], ["--tickets", "5", "--force"]):
        with pytest.raises(CommandError, match="production"):
            seed(*words)
    assert not Associate.objects.exists()


def test_a_database_without_tables_is_told_how_to_get_them(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda: ["auth_user"])
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        seed()


def test_an_account_of_somebody_else_with_a_demo_name_stops_everything(db: None) -> None:
    User.objects.create_user("tje0", password="secret")
    with pytest.raises(CommandError, match="accounts called tje0"):
        seed()
    assert not Associate.objects.exists()
    assert not Contact.objects.exists()


def test_rows_in_the_way_stop_everything(somebodys_desk: Associate) -> None:
    Associate.objects.create(name="tje0", full_name="Terje", group=somebodys_desk.group)
    with pytest.raises(CommandError, match="stand in the way, and nothing was changed"):
        seed("--force")
    assert not Ticket.objects.exists()
    assert not User.objects.exists()


def test_a_second_run_goes_on_from_the_instant_of_the_first(db: None) -> None:
    seed()
    assert anchor() == AT
    Ticket.objects.get(pk=10467).delete()
    call_command("seed", verbosity=0)
    assert AT - datetime.timedelta(hours=1) < Ticket.objects.get(pk=10467).created_at < AT


def test_without_a_date_everything_happens_now(db: None) -> None:
    call_command("seed", verbosity=0)
    assert timezone.now() - datetime.timedelta(hours=1, minutes=1) < anchor() <= timezone.now()  # type: ignore[operator]  # it is there


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-20", datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)),
        ("2026-11-20T09:30", datetime.datetime(2026, 11, 20, 9, 30, tzinfo=datetime.UTC)),
        ("2026-11-20T09:30+01:00", datetime.datetime(2026, 11, 20, 8, 30, tzinfo=datetime.UTC)),
    ],
)
def test_a_date_means_its_noon_and_a_time_without_a_zone_is_utc(text: str, meant: datetime.datetime) -> None:
    assert instant(text) == meant


def test_a_date_that_is_none_is_refused_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="--at: invalid instant value: 'tomorrow'"):
        call_command("seed", "--at", "tomorrow")


def said(*words: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("seed", "--at", "2026-11-20T10:00", *words, stdout=out, **options)
    return out.getvalue()


def test_it_says_what_was_missing_and_who_can_sign_in(db: None) -> None:
    first, second = said(), said()
    made = re.search(r"The demo world of 2026-11-20 10:00 UTC stands; (\d+) rows were missing\.", first)
    assert made is not None
    assert int(made[1]) > 700
    assert "tje0      Tje0      administrator" in first
    assert "stands; 0 rows were missing." in second


def test_it_says_how_quickly_tickets_were_made_up(db: None) -> None:
    assert "100 tickets now. 32 more in " in said("--tickets", "100")
    assert "MB of memory" in said("--tickets", "100")


def test_it_can_be_silent(db: None) -> None:
    assert said("--tickets", "100", verbosity=0) == ""


@pytest.mark.parametrize(
    "words", [("--at", "0001-01-01"), ("--at", "9999-12-31"), ("--tickets", "-1"), ("--tickets", "x")]
)
def test_what_cannot_be_seeded_is_refused_in_a_sentence(words: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=words[0]):
        seed(*words)


@pytest.mark.parametrize(
    "words",
    [("--days", "nan"), ("--days", "inf"), ("--days", "1e9"), ("--days", "-1"), ("--name", "x" * 300)],
)
def test_a_token_that_cannot_be_is_refused_in_a_sentence(words: tuple[str, str], db: None) -> None:
    seed()
    with pytest.raises(CommandError, match=r"--days|too long"):
        call_command("create_token", "tje0", *words)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_seed_at_once_make_what_one_makes() -> None:
    together(*[lambda: seed("--tickets", "300")] * 2)
    assert Ticket.objects.count() == 300
