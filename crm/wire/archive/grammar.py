"""`$filter` as a tree: conditions on columns, joined by and, or, not and parentheses.

Nothing here knows a column, an operator or the database. Source: the documented filter language; quotes are escaped
by a backslash (the official samples) or by doubling (OData), and no spaces are needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedEOF, UnexpectedInput, VisitError
from rest_framework.exceptions import ParseError

MAX_LENGTH = 20_000  # characters
MAX_DEPTH = 32
MAX_CONDITIONS = 200
MAX_VALUES = 1_000
MAX_DIGITS = 30
TREES_KEPT = 512

Literal = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison: `title contains 'x'`, `ownedBy oneOf (1, 2)`, `createdAt thisWeek`."""

    column: str
    operator: str
    values: tuple[Literal, ...] = ()


@dataclass(frozen=True, slots=True)
class Junction:
    """Several trees joined by `and` (`every`) or `or`."""

    every: bool
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    part: Tree


Tree = Condition | Junction | Negation

# Functions name what an operator does: the place of the column among the arguments, and that operator.
FUNCTIONS: dict[str, tuple[int, str]] = {
    "substringof": (1, "contains"),
    "contains": (0, "contains"),
    "startswith": (0, "begins"),
    "endswith": (0, "ends"),
    "this": (0, "thisPeriod"),
    "next": (0, "nextPeriod"),
    "previous": (0, "previousPeriod"),
    "thisandnext": (0, "thisAndNext"),
    "thisandprevious": (0, "thisAndPrevious"),
    "thisandpreviousandnext": (0, "thisPreviousAndNext"),
}
_ESCAPED = re.compile(r"\\(.)|(['\"])\2", re.DOTALL)
_NOTS = re.compile(r"\bnot\b", re.IGNORECASE)
_ENCODED = re.compile(r"\[(?P<marker>[A-Z]+):(?P<value>.*)\]", re.DOTALL)
_ENCODED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (.*))?")


def parse(text: str) -> Tree | None:
    """The tree of a filter, None of an empty one. Raises ParseError (400) that says where it cannot be read."""
    text = text.strip()
    if not text:
        return None
    if len(text) > MAX_LENGTH:
        raise ParseError(f"$filter is {len(text)} characters long; {MAX_LENGTH} are read.")
    if "\x00" in text:
        raise ParseError("$filter holds a NUL character.")
    return _parse(text)


@lru_cache(TREES_KEPT)
def _parse(text: str) -> Tree:
    if _depth(text) > MAX_DEPTH:
        raise ParseError(f"$filter is nested more than {MAX_DEPTH} levels deep.")
    try:
        tree: Tree = _Builder().transform(_parser().parse(text))
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedEOF:
        raise ParseError("$filter ends too early: something is missing after its last word.") from None
    except UnexpectedInput as error:
        raise ParseError(_where(error, text)) from None
    if sum(1 for _ in conditions(tree)) > MAX_CONDITIONS:
        raise ParseError(f"$filter has more than {MAX_CONDITIONS} conditions.")
    return tree


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("filter.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=False)


def _depth(text: str) -> int:
    """How deep a text is nested at most: parentheses, those in quotes included, or negations."""
    deepest = depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return max(deepest, len(_NOTS.findall(text)))


def _where(error: UnexpectedInput, text: str) -> str:
    given = getattr(error, "pos_in_stream", None)
    place = -1 if given is None else int(given)
    rest = text[place : place + 30] if place >= 0 else ""
    if not rest or not getattr(error, "token", rest):  # the end has no token
        return "$filter ends too early: something is missing after its last word."
    return f"$filter cannot be read from character {place + 1} on, at {rest!r}."


def conditions(tree: Tree | None) -> Iterator[Condition]:
    """Every comparison of a tree."""
    if isinstance(tree, Condition):
        yield tree
    elif isinstance(tree, Negation):
        yield from conditions(tree.part)
    elif isinstance(tree, Junction):
        for part in tree.parts:
            yield from conditions(part)


class _Builder(Transformer[Token, Any]):
    """Makes the tree out of what the grammar found."""

    def any_of(self, parts: list[Tree]) -> Tree:
        return Junction(every=False, parts=tuple(parts)) if len(parts) > 1 else parts[0]

    def all_of(self, parts: list[Tree]) -> Tree:
        return Junction(every=True, parts=tuple(parts)) if len(parts) > 1 else parts[0]

    def negation(self, parts: list[Tree]) -> Tree:
        return Negation(parts[0])

    def condition(self, parts: list[Any]) -> Condition:
        column, operator, *values = parts
        if len(values) > MAX_VALUES:
            raise ParseError(f"{operator} has more than {MAX_VALUES} values.")
        return Condition(str(column), str(operator), tuple(values))

    def function(self, parts: list[Any]) -> Condition:
        name, *arguments = parts
        known = FUNCTIONS.get(name.lower())
        if known is None:
            raise ParseError(f"There is no function {name}; there are {', '.join(sorted(FUNCTIONS))}.")
        place, operator = known
        if len(arguments) <= place or not isinstance(arguments[place], _Named):
            raise ParseError(f"{name}(...) needs the name of a column as argument {place + 1}.")
        column = arguments.pop(place)
        values = [str(value.name) if isinstance(value, _Named) else value for value in arguments]
        return Condition(column.name, operator, tuple(values))

    def column(self, parts: list[Token]) -> _Named:
        return _Named(str(parts[0]))

    def text(self, parts: list[Token]) -> str:
        token = str(parts[0])
        return unescaped(token[1:-1]) if token[0] in "'\"" else token

    def number(self, parts: list[Token]) -> Literal:
        if "." in parts[0]:
            return float(parts[0])
        return (
            int(parts[0]) if len(parts[0]) <= MAX_DIGITS else str(parts[0])
        )  # a text that no column takes for a number

    def truth(self, parts: list[Token]) -> bool:
        return parts[0].lower() == "true"

    def null(self, _parts: list[Token]) -> None:
        return None

    def encoded(self, parts: list[Token]) -> Literal:
        return decoded(str(parts[0]))


@dataclass(frozen=True, slots=True)
class _Named:
    """The name of a column among the arguments of a function."""

    name: str


def unescaped(text: str) -> str:
    """A text without its quotes: `\\'` and `''` are one quote; a value in the encoded form is decoded."""
    plain = _ESCAPED.sub(lambda found: found[1] if found[1] is not None else found[2], text)
    return str(decoded(plain)) if _ENCODED.fullmatch(plain) else plain


def decoded(text: str) -> str:
    """The value inside `[I:3]`, `[F:1.5]`, `[D:05/31/1999]`; other text as it is."""
    found = _ENCODED.fullmatch(text)
    if found is None:
        return text
    day = _ENCODED_DAY.fullmatch(found["value"])
    if day is None:
        return found["value"]
    month, number, year, time = day.groups()
    return f"{year}-{int(month):02d}-{int(number):02d}" + (f"T{time}" if time else "")
