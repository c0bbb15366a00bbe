"""Refusals: one shape for all of them, and nothing of the inside shown."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    ValidationError,
)
from django.db import DataError, IntegrityError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.test import RequestFactory
from pytest_django import Settings
from rest_framework import exceptions

from crm.tickets.models import Ticket
from crm.tickets.views import ticket as views
from crm.wire.errors import BadMember, RowNotFound, handle, refuse
from tests.callers import Api
from tests.world import World

SHAPE = ["Error", "ErrorType", "ErrorMessage", "ErrorSource", "Message"]


def answered(error: Exception) -> HttpResponse:
    return handle(error, {"request": RequestFactory().post("/api/v1/Ticket")})


def body(answer: HttpResponse) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(answer.content)
    return read


def throttled() -> exceptions.Throttled:
    return exceptions.Throttled(wait=61)


@pytest.mark.parametrize(
    ("error", "status", "kind", "words"),
    [
        (BadMember("$.Title", "Too long."), 400, "SoInvalidRequestException", "$.Title: Too long."),
        (exceptions.ParseError("Not JSON."), 400, "SoInvalidRequestException", "Not JSON."),
        (ValidationError("An event needs a key."), 400, "SoInvalidRequestException", "An event needs a key."),
        (ValidationError({"key": ["Too long.", "Taken."]}), 400, "SoInvalidRequestException", "key: Too long. key: Taken."),
        (TooManyFieldsSent("secret"), 400, "SoInvalidRequestException", "The request has too many fields."),
        (SuspiciousOperation("secret"), 400, "SoInvalidRequestException", "The request is malformed."),
        (UnreadablePostError("secret"), 400, "SoInvalidRequestException", "The request body ended early."),
        (IntegrityError("secret"), 400, "SoInvalidRequestException", "The database refuses this combination of values."),
        (exceptions.AuthenticationFailed("Who?"), 401, "SoNotAuthenticatedException", "Who?"),
        (PermissionDenied("Only an administrator."), 403, "SoSentryException", "Only an administrator."),
        (PermissionDenied(), 403, "SoSentryException", "You do not have the right to do this."),
        (exceptions.PermissionDenied("No."), 403, "SoSentryException", "No."),
        (RowNotFound("TicketEntity", 7), 404, "SoNotFoundException", "TicketEntity 7 was not found."),
        (Http404("Nothing here."), 404, "SoNotFoundException", "Nothing here."),
        (exceptions.MethodNotAllowed("TRACE"), 405, "SoMethodNotAllowedException", 'Method "TRACE" not allowed.'),
        (exceptions.NotAcceptable("Only JSON."), 406, "SoNotAcceptableException", "Only JSON."),
        (RequestDataTooBig("secret"), 413, "SoRequestTooLargeException", "The request body is too large."),
        (throttled(), 429, "SoThrottledException", "Request was throttled. Expected available in 61 seconds."),
        (exceptions.APIException({"a": ["b", "c"]}), 500, "SoException", "a: b c"),
    ],
)  # fmt: skip
def test_every_refusal_has_its_status_its_type_and_words(
    error: Exception, status: int, kind: str, words: str
) -> None:
    answer = answered(error)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert list(body(answer)) == SHAPE
    assert body(answer) == {
        "Error": True,
        "ErrorType": kind,
        "ErrorMessage": words,
        "ErrorSource": "Fjord",
        "Message": words,
    }


def test_an_unsupported_type_is_415_in_the_same_shape() -> None:
    answer = answered(exceptions.UnsupportedMediaType("text/csv"))
    assert answer.status_code == 415
    assert body(answer)["ErrorType"] == "SoUnsupportedMediaTypeException"
    assert "text/csv" in body(answer)["ErrorMessage"]


@pytest.mark.parametrize(
    "error", [RuntimeError("secret"), DataError("secret"), KeyError("secret"), ValueError("secret")]
)
def test_what_went_wrong_inside_stays_inside_and_goes_to_the_log(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    answer = answered(error)
    assert answer.status_code == 500
    assert list(body(answer)) == SHAPE
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content
    (record,) = [record for record in caplog.records if record.name == "crm.wire.errors"]
    assert "/api/v1/Ticket failed" in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_a_401_says_how_to_sign_in_and_a_429_when_to_come_back() -> None:
    refused = exceptions.NotAuthenticated()
    refused.auth_header = 'Basic realm="Fjord"'  # type: ignore[attr-defined]  # DRF's view sets it
    assert answered(refused).headers["WWW-Authenticate"] == 'Basic realm="Fjord"'
    assert answered(throttled()).headers["Retry-After"] == "61"
    assert not {"Retry-After", "WWW-Authenticate"} & answered(RowNotFound("Ticket", 1)).headers.keys()


def test_the_log_has_what_the_database_refused_and_nothing_of_what_clients_got_wrong(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answered(RowNotFound("Ticket", 1))
    answered(BadMember("$.Title", "Too long."))
    assert caplog.records == []
    answered(IntegrityError("CHECK constraint failed"))
    (record,) = caplog.records
    assert "refused a row" in record.getMessage()
    assert record.exc_info is not None


def test_a_refusal_can_be_given_by_hand_with_headers() -> None:
    answer = refuse(503, "Closed.", {"Retry-After": "5"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert body(answer)["ErrorType"] == "SoServiceUnavailableException"


@pytest.mark.django_db
def test_an_answer_of_500_shows_no_stack_even_when_debugging(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> NoReturn:
        raise RuntimeError("secret")

    settings.DEBUG = True
    monkeypatch.setattr(views, "save_ticket", fail)
    answer = Api(world.ada).post("Ticket", {"Title": "x"}, status=500)
    assert list(answer) == SHAPE
    assert "secret" not in json.dumps(answer)
    assert "Traceback" not in json.dumps(answer)


@pytest.mark.django_db
def test_nothing_is_half_saved_when_the_last_step_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> NoReturn:
        raise RuntimeError("secret")

    monkeypatch.setattr("crm.tickets.actions.ticket._write_collections", fail)
    Api(world.ada).post("Ticket", {"Title": "Half"}, status=500)
    Api(world.ada).put(f"Ticket/{world.ticket.pk}", {"Title": "Half"}, status=500)
    assert not Ticket.objects.filter(title="Half").exists()


@pytest.mark.django_db
def test_each_refusal_over_http_has_the_shape(world: World, settings: Settings) -> None:
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"
    refusals = [
        api.post("Ticket", {"Slevel": "x"}, status=400),
        api.get("Ticket/999999", status=404),
        api.get("NoSuchThing", status=404),
        api.delete(path, status=403),
        api.call("POST", path, {}, status=405),
        Api(world.ada, accept="text/csv").get(path, status=406),
        Api(world.rolf).get(path, status=401),
    ]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    refusals.append(api.post("Ticket", {"Title": "x" * 100}, status=413))
    answer = api.client.post("/api/v1/Ticket", "a,b", content_type="text/csv")
    assert answer.status_code == 415
    refusals.append(answer.json())
    assert [list(refusal) for refusal in refusals] == [SHAPE] * len(refusals)
    assert all(
        refusal["Error"] is True and refusal["Message"] == refusal["ErrorMessage"] for refusal in refusals
    )
