"""A caller of the API over Django's test client, and what every answer must be like."""

from __future__ import annotations

import json
from typing import Any, cast

from django.apps import apps
from django.http import HttpResponse
from django.test import Client

JSON = "application/json"
ERROR = ["Error", "ErrorType", "ErrorMessage", "ErrorSource", "Message"]
COUNTED = ("Ticket", "Appointment", "SystemEvent", "WorkflowEvent", "SystemMessage", "Delivery")


class Api:
    """One caller. Bodies are sent as JSON unless they are bytes; whatever comes back is no redirect."""

    def __init__(self, client: Client, authorization: str) -> None:
        self.client = client
        self.authorization = authorization

    def send(
        self,
        method: str,
        path: str,
        body: Any = b"",
        *,
        content_type: str = JSON,
        headers: dict[str, str] | None = None,
    ) -> HttpResponse:
        """Sends a request as it is; a header of None's place is left out."""
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        sent = {"Authorization": self.authorization, "Accept": JSON, **(headers or {})}
        answer = self.client.generic(
            method,
            path,
            data,
            content_type=content_type,
            headers={name: value for name, value in sent.items() if value},
        )
        assert not 300 <= answer.status_code < 400, f"{method} {path} leads to {answer.headers['Location']}"
        return cast("HttpResponse", answer)

    def get(self, path: str) -> Any:
        """The body of a GET that must go well."""
        return self._well("GET", path)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """The body of a POST that must go well."""
        return self._well("POST", path, body, **options)

    def put(self, path: str, body: Any) -> Any:
        """The body of a PUT that must go well."""
        return self._well("PUT", path, body)

    def _well(self, method: str, path: str, *body: Any, **options: Any) -> Any:
        answer = self.send(method, path, *body, **options)
        assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.content[:500]!r}"
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        return json.loads(answer.content)

    def refused(self, status: int, method: str, path: str, body: Any = b"", **options: Any) -> str:
        """The words of a refusal, which must have this status, the error shape, and leave no row behind."""
        before = row_counts()
        answer = self.send(method, path, body, **options)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.content[:500]!r}"
        assert row_counts() == before, "something was saved all the same"
        return words_of(answer)


def words_of(answer: HttpResponse) -> str:
    """The message of a refusal in the documented shape."""
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    error = json.loads(answer.content)
    assert list(error) == ERROR
    assert error["Error"] is True
    assert error["Message"] == error["ErrorMessage"]
    assert error["ErrorType"].startswith("So")
    assert error["ErrorSource"]
    return str(error["ErrorMessage"])


def row_counts() -> dict[str, int]:
    """How many rows each kind of noun has that a call can make."""
    return {name: apps.get_model("crm", name)._default_manager.count() for name in COUNTED}
