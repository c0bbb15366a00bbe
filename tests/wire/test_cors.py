"""Pages of other origins may call the API only where the installation lists them."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from config.environment import Environment, Refused
from tests.callers import basic
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "https://shop.example.com"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,so-timezone",
}


@pytest.fixture
def listed(settings: Settings) -> None:
    settings.FJORD_CORS_ORIGINS = [PAGE, "http://localhost:3000"]


def names_in(answer: Any, header: str) -> set[str]:
    return set(re.split(r",\s*", answer[header].lower()))


@pytest.mark.parametrize(
    "path", ["/api/v1/Ticket", "/API/v1/ticket/7", "/api/v1/Agents/Ticket/SaveTicketEntity"]
)
def test_a_preflight_from_a_listed_page_is_answered_without_signing_in(listed: None, path: str) -> None:
    answer = Client(headers={"Origin": PAGE, **PREFLIGHT}).options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == PAGE
    assert names_in(answer, "Access-Control-Allow-Methods") >= {"get", "post", "put", "patch", "delete"}
    assert names_in(answer, "Access-Control-Allow-Headers") >= {
        "authorization", "content-type", "accept", "accept-language", "x-xsrf-token", "so-apptoken", "so-language",
        "so-culture", "so-timezone", "so-browser-tz-offset", "if-modified-since", "if-unmodified-since",
    }  # fmt: skip
    assert int(answer["Access-Control-Max-Age"]) > 0


def test_an_answer_to_a_listed_page_can_be_read_there(listed: None, world: World) -> None:
    headers = {"Origin": PAGE, "Authorization": basic("ada", "Ada")}
    for path, status in ((f"/api/v1/Ticket/{world.ticket.pk}", 200), ("/api/v1/Ticket/999999", 404)):
        answer = Client(headers=headers).get(path)
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, PAGE)
        assert names_in(answer, "Access-Control-Expose-Headers") >= {"last-modified", "so-timezone"}
        assert "origin" in names_in(answer, "Vary")


def test_cookies_are_never_allowed(listed: None) -> None:
    answer = Client(headers={"Origin": PAGE, **PREFLIGHT}).options("/api/v1/Ticket")
    assert not answer.has_header("Access-Control-Allow-Credentials")


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example.com", "http://shop.example.com", f"{PAGE}.evil.com", f"{PAGE}:8443", "null", ""],
)
def test_a_page_that_is_not_listed_gets_nothing(listed: None, origin: str, world: World) -> None:
    signed_in = {"Origin": origin, "Authorization": basic("ada", "Ada")}
    for answer in (
        Client(headers={"Origin": origin, **PREFLIGHT}).options("/api/v1/Ticket"),
        Client(headers=signed_in).get(f"/api/v1/Ticket/{world.ticket.pk}"),
    ):
        assert [name for name in answer.headers if name.lower().startswith("access-control-")] == []
        assert "origin" in names_in(answer, "Vary")


def test_pages_outside_of_the_api_are_not_opened(listed: None) -> None:
    answer = Client(headers={"Origin": PAGE, **PREFLIGHT}).options("/admin/login/")
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_by_default_no_page_is_listed(settings: Settings, world: World) -> None:
    assert settings.FJORD_CORS_ORIGINS == []
    answer = Client(headers={"Origin": PAGE, **PREFLIGHT}).options("/api/v1/Ticket")
    assert answer.status_code == 401
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_a_star_lists_every_page(settings: Settings) -> None:
    settings.FJORD_CORS_ORIGINS = ["*"]
    answer = Client(headers={"Origin": "https://any.example", **PREFLIGHT}).options("/api/v1/Ticket")
    assert answer["Access-Control-Allow-Origin"] == "https://any.example"


def test_origins_are_read_from_the_setting() -> None:
    given = Environment({"ORIGINS": "https://shop.example.com, http://localhost:3000,*"})
    assert given.origins("ORIGINS") == ["https://shop.example.com", "http://localhost:3000", "*"]
    assert Environment({}).origins("ORIGINS") == []


@pytest.mark.parametrize(
    "origin",
    [
        "shop.example.com",
        "https://shop.example.com/",
        "https://shop.example.com/x",
        "ftp://a.b",
        "https://",
        "https://a:b",
    ],
)
def test_what_is_no_origin_is_refused_by_name(origin: str) -> None:
    with pytest.raises(Refused, match=r"ORIGINS is .*; it can be origins such as https://shop.example.com"):
        Environment({"ORIGINS": f"https://ok.example,{origin}"}).origins("ORIGINS")
