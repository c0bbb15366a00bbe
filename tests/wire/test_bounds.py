"""A statement that takes too long is cut off, told in the error shape, and leaves nothing behind."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import RequestFactory

from config.faults import server_error
from crm.models import Ticket
from crm.signals import ticket_saved
from crm.wire.bounds import Deadline, bound, bound_all, is_cut_off
from crm.wire.errors import TOO_LONG, handle
from tests.callers import Api
from tests.world import World

HEAVY = {
    "postgresql": "SELECT pg_sleep(60)",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
}
SHORT = 0.3  # seconds: nothing else that the tests ask takes so long, on a busy machine either
pytestmark = pytest.mark.django_db


@pytest.fixture
def bounded(db: None) -> Iterator[None]:
    """The connection of the test, with little patience."""
    connection.ensure_connection()
    bound(connection, SHORT)
    yield
    bound(connection, 0)


def take_long(**_fact: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HEAVY[connection.vendor])
        cursor.fetchall()


@pytest.fixture
def slow_save() -> Iterator[None]:
    """Saving a ticket asks the database for too much."""
    ticket_saved.connect(take_long)
    yield
    ticket_saved.disconnect(take_long)


def test_a_call_that_takes_too_long_is_refused_and_saves_nothing(
    world: World, bounded: None, slow_save: None
) -> None:
    before = Ticket.objects.count()
    api = Api(world.ada)
    refusal = api.post("Ticket", {"Title": "Heavy"}, status=503)
    assert refusal["ErrorType"] == "SoServiceUnavailableException"
    assert refusal["ErrorMessage"] == TOO_LONG
    bound(connection, 0)
    assert Ticket.objects.count() == before
    assert api.get(f"Ticket/{world.ticket.pk}")["Title"] == world.ticket.title


def test_the_refusal_does_not_ask_to_try_again(bounded: None) -> None:
    with pytest.raises(OperationalError) as caught, transaction.atomic():
        take_long()
    answer = handle(caught.value, {"request": RequestFactory().get("/api/v1/Ticket")})
    assert (answer.status_code, "Retry-After" in answer) == (503, False)


def test_what_takes_no_time_goes_on(world: World, bounded: None) -> None:
    assert Api(world.ada).get("Ticket")["value"]


def test_a_cut_off_statement_is_told_apart(bounded: None) -> None:
    with pytest.raises(OperationalError) as caught, transaction.atomic():
        take_long()
    assert is_cut_off(caught.value)
    assert not is_cut_off(OperationalError("The server went away."))


def test_the_desk_answers_a_page_that_says_so(bounded: None) -> None:
    request = RequestFactory().get("/admin/")
    answers = []
    try:
        with transaction.atomic():
            take_long()
    except OperationalError:
        answers.append(server_error(request))
    assert [answer.status_code for answer in answers] == [503]
    assert "took too long" in answers[0].content.decode()


def test_the_clock_starts_with_each_statement() -> None:
    now = [0.0]
    deadline = Deadline(10, lambda: now[0])
    for started in (0.0, 9.0, 18.0):
        now[0] = started
        deadline(lambda *_statement: None, "SELECT 1", (), False, {})
        now[0] = started + 9
        assert not deadline.is_over()
    now[0] = 28.1
    assert deadline.is_over()


@pytest.mark.parametrize(("seconds", "patience"), [(10, "10s"), (0, "0")])
def test_new_connections_of_a_server_are_bounded(seconds: int, patience: str) -> None:
    """Those of commands are not: nothing is bounded until the server asks for it."""
    other = connections.create_connection("default")
    bound_all(seconds)
    try:
        other.connect()
        if connection.vendor == "postgresql":
            with other.cursor() as cursor:
                cursor.execute("SHOW statement_timeout")
                assert cursor.fetchone() == (patience,)
        else:
            deadlines = [wrapper for wrapper in other.execute_wrappers if isinstance(wrapper, Deadline)]
            assert [deadline.seconds for deadline in deadlines] == [seconds] * bool(seconds)
    finally:
        bound_all(0)
        other.close()
