"""Addresses in any case, with or without a trailing slash, and never a redirect."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern


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
