"""Bodies in: JSON and forms, and the bounds of both; query options in any case."""

import io
import json
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from crm.wire.forms import FormParser
from crm.wire.media import JsonParser, QueryOptions, json_answer


def read_json(body: bytes) -> Any:
    return JsonParser().parse(io.BytesIO(body))


def read_form(body: str) -> Any:
    return FormParser().parse(io.BytesIO(body.encode()))


def options(query: str) -> QueryOptions:
    return QueryOptions(Request(RequestFactory().get(f"/x?{query}")))


def nested(depth: int, opening: str, closing: str) -> bytes:
    return (opening * depth + "1" + closing * depth).encode()


@pytest.mark.parametrize("body", [b"", b"  \r\n "])
def test_an_empty_body_is_null(body: bytes) -> None:
    assert read_json(body) is None


def test_a_byte_order_mark_is_skipped() -> None:
    assert read_json(b'\xef\xbb\xbf{"Title": "Hei"}') == {"Title": "Hei"}


def test_text_of_any_script_is_read() -> None:
    assert read_json('{"Title": "Ærø 日本 🚀"}'.encode()) == {"Title": "Ærø 日本 🚀"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": NaN}',
        b"\xff\xfe{}",
        b'"\\ud800"',
        b"a=1",
        b"\xef\xbb\xbf",
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(ParseError, match="not valid JSON"):
        read_json(body)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_json_may_be_nested_thirty_two_levels_deep_and_no_more(opening: str, closing: str) -> None:
    levels = opening.count("[") + opening.count("{")
    assert json.loads(nested(32 // levels, opening, closing)) == read_json(
        nested(32 // levels, opening, closing)
    )
    with pytest.raises(ParseError, match="nested more than 32 levels"):
        read_json(nested(32 // levels + 1, opening, closing))


def test_an_answer_is_json_of_the_documented_type() -> None:
    answer = json_answer({"Title": "Ærø"}, 400)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(answer.content) == {"Title": "Ærø"}


@pytest.mark.parametrize(
    ("body", "data"),
    [
        ("", {}),
        ("Title=No+light&Slevel=External", {"Title": "No light", "Slevel": "External"}),
        ("Title=%C3%86r%C3%B8", {"Title": "Ærø"}),
        ("Title=", {"Title": ""}),
        ("Tags=1&Tags=2", {"Tags": ["1", "2"]}),
        ("Category.TicketCategoryId=3&Category.Name=x", {"Category": {"TicketCategoryId": "3", "Name": "x"}}),
        ("a.b.c=1&a.b.d=2&a.e=3", {"a": {"b": {"c": "1", "d": "2"}, "e": "3"}}),
    ],
)
def test_a_form_becomes_an_object_with_dots_for_nesting(body: str, data: dict[str, Any]) -> None:
    assert read_form(body) == data


def test_a_form_is_read_in_its_own_character_set() -> None:
    parsed = FormParser().parse(io.BytesIO(b"Title=%C6r%F8"), parser_context={"encoding": "latin-1"})
    assert parsed == {"Title": "Ærø"}


@pytest.mark.parametrize("body", ["a=1&a.b=2", "a.b=1&a.b.c=2"])
def test_a_name_with_a_value_has_no_members(body: str) -> None:
    with pytest.raises(ParseError, match="has a value of its own"):
        read_form(body)


def test_a_form_is_nested_no_deeper_than_json() -> None:
    assert read_form(".".join("a" * 32) + "=1")
    with pytest.raises(ParseError, match="nested more than 32 levels"):
        read_form(".".join("a" * 33) + "=1")


@pytest.mark.parametrize(
    "query", ["$select=Title", "%24select=Title", "$Select=Title", "$SELECT=x&$select=Title"]
)
def test_an_option_is_found_in_any_case_and_its_last_value_counts(query: str) -> None:
    assert options(query).text("$select") == "Title"


@pytest.mark.parametrize(
    ("query", "truth"),
    [
        ("notify=true", True),
        ("Notify=True", True),
        ("NOTIFY=TRUE", True),
        ("notify=1", True),
        ("notify=+true+", True),
        ("notify=False", False),
        ("notify=0", False),
        ("notify=", False),
        ("notify", False),
        ("", False),
    ],
)
def test_a_boolean_option_is_read_in_any_spelling(query: str, truth: bool) -> None:
    assert options(query).truth("notify") is truth
