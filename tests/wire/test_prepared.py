"""Statements that PostgreSQL has prepared run by their names, and what psycopg does with those is never missed."""

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from crm.wire.prepared import Runner, runner_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
TEXT = b"SELECT $1::int + 1, $2::text"


@pytest.fixture
def runner() -> Runner:
    connection.ensure_connection()
    return runner_of(connection.connection)


def usual(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The texts that take psycopg's way from now on."""
    texts: list[bytes] = []
    execute = runner.cursor.execute

    class Watched:
        pgresult = property(lambda _self: runner_cursor.pgresult)

        def execute(self, text: bytes, *args: object, **options: object) -> None:
            texts.append(text)
            execute(text, *args, **options)  # type: ignore[call-overload]  # handed on as they came

        def fetchall(self) -> list[tuple[object, ...]]:
            return runner_cursor.fetchall()

    runner_cursor = runner.cursor
    monkeypatch.setattr(runner, "cursor", Watched())
    return texts


def test_what_is_prepared_runs_by_its_name(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = usual(runner, monkeypatch)
    found = [runner.run(TEXT, [number, "a"], prepare=True) for number in range(3)]
    assert found == [[(1, "a")], [(2, "a")], [(3, "a")]]
    assert texts == [TEXT]


def test_a_value_of_another_type_is_another_statement(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = usual(runner, monkeypatch)
    for value in (1, 70_000, 1, 70_000):
        assert runner.run(b"SELECT $1 + 1", [value], prepare=True) == [(value + 1,)]
    assert len(texts) == 2


def test_after_a_rollback_it_is_prepared_again(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = usual(runner, monkeypatch)
    runner.run(TEXT, [1, "a"], prepare=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        raise IntegrityError
    assert runner.run(TEXT, [1, "b"], prepare=True) == [(2, "b")]
    assert texts == [TEXT, TEXT]


def test_without_preparing_it_takes_the_usual_way(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = usual(runner, monkeypatch)
    for _ in range(3):
        assert runner.run(TEXT, [1, "a"], prepare=False) == [(2, "a")]
    assert texts == [TEXT] * 3


def test_what_the_server_refuses_is_psycopgs_error_and_the_next_statement_runs(runner: Runner) -> None:
    text = b"SELECT 1 / $1::int"
    assert runner.run(text, [1], prepare=True) == [(1,)]
    with transaction.atomic():
        place = transaction.savepoint()
        with pytest.raises(psycopg.errors.DivisionByZero):
            runner.run(text, [0], prepare=True)
        transaction.savepoint_rollback(place)
    assert runner.run(text, [1], prepare=True) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_the_first_statement_of_a_transaction_begins_it(runner: Runner) -> None:
    runner.run(TEXT, [1, "a"], prepare=True)
    with transaction.atomic():
        runner.run(TEXT, [1, "a"], prepare=True)
        assert runner.pgconn.transaction_status == psycopg.pq.TransactionStatus.INTRANS
    assert runner.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_an_operational_error(runner: Runner) -> None:
    runner.run(TEXT, [1, "a"], prepare=True)
    with connection._nodb_cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [runner.pgconn.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        runner.run(TEXT, [1, "a"], prepare=True)
    connection.close()
    assert runner_of_new().run(TEXT, [1, "a"], prepare=True) == [(2, "a")]


def runner_of_new() -> Runner:
    connection.ensure_connection()
    return runner_of(connection.connection)
