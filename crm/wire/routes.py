"""Addresses in any case, with or without a trailing slash, and never a redirect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern

_PARAMETER = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"\w+")


class AnyCasePattern(RegexPattern):
    """A regular expression that matches in any case. `(?i)` would do, but Django could then reverse no name at all."""

    @cached_property
    def regex(self) -> re.Pattern[str]:  # type: ignore[override]  # a descriptor that compiles per language there
        return re.compile(str(self), re.IGNORECASE)


def address(regex: str, view: Callable[..., Any], name: str | None = None) -> URLPattern:
    """One address, without the slashes around it."""
    return URLPattern(AnyCasePattern(f"^{regex}/?$", name=name, is_endpoint=True), view, name=name)


class Index(URLResolver):
    """Many addresses below a prefix, of which only those are tried that begin with the same words as the path.

    There are hundreds; trying one after the other took longer than reading a row.
    """

    def resolve(self, path: str) -> ResolverMatch:
        found = self.pattern.match(path)
        if not found:
            raise Resolver404({"path": path})
        first, _, rest = found[0].casefold().partition("/")
        by_second = self._tried.get(first) or self._tried[""]
        tried = by_second.get(rest.partition("/")[0]) or by_second[""]
        return tried.resolve(path)

    @cached_property
    def _tried(self) -> dict[str, dict[str, URLResolver]]:
        """What to try, by the first word of a path and by the second; an empty word is any other."""
        words = [_words(str(pattern.pattern)) for pattern in self.url_patterns]
        return {
            first: {
                second: self._among(first, second, words)
                for second in {"", *[two for one, two in words if one == first]}
            }
            for first in {"", *[one for one, _two in words]}
        }

    def _among(self, first: str, second: str, words: list[tuple[str, str]]) -> URLResolver:
        tried = [
            pattern
            for pattern, (one, two) in zip(self.url_patterns, words, strict=True)
            if one in ("", first) and two in ("", second)
        ]
        return URLResolver(self.pattern, tried)


def _words(regex: str) -> tuple[str, str]:
    """The first two parts of a regular expression for addresses, each empty unless it is a plain word."""
    first, second, *_rest = [*regex.removeprefix("^").removesuffix("/?$").split("/"), "", ""]
    if not _WORD.fullmatch(first) or second.startswith("?"):
        return "", ""
    return first.casefold(), second.casefold() if _WORD.fullmatch(second) else ""


def below(prefix: str, addresses: Sequence[URLPattern | URLResolver]) -> URLResolver:
    """The addresses below a prefix such as `api/v1`."""
    return Index(AnyCasePattern(f"^{prefix}/", is_endpoint=False), list(addresses))


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
