"""Signing in to the API: every way, and everything that closes the door."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from crm.directory.actions import create_token, revoke_token
from crm.directory.models import Associate
from crm.directory.views import signin
from crm.wire.auth import VerifiedPasswords
from tests.callers import JSON, basic
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(weeks=1)


class Clock:
    """Seconds that pass when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Nobody is remembered from another test, and time stands still."""
    clock = Clock()
    monkeypatch.setattr(signin, "verified_passwords", VerifiedPasswords(lifetime=300, clock=clock))
    return clock


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were checked the slow way."""
    checked: list[str] = []
    verify = MD5PasswordHasher.verify

    def counting(self: MD5PasswordHasher, password: str, encoded: str) -> bool:
        checked.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", counting)
    return checked


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def call(authorization: str = "", **options: Any) -> Any:
    headers = {"authorization": authorization} if authorization else {}
    return Client(headers=headers).get("/api/v1/Ticket/default", **options)


def words(answer: Any) -> str:
    return str(answer.json()["ErrorMessage"])


def token_of(associate: Associate, lifetime: datetime.timedelta = WEEK) -> str:
    return create_token(associate, name="test", lifetime=lifetime, by=None)[1]


def close(associate: Associate) -> None:
    User.objects.filter(pk=associate.user_id or 0).update(is_active=False)


def test_the_documented_sample_signs_in(world: World) -> None:
    assert call("Basic dGplMDpUamUw").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "SoTicket", "SOTicket", "bearer"])
def test_a_token_signs_in_under_either_scheme(scheme: str, world: World) -> None:
    assert call(f"{scheme} {token_of(world.ada)}").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("ada", "wrong"), ("ada", ""), ("ADA", "Ada"), ("nobody", "Ada"), ("", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(name: str, password: str, world: World) -> None:
    answer = call(basic(name, password))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert words(answer) == words(call(basic("ada", "Nonsense")))


def test_without_credentials_the_way_in_is_named(world: World) -> None:
    answer = call()
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


def test_a_scheme_that_nobody_reads_is_refused_even_beside_a_session(world: World) -> None:
    client = Client(headers={"authorization": "Negotiate abc"})
    client.force_login(world.ada.user)  # type: ignore[arg-type]  # she has an account
    answer = client.get("/api/v1/Ticket/default")
    assert answer.status_code == 401
    assert "Basic, SoTicket or Bearer" in words(answer)


def test_a_token_expires_to_the_second(world: World, noon: time_machine.Traveller) -> None:
    token = token_of(world.ada, HOUR)
    noon.move_to(NOON + HOUR - datetime.timedelta(seconds=1))
    assert call(f"Bearer {token}").status_code == 200
    noon.move_to(NOON + HOUR)
    answer = call(f"Bearer {token}")
    assert (answer.status_code, words(answer)) == (401, "The token is unknown, expired or revoked.")


def test_a_revoked_token_is_as_good_as_none(world: World) -> None:
    row, token = create_token(world.ada, name="test", lifetime=WEEK, by=None)
    revoke_token(row, by=world.ada)
    assert words(call(f"Bearer {token}")) == words(call("Bearer nonsense"))


def test_a_retired_user_is_out_however_they_come(world: World) -> None:
    token = token_of(world.ada)
    assert call(basic("ada", "Ada")).status_code == 200
    Associate.objects.filter(pk=world.ada.pk).update(deleted=True)
    for header in (basic("ada", "Ada"), f"Bearer {token}"):
        assert call(header).status_code == 401
    assert call(basic("rolf", "Rolf")).status_code == 401


def test_a_closed_account_is_out_however_it_comes(world: World) -> None:
    token = token_of(world.ada)
    assert call(basic("ada", "Ada")).status_code == 200
    close(world.ada)
    for header in (basic("ada", "Ada"), f"Bearer {token}"):
        assert call(header).status_code == 401


def test_an_account_that_is_no_user_of_the_desk_is_told_so(world: World) -> None:
    User.objects.create_superuser("root", password="Root")
    answer = call(basic("root", "Root"))
    assert answer.status_code == 403
    assert "not a user of the desk yet" in words(answer)


def test_a_password_is_checked_once_and_then_remembered(world: World, checks: list[str]) -> None:
    for _ in range(3):
        assert call(basic("ada", "Ada")).status_code == 200
    assert checks == ["Ada"]


def test_a_remembered_password_is_checked_again_after_its_time(
    world: World, checks: list[str], clock: Clock
) -> None:
    call(basic("ada", "Ada"))
    clock.now += 299
    call(basic("ada", "Ada"))
    assert checks == ["Ada"]
    clock.now += 1
    call(basic("ada", "Ada"))
    assert checks == ["Ada", "Ada"]


def test_a_changed_password_is_forgotten_at_once(world: World) -> None:
    assert call(basic("ada", "Ada")).status_code == 200
    user = User.objects.get(username="ada")
    user.set_password("New")
    user.save()
    assert call(basic("ada", "Ada")).status_code == 401
    assert call(basic("ada", "New")).status_code == 200


def test_a_wrong_password_is_never_remembered(world: World, checks: list[str]) -> None:
    for _ in range(2):
        assert call(basic("ada", "wrong")).status_code == 401
    assert checks == ["wrong", "wrong"]


def lock_out(name: str, settings: Settings) -> Any:
    """The answer to the guess that was one too many."""
    settings.AXES_FAILURE_LIMIT = 3
    return [call(basic(name, "guess")) for _ in range(3)][-1]


def test_guessing_is_locked_out_for_a_while(
    world: World, settings: Settings, noon: time_machine.Traveller
) -> None:
    assert lock_out("ada", settings).status_code in (401, 429)
    assert call(basic("ada", "Ada")).status_code in (401, 429), "not even the right one opens now"
    assert call(basic("bo", "Bo")).status_code == 200, "others come in"
    assert call(basic("ada", "Ada"), REMOTE_ADDR="192.0.2.7").status_code == 200, (
        "a stranger locks nobody else out"
    )
    noon.move_to(NOON + HOUR)
    assert call(basic("ada", "Ada")).status_code == 200


def test_who_is_locked_out_is_refused_in_the_shape_of_every_refusal(world: World, settings: Settings) -> None:
    answer = lock_out("ada", settings)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()["Error"] is True


def test_signing_in_takes_one_statement_when_the_password_is_remembered(world: World) -> None:
    header, token = basic("ada", "Ada"), f"Bearer {token_of(world.ada)}"
    for each in (header, token):
        call(each)
        with CaptureQueriesContext(connection) as statements:
            call(each)
        texts = [statement["sql"] for statement in statements if "auth_user" in statement["sql"]]
        assert len(texts) == 1


def session(associate: Associate) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(associate.user)  # type: ignore[arg-type]  # everybody here has an account
    client.cookies["XSRF-TOKEN"] = "a" * 32
    return client


def test_the_admin_session_reads_as_the_same_user(world: World) -> None:
    answer = session(world.ada).get(f"/api/v1/Ticket/{world.ticket.pk}")
    assert answer.json()["TableRight"]["Mask"] == "Select, Update, Insert"


@pytest.mark.parametrize(("header", "status"), [(None, 403), ("b" * 32, 403), ("", 403), ("a" * 32, 200)])
def test_the_admin_session_changes_nothing_without_its_token(
    header: str | None, status: int, world: World
) -> None:
    headers = {} if header is None else {"X-XSRF-TOKEN": header}
    answer = session(world.ada).post("/api/v1/Ticket", {"Title": "x"}, content_type=JSON, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["ErrorType"] == "SoSentryException"


def test_the_session_of_a_retired_user_opens_nothing(world: World) -> None:
    client = session(world.ada)
    Associate.objects.filter(pk=world.ada.pk).update(deleted=True)
    assert client.get("/api/v1/Ticket/default").status_code == 401


def test_a_header_needs_no_xsrf_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"authorization": basic("ada", "Ada")})
    assert client.post("/api/v1/Ticket", {"Title": "x"}, content_type=JSON).status_code == 200


def test_the_caller_is_the_user_of_the_desk_with_their_account(world: World) -> None:
    client = Client(headers={"authorization": basic("bo", "Bo")})
    answer = client.post("/api/v1/Ticket", {"Title": "x"}, content_type=JSON)
    assert answer.json()["CreatedBy"]["AssociateId"] == world.bo.pk
    assert answer.json()["CreatedBy"]["UserName"] == "bo"


@pytest.mark.parametrize("length", [151, 300, 5000])
def test_a_name_longer_than_any_account_has_is_refused_like_a_wrong_one(length: int, world: World) -> None:
    answer = Client(headers={"authorization": basic("x" * length, "y")}).get("/api/v1/Ticket/1")
    assert answer.status_code == 401


def test_a_failed_sign_in_at_a_long_address_is_refused_like_any(world: World) -> None:
    answer = Client(headers={"authorization": basic("ada", "wrong")}).get(f"/api/v1/{'x' * 2000}")
    assert answer.status_code == 401
