"""Addresses in any case, with or without a trailing slash, and never a redirect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern

_PARAMETER = re.compile(r"\{(\w+)\}")


class AnyCasePattern(RegexPattern):
    """A regular expression that matches in any case. `(?i)` would do, but Django could then reverse no name at all."""

    @cached_property
    def regex(self) -> re.Pattern[str]:  # type: ignore[override]  # a descriptor that compiles per language there
        return re.compile(str(self), re.IGNORECASE)


def address(regex: str, view: Callable[..., Any], name: str | None = None) -> URLPattern:
    """One address, without the slashes around it."""
    return URLPattern(AnyCasePattern(f"^{regex}/?$", name=name, is_endpoint=True), view, name=name)


def below(prefix: str, addresses: Sequence[URLPattern | URLResolver]) -> URLResolver:
    """The addresses below a prefix such as `api/v1`."""
    return URLResolver(AnyCasePattern(f"^{prefix}/", is_endpoint=False), list(addresses))


def templated(template: str, view: Any, verbs: Mapping[str, str]) -> URLPattern:
    """The address of a documented template such as `/api/v1/Ticket/{key}/Simple`, tried below `/api/v1`.

    `{key}` and names that end in `Id` are numbers; any other name is one part of the path.
    """
    relative = template.removeprefix("/api/v1/")
    regex = _PARAMETER.sub(_parameter, relative)
    return address(regex, view.as_view(dict(verbs), template=template), relative.lower())


def _parameter(found: re.Match[str]) -> str:
    name = found[1]
    return f"(?P<{name}>[0-9]{{1,12}})" if name == "key" or name.endswith("Id") else f"(?P<{name}>[^/]+)"
