"""Conditional requests: answer only what is new, write only what nobody has changed meanwhile.

`If-Modified-Since` and `If-Unmodified-Since` compare whole seconds of UTC, for carriers whose contract names the columns
that tell when a row last changed; `ETag`, `If-Match` and `If-None-Match` compare what is answered, for every carrier.
The order in which they count is that of RFC 9110, section 13.2.2. A date that cannot be read is no condition.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from django.utils.http import http_date, parse_http_date_safe
from rest_framework import exceptions
from rest_framework.request import Request

from crm.wire.contract import Contract
from crm.wire.media import dumped

VARY = "Accept, Accept-Language, Authorization, Cookie, SO-Language, SO-TimeZone"
# Browsers would guess from Last-Modified how long an answer stays true.
UNGUESSED = {"Cache-Control": "private, no-cache", "Vary": VARY}
_HEADERS = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
_ANY = "*"
XML_VARIANT = "-xml"


class PreconditionFailed(exceptions.APIException):
    """412: the row is not, or no longer, what the request is meant for."""

    status_code = HTTPStatus.PRECONDITION_FAILED


@dataclass(frozen=True, slots=True)
class State:
    """What a row is now: the tag of its carrier, and the second when it last changed; None where nothing tells.

    Each type that the carrier is answered in has a tag of its own: that of JSON with a `variant` at its end.
    """

    tag: str | None = None
    changed: int | None = None
    variant: str = ""

    @property
    def told(self) -> str | None:
        """The tag of what is answered."""
        return f'{self.tag[:-1]}{self.variant}"' if self.tag and self.variant else self.tag

    def headers(self) -> dict[str, str]:
        """How an answer tells it."""
        headers = dict(UNGUESSED)
        if self.told is not None:
            headers["ETag"] = self.told
        if self.changed is not None:
            headers["Last-Modified"] = http_date(self.changed)
        return headers


def tag_of(carrier: Mapping[str, Any]) -> str:
    """The strong tag of a carrier without its links, quoted."""
    return tag_in(dumped(carrier))


def tag_in(body: bytes) -> str:
    """The tag of a carrier that is JSON already."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def changed_at(contract: Contract, row: Any) -> int | None:
    """The second when a row last changed, counted from 1970."""
    return second_of(next(filter(None, (getattr(row, path) for path in contract.stamps)), None))


def second_of(moment: datetime.datetime | None) -> int | None:
    """The whole second of a moment, None for none."""
    return None if moment is None else int(moment.timestamp())


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request asks of the row that it is about."""

    match: frozenset[str] | None = None
    none_match: frozenset[str] | None = None
    modified_since: int | None = None
    unmodified_since: int | None = None

    @property
    def by_tag(self) -> bool:
        """Whether the tag of the row has to be known."""
        return bool((self.match or self.none_match or set()) - {_ANY})

    def must_hold(self, state: State) -> None:
        """Raises PreconditionFailed unless the row may be written, or read at all."""
        if self.match is not None and not _matches(_plain(self.match), state.tag):
            raise PreconditionFailed("The row is another than the one that If-Match names.")
        if self.match is None and self.unmodified_since is not None and _later(state, self.unmodified_since):
            raise PreconditionFailed("The row has changed since the date of If-Unmodified-Since.")

    def must_allow_writing(self, state: State) -> None:
        """Raises PreconditionFailed unless the row may be written."""
        self.must_hold(state)
        if self.none_match is not None and _matches(_plain(self.none_match), state.tag):
            raise PreconditionFailed("The row is the one that If-None-Match names.")

    def is_known(self, state: State) -> bool:
        """Whether the client has what would be answered."""
        if self.none_match is not None:
            return _matches(self.none_match, state.told)
        return self.modified_since is not None and _later(state, self.modified_since) is False


def conditions_of(request: Request) -> Conditions | None:
    """The conditions of a request, None when it makes none."""
    meta = request.META
    match, none_match, modified, unmodified = (meta.get(name) for name in _HEADERS)
    if match is none_match is modified is unmodified is None:
        return None
    return Conditions(
        match=None if match is None else _strong(match),
        none_match=None if none_match is None else _weak(none_match),
        modified_since=None if modified is None else parse_http_date_safe(modified),
        unmodified_since=None if unmodified is None else parse_http_date_safe(unmodified),
    )


def _matches(tags: frozenset[str], tag: str | None) -> bool:
    return _ANY in tags or tag in tags


def _plain(tags: frozenset[str]) -> frozenset[str]:
    """The tags of the rows, whichever types they were answered in."""
    return frozenset(tag.replace(f'{XML_VARIANT}"', '"') for tag in tags)


def _later(state: State, second: int) -> bool | None:
    """Whether the row changed after that second; None when nobody knows."""
    return None if state.changed is None else state.changed > second


def _strong(header: str) -> frozenset[str]:
    """Tags as they are: a weak one says too little to write by, and matches nothing."""
    return frozenset(tag.strip() for tag in header.split(","))


def _weak(header: str) -> frozenset[str]:
    """Tags, weak ones as if they were strong."""
    return frozenset(tag.strip().removeprefix("W/") for tag in header.split(","))
