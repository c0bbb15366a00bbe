"""Paths, query names and booleans in any spelling, and never a redirect."""

from __future__ import annotations

import json

import pytest

from crm.delivery.models import Delivery
from crm.tickets.models import Ticket
from tests.calls import cast
from tests.calls.callers import Api, words_of
from tests.calls.documented import sample

GET_TICKET = f"/api/v1/Ticket/{cast.MASTER_TICKET}"
PATHS = {
    "post_ticket": "/api/v1/Ticket",
    "post_appointment": "/api/v1/Appointment",
    "post_system_event": "/api/v1/SystemEvent",
    "send_event": "/api/v1/Agents/Workflow/SendEvent",
    "send_system_message": "/api/v1/Agents/Diagnostics/SendSystemMessage",
}


@pytest.mark.parametrize("name", PATHS)
def test_a_documented_path_is_found_in_any_case_and_with_a_slash(api: Api, name: str) -> None:
    call = sample(name)
    assert call.path == PATHS[name]
    for spelled in (call.path, call.path.lower(), call.path.upper()):
        for tail in ("", "/"):
            assert api.send("POST", f"{spelled}{tail}", call.body).status_code == call.status


@pytest.mark.parametrize(
    "path", [GET_TICKET, f"{GET_TICKET}/", GET_TICKET.upper(), "/api/v1/ticket/DEFAULT/"]
)
def test_reading_is_as_lenient(api: Api, path: str) -> None:
    assert api.get(path)["BaseStatus"] == "Active"


@pytest.mark.parametrize(
    "query", ["notify=true", "notify=True", "NOTIFY=TRUE", "Notify=1", "notify=false&notify=true"]
)
def test_notify_is_heard_in_any_spelling(api: Api, query: str) -> None:
    api.post(f"/api/v1/Ticket?{query}", {"Title": "Printer", "OwnedBy": {"AssociateId": 360}})
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?notify=False", "?notify=false", "?notify=0", "?notify=", "?notify"])
def test_without_notify_nobody_is_told(api: Api, query: str) -> None:
    api.post(f"/api/v1/Ticket{query}", {"Title": "Printer", "OwnedBy": {"AssociateId": 360}})
    assert Delivery.objects.count() == 0


def test_the_printed_notify_saves_the_printed_ticket_and_tells_nobody(api: Api) -> None:
    call = sample("post_ticket")
    assert api.post(f"{call.path}?notify=False", call.body)["Title"] == call.body["Title"]
    assert Delivery.objects.count() == 0


def test_notify_counts_on_put_too(api: Api) -> None:
    api.put(f"{GET_TICKET}?notify=1", {"OwnedBy": {"AssociateId": 360}})
    assert Delivery.objects.count() == 1


NOWHERE = [
    "/api/v1/Nothing",
    "/api/v1/Nothing/",
    "/API/V1/Ticket/abc",
    "/api/v1/Ticket/-1",
    "/api/v1/Ticket/1/2/3",
    "/api/v1/Ticket/99999999999999999999999999",
    "/api/v1/Ticket/９",
    "/api/v1/Ticket/1%00",
    "/api/v1/Agents/Ticket",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_an_unknown_address_is_404_and_leads_nowhere_else(api: Api, path: str) -> None:
    discovery = path.rstrip("/") == "/api/v1"  # a GET of it is a document that is no part of this slice
    api.refused(404, "POST", path, b"null")
    for method in ("PUT", "PATCH", "DELETE") if discovery else ("GET", "PUT", "PATCH", "DELETE"):
        answer = api.send(method, path, b"null")
        assert (answer.status_code, bool(words_of(answer))) == (404, True), method


def test_an_unknown_agent_method_is_404(api: Api) -> None:
    assert "SendNothing" in api.refused(404, "POST", "/api/v1/Agents/Workflow/SendNothing", None)
    api.refused(404, "POST", "/api/v1/Agents/Nothing/SendEvent", None)


def test_an_unknown_address_tells_strangers_only_that_they_are_strangers(stranger: Api) -> None:
    stranger.refused(401, "GET", "/api/v1/Nothing")


WRONG_METHODS = [
    ("DELETE", "/api/v1/Ticket"),
    ("PUT", "/api/v1/Ticket"),
    ("POST", GET_TICKET),
    ("POST", "/api/v1/Ticket/default"),
    ("PUT", "/api/v1/Agents/Workflow/SendEvent"),
    ("DELETE", "/api/v1/Agents/Workflow/SendEvent"),
]


@pytest.mark.parametrize(("method", "path"), WRONG_METHODS)
def test_a_method_that_an_address_does_not_have_is_405_and_names_those_it_has(
    api: Api, method: str, path: str
) -> None:
    answer = api.send(method, path, b"null")
    assert answer.status_code == 405
    assert words_of(answer)
    allowed = {word.strip() for word in answer.headers["Allow"].split(",")}
    assert method not in allowed
    assert allowed & {"GET", "POST"}


def test_head_answers_as_get_without_a_body(api: Api) -> None:
    answer = api.send("HEAD", GET_TICKET)
    assert (answer.status_code, answer.content) == (200, b"")


def test_get_on_an_agents_method_describes_it_and_never_runs_it(api: Api) -> None:
    found = api.get("/api/v1/agents/ticket/createdefaultticketentity")
    assert "CreateDefaultTicketEntity" in json.dumps(found)
    before = Ticket.objects.count()
    api.get("/api/v1/Agents/Ticket/SaveTicketEntity")
    assert Ticket.objects.count() == before


ACCEPTED = [
    "",
    "*/*",
    "application/json; charset=utf-8",
    "application/json",
    "text/json",
    "text/html, */*;q=0.1",
    "application/*",
]


@pytest.mark.parametrize("accept", ACCEPTED)
def test_json_is_answered_to_whoever_takes_it(api: Api, accept: str) -> None:
    answer = api.send("GET", GET_TICKET, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("accept", ["image/png", "text/csv, image/*"])
def test_who_takes_only_something_else_gets_406_in_the_error_shape(api: Api, accept: str) -> None:
    api.refused(406, "POST", "/api/v1/Ticket", {"Title": "x"}, headers={"Accept": accept})
