"""Refusals in the shape that clients of the original read.

Every refusal carries `Error`, `ErrorType`, `ErrorMessage`, `ErrorSource`, and `Message` with the same text: the guide
names the one, a fixture of the official client the other.
"""

from __future__ import annotations

import logging
import sqlite3
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    ValidationError,
)
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from rest_framework import exceptions
from rest_framework.views import set_rollback

from crm.wire.bounds import is_cut_off
from crm.wire.media import json_answer

logger = logging.getLogger(__name__)
SOURCE = "Fjord"

ERROR_TYPES = {
    400: "SoInvalidRequestException",
    401: "SoNotAuthenticatedException",
    403: "SoSentryException",
    404: "SoNotFoundException",
    405: "SoMethodNotAllowedException",
    406: "SoNotAcceptableException",
    409: "SoConflictException",
    412: "SoPreconditionFailedException",
    413: "SoRequestTooLargeException",
    415: "SoUnsupportedMediaTypeException",
    422: "SoUnprocessableRequestException",
    429: "SoThrottledException",
    500: "SoException",
    501: "SoNotImplementedException",
    503: "SoServiceUnavailableException",
}


AGAIN = {"Retry-After": "5"}
TOO_LONG = (
    "The database took too long for this, and was stopped; nothing was saved. Ask for less: a narrower $filter, a"
    " smaller $top, odata.nextLink in the place of $skip, no $inlineCount."
)
# What SQLite says of a database that is locked, full, or cannot be read or opened just now; low bytes of its codes.
PASSING = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip
_REFUSALS: tuple[tuple[type[Exception], int, str], ...] = (
    (Http404, 404, "Not found."),
    (PermissionDenied, 403, "You do not have the right to do this."),
    (RequestDataTooBig, 413, "The request body is too large."),
    (TooManyFieldsSent, 400, "The request has too many fields."),
    (SuspiciousOperation, 400, "The request is malformed."),
    (UnreadablePostError, 400, "The request body ended early."),
    (IntegrityError, 400, "The database refuses this combination of values."),
)


class BadMember(exceptions.APIException):
    """400 that names the member of the body which is at fault, as a JSON path such as `$.Category.TicketCategoryId`."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


class Conflict(exceptions.APIException):
    """409: what is stored is not what the request builds on."""

    status_code = HTTPStatus.CONFLICT


class RowNotFound(exceptions.NotFound):
    """404 that names what was asked for; hidden and missing rows answer alike."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} was not found.")


def error_body(status: int, message: str) -> dict[str, Any]:
    """The body of a refusal."""
    return {
        "Error": True,
        "ErrorType": ERROR_TYPES.get(status, "SoException"),
        "ErrorMessage": message,
        "ErrorSource": SOURCE,
        "Message": message,
    }


def refuse(status: int, message: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer in the error shape."""
    answer = json_answer(error_body(status, message), status)
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: any exception becomes an answer in the error shape, and nothing is half saved."""
    set_rollback()
    status, message, headers = _read(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s failed", context["request"].path, exc_info=error)
    return refuse(status, message, headers)


def _read(error: Exception) -> tuple[int, str, dict[str, str]]:
    if isinstance(error, exceptions.APIException):
        return error.status_code, _text(error.detail), _headers(error)
    if isinstance(error, ValidationError):
        return 400, " ".join(_flat(error)), {}
    if is_cut_off(error):
        logger.error("A statement was cut off", exc_info=error)
        return 503, TOO_LONG, {}  # no Retry-After: the same question would take as long again
    if is_passing(error):
        logger.error("The database is not ready", exc_info=error)
        return 503, "The database is busy or cannot be reached. Try again in a moment.", dict(AGAIN)
    if isinstance(error, IntegrityError):
        logger.warning("The database refused a row", exc_info=error)
    for kind, status, words in _REFUSALS:
        if isinstance(error, kind):
            own = str(error) if isinstance(error, (Http404, PermissionDenied)) else ""
            return status, own or words, {}
    return 500, "Something went wrong on the server. The log has the details.", {}


def is_passing(error: BaseException | None) -> bool:
    """Whether the database was busy, full or away: the same request may succeed in a while."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in PASSING


def _headers(error: exceptions.APIException) -> dict[str, str]:
    challenge = getattr(error, "auth_header", None)
    wait = getattr(error, "wait", None)
    headers = {}
    if challenge:
        headers["WWW-Authenticate"] = challenge
    if wait:
        headers["Retry-After"] = str(int(wait))
    return headers


def _flat(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts]
    return list(error.messages)


def _text(detail: Any) -> str:
    if isinstance(detail, dict):
        return " ".join(f"{name}: {_text(value)}" for name, value in detail.items())
    if isinstance(detail, list):
        return " ".join(_text(value) for value in detail)
    return str(detail)
