"""Authorization headers read, checked passwords remembered; whose the credentials are is a feature's business.

Schemes: `Basic`, `SoTicket` (the client writes `SOTicket`) and `Bearer`, in any case; without a header the admin
session counts, guarded by `X-XSRF-TOKEN`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from rest_framework import authentication, exceptions
from rest_framework.request import Request

CHALLENGE = 'Basic realm="Fjord", charset="UTF-8"'
TOKEN_SCHEMES = ("bearer", "soticket")
API = "/api/v1"
LONGEST_NAME = 150  # characters, of an account; who keeps count of failed sign-ins has no room for more
Found = tuple[Any, Any]
Handler = Callable[[HttpRequest], HttpResponse]


def authorization(request: Request) -> tuple[str, str]:
    """The scheme in lower case and the credentials of the header; two empty texts without one."""
    scheme, _, credentials = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    return scheme.lower(), credentials.strip()


class HeaderAuthentication(authentication.BaseAuthentication):
    """What every scheme shares: the challenge of a 401."""

    def authenticate_header(self, request: Request) -> str:  # DRF's signature
        return CHALLENGE


class TokenAuthentication(HeaderAuthentication):
    """`Bearer` and `SoTicket`: subclasses say whose token it is."""

    def authenticate(self, request: Request) -> Found | None:
        scheme, token = authorization(request)
        if scheme not in TOKEN_SCHEMES:
            return None
        found = self.find(token)
        if found is None:
            raise exceptions.AuthenticationFailed("The token is unknown, expired or revoked.")
        return found

    def find(self, token: str) -> Found | None:
        """Whom the token belongs to, None when nobody."""
        raise NotImplementedError  # the contract of this base class


class BasicAuthentication(HeaderAuthentication):
    """`Basic`: subclasses check the password. An empty password is legal."""

    def authenticate(self, request: Request) -> Found | None:
        scheme, encoded = authorization(request)
        if scheme != "basic":
            return None
        try:
            name, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:  # neither base64, nor ASCII before it, nor UTF-8 behind it
            name, colon, password = "", "", ""
        if len(name) > LONGEST_NAME:
            raise exceptions.AuthenticationFailed("Nobody has so long a name.")
        if not colon or "\x00" in name:
            raise exceptions.AuthenticationFailed("The Basic credentials are not base64 of user:password.")
        return self.check(request, name, password)

    def check(self, request: Request, name: str, password: str) -> Found:
        """Who this is. Raises AuthenticationFailed."""
        raise NotImplementedError  # the contract of this base class


class SessionAuthentication(authentication.SessionAuthentication):
    """The admin session; whatever changes something needs the X-XSRF-TOKEN of the XSRF-TOKEN cookie.

    It comes last and refuses a header that nobody before it read, instead of falling back to the session.
    """

    def authenticate(self, request: Request) -> Found | None:
        scheme, _credentials = authorization(request)
        if scheme:
            raise exceptions.AuthenticationFailed(
                "Use Basic, SoTicket or Bearer in the Authorization header."
            )
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE

    def enforce_csrf(self, request: Request) -> None:
        """Only the header counts: looking for a token in a form would read the body before its size is known."""
        request._request._post = QueryDict()  # type: ignore[attr-defined]  # where Django looks for a form's token
        super().enforce_csrf(request._request)  # type: ignore[arg-type]  # it is handed on to Django's check


class HeaderCallsMiddleware:
    """Lets calls of the API that bring their own credentials past every middleware below this one.

    Those serve browsers: sessions, protection from other sites' forms, messages, locks on sign-in forms. A fifth of
    the time of a small call went there. Without an `Authorization` header the session counts, and nothing is left out.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = self.view = get_response
        while (below := getattr(self.view, "get_response", None)) is not None:
            self.view = below

    def __call__(self, request: HttpRequest) -> HttpResponse:
        brings = request.META.get("HTTP_AUTHORIZATION", "").strip()
        called = request.path_info[: len(API)].lower() == API
        return self.view(request) if brings and called else self.get_response(request)


class VerifiedPasswords:
    """Passwords that were right a moment ago, as HMACs under a secret of this process.

    Checking a password costs a quarter of a second of CPU; this spares it for `lifetime` seconds. The stored hash is
    part of the HMAC, so a changed password is forgotten at once; whether the account is active is asked every time.
    """

    def __init__(
        self, lifetime: float, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._secret = secrets.token_bytes(32)
        self._lifetime, self._most, self._clock = lifetime, most, clock
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._lock = Lock()

    def _digest(self, stored_hash: str, password: str) -> bytes:
        return hmac.digest(self._secret, f"{stored_hash}\x00{password}".encode(), hashlib.sha256)

    def holds(self, stored_hash: str, password: str) -> bool:
        """Whether this password was right for this stored hash lately."""
        return self._until.get(self._digest(stored_hash, password), 0.0) > self._clock()

    def remember(self, stored_hash: str, password: str) -> None:
        """Remembers a password that was just found right."""
        with self._lock:
            self._until[self._digest(stored_hash, password)] = self._clock() + self._lifetime
            while len(self._until) > self._most:
                self._until.popitem(last=False)
