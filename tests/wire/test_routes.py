"""Addresses are found by their first words, and each is the one that trying them in turn would find."""

import re

import pytest
from django.urls import Resolver404, URLPattern, URLResolver

from crm.urls import resources
from crm.wire.routes import AnyCasePattern, address, below

IN_TURN = URLResolver(AnyCasePattern("^api/v1/", is_endpoint=False), list(resources))
INDEXED = below("api/v1", resources)
_PARAMETER = re.compile(r"\(\?P<\w+>\[0-9\]\{1,12\}\)")
_WORD = re.compile(r"\(\?P<\w+>[^)]*\)")


def example(pattern: URLPattern | URLResolver) -> str:
    """An address that the pattern is meant for."""
    regex = str(pattern.pattern).removeprefix("^").removesuffix("/?$")
    return _WORD.sub("word", _PARAMETER.sub("7", regex)).replace("/?", "/").replace("\\", "")


def test_every_address_leads_where_it_led() -> None:
    examples = [example(pattern) for pattern in resources]
    assert len(examples) > 250
    for path in [*examples, *(path.upper() for path in examples), *(f"{path}/" for path in examples)]:
        expected, found = IN_TURN.resolve(f"api/v1/{path}"), INDEXED.resolve(f"api/v1/{path}")
        assert (found.func, found.kwargs, found.url_name) == (
            expected.func,
            expected.kwargs,
            expected.url_name,
        ), path


@pytest.mark.parametrize(
    "path",
    [
        "api/v1/",
        "api/v1/Nothing",
        "api/v1/Ticket/word",
        "api/v1/List/Nothing/Else/Below/It",
        "api/v2/Ticket",
        "api/v1/Ticket//",
    ],
)
def test_what_is_no_address_is_none(path: str) -> None:
    for resolver in (IN_TURN, INDEXED):
        with pytest.raises(Resolver404):
            resolver.resolve(path)


def test_an_optional_slash_is_no_border_between_words() -> None:
    def view() -> None:
        """Stands for a view."""

    resolver = below("api/v1", [address("Some/?Thing", view)])
    for path in ("api/v1/SomeThing", "api/v1/Some/Thing"):
        assert resolver.resolve(path).func is view
