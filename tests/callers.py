"""How the cast calls the API: HTTP clients that sign in with every request, and what they send."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.test import Client

from crm.directory.models import Associate

JSON = "application/json"


def password_of(associate: Associate) -> str:
    """Everybody's password is their name with a capital letter."""
    return associate.name.capitalize()


def basic(name: str, password: str) -> str:
    """An Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


class Api:
    """The API as one user calls it; answers are JSON."""

    def __init__(self, associate: Associate, **headers: str) -> None:
        sign_in = basic(associate.name, password_of(associate))
        self.client = Client(headers={"authorization": sign_in, **headers}, raise_request_exception=False)

    def call(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        """The parsed answer. Fails when the status is another than the expected one."""
        data = b"" if body is None else json.dumps(body)
        answer = self.client.generic(method, f"/api/v1/{path}", data, content_type=JSON)
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[:2000])
        return answer.json() if answer.content else None

    def get(self, path: str, *, status: int = 200) -> Any:
        return self.call("GET", path, status=status)

    def post(self, path: str, body: Any, *, status: int = 200) -> Any:
        return self.call("POST", path, body, status=status)

    def put(self, path: str, body: Any, *, status: int = 200) -> Any:
        return self.call("PUT", path, body, status=status)

    def patch(self, path: str, body: Any, *, status: int = 200) -> Any:
        return self.call("PATCH", path, body, status=status)

    def delete(self, path: str, *, status: int = 204) -> Any:
        return self.call("DELETE", path, status=status)
