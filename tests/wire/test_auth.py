"""Authorization headers as clients write them, and passwords remembered for a while."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from crm.wire.auth import (
    BasicAuthentication,
    Found,
    SessionAuthentication,
    TokenAuthentication,
    VerifiedPasswords,
)

TOKENS = {"fjord:abc": ("user", "ada"), "7T:a+b/c==": ("user", "bo")}


class Basic(BasicAuthentication):
    def check(self, request: Request, name: str, password: str) -> Found:
        return name, password


class Token(TokenAuthentication):
    def find(self, token: str) -> Found | None:
        return TOKENS.get(token)


class Clock:
    """Seconds that pass when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def request(authorization: str | None) -> Request:
    headers: dict[str, Any] = {} if authorization is None else {"HTTP_AUTHORIZATION": authorization}
    return Request(RequestFactory().get("/", **headers))


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_basic_credentials_are_read_in_any_case(scheme: str) -> None:
    assert Basic().authenticate(request(f"{scheme} {encoded('tje0:Tje0')}")) == ("tje0", "Tje0")


@pytest.mark.parametrize(
    ("credentials", "found"),
    [
        ("tje0:", ("tje0", "")),  # the official client's tests use it
        ("tje0:a:b:c", ("tje0", "a:b:c")),
        ("bjørn:pæss 🚀", ("bjørn", "pæss 🚀")),
        (":x", ("", "x")),
    ],
)
def test_passwords_may_be_empty_and_hold_colons_and_any_script(credentials: str, found: Found) -> None:
    assert Basic().authenticate(request(f"Basic  {encoded(credentials)} ")) == found


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic ",
        "Basic tje0:Tje0",
        "Basic é",
        f"Basic {encoded('no colon')}",
        f"Basic {base64.b64encode(b'caf' + bytes([233]) + b':x').decode()}",
        f"Basic {encoded('a' + chr(0) + 'b:x')}",
        f"Basic {encoded('tje0:Tje0')} {encoded('tje0:Tje0')}",
    ],
)
def test_what_is_not_base64_of_user_and_password_is_refused(header: str) -> None:
    with pytest.raises(AuthenticationFailed, match="not base64 of user:password"):
        Basic().authenticate(request(header))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "SoTicket", "SOTicket", "SOTICKET"])
def test_tokens_come_under_either_scheme_in_any_case(scheme: str) -> None:
    assert Token().authenticate(request(f"{scheme} fjord:abc")) == ("user", "ada")
    assert Token().authenticate(request(f"{scheme}   7T:a+b/c== ")) == ("user", "bo")


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer FJORD:ABC", "SoTicket é", "Bearer fjord:abc x"]
)
def test_a_token_of_nobody_is_refused(header: str) -> None:
    with pytest.raises(AuthenticationFailed, match="unknown, expired or revoked"):
        Token().authenticate(request(header))


@pytest.mark.parametrize("header", [None, "", "Negotiate abc", "Digest abc"])
def test_each_way_leaves_headers_of_another_kind_to_the_others(header: str | None) -> None:
    assert Basic().authenticate(request(header)) is None
    assert Token().authenticate(request(header)) is None


@pytest.mark.parametrize("header", ["Negotiate abc", "Digest username=x", "fjord:abc", "NTLM"])
def test_a_scheme_that_nobody_reads_never_falls_back_to_the_session(header: str) -> None:
    with pytest.raises(AuthenticationFailed, match="Use Basic, SoTicket or Bearer"):
        SessionAuthentication().authenticate(request(header))


@pytest.mark.parametrize("header", [None, "", "  "])
def test_without_a_header_and_without_a_session_nobody_is_there(header: str | None) -> None:
    assert SessionAuthentication().authenticate(request(header)) is None


@pytest.mark.parametrize("way", [Basic, Token, SessionAuthentication])
def test_every_way_names_the_same_challenge(way: type[Basic | Token | SessionAuthentication]) -> None:
    assert way().authenticate_header(request(None)) == 'Basic realm="Fjord", charset="UTF-8"'


def test_a_password_is_remembered_for_its_lifetime_and_not_a_second_longer() -> None:
    clock = Clock()
    passwords = VerifiedPasswords(lifetime=300, clock=clock)
    assert not passwords.holds("hash", "Tje0")
    passwords.remember("hash", "Tje0")
    clock.now += 299
    assert passwords.holds("hash", "Tje0")
    clock.now += 1
    assert not passwords.holds("hash", "Tje0")


def test_a_remembered_password_is_remembered_anew_when_it_was_right_again() -> None:
    clock = Clock()
    passwords = VerifiedPasswords(lifetime=300, clock=clock)
    passwords.remember("hash", "Tje0")
    clock.now += 200
    passwords.remember("hash", "Tje0")
    clock.now += 200
    assert passwords.holds("hash", "Tje0")


@pytest.mark.parametrize(
    ("stored", "password"), [("other hash", "Tje0"), ("hash", "tje0"), ("hash", ""), ("hash\x00Tje0", "")]
)
def test_only_the_very_same_password_of_the_very_same_account_is_remembered(
    stored: str, password: str
) -> None:
    passwords = VerifiedPasswords(lifetime=300, clock=Clock())
    passwords.remember("hash", "Tje0")
    assert not passwords.holds(stored, password)


def test_only_so_many_passwords_are_remembered_and_the_oldest_goes_first() -> None:
    passwords = VerifiedPasswords(lifetime=300, most=2, clock=Clock())
    for name in ("first", "second", "third"):
        passwords.remember(name, "Tje0")
    assert [passwords.holds(name, "Tje0") for name in ("first", "second", "third")] == [False, True, True]


def test_neither_password_nor_hash_lies_in_memory_as_it_is() -> None:
    passwords = VerifiedPasswords(lifetime=300, clock=Clock())
    passwords.remember("pbkdf2_sha256$hash", "Tje0secret")
    kept = repr(vars(passwords))
    assert "Tje0secret" not in kept
    assert "pbkdf2_sha256" not in kept
