"""The demo world as tests ask for it."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

AT = datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC)  # a Friday


def seed(*words: str, at: str = "2026-11-20T10:00") -> None:
    """`manage.py seed`, quietly."""
    call_command("seed", "--at", at, *words, verbosity=0)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo world, planted once for a module; each test undoes what it changes in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(planted: None, db: None) -> datetime.datetime:
    """The instant around which everything happens in the demo world. Modules that use it have no empty database."""
    return AT


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes bulk runs write that many tickets at a time."""

    def shrink(tickets: int) -> None:
        monkeypatch.setattr("crm.tickets.seeds.bulk.run.AT_ONCE", tickets)

    return shrink
