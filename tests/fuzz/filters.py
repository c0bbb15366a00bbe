"""Questions to archives, made of their own tables: such as must be answered, and broken ones that may be refused."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db import transaction
from hypothesis import strategies as st

from crm.urls import ARCHIVES
from crm.wire.archive.columns import Place
from crm.wire.archive.operators import OPERATORS
from crm.wire.archive.periods import UNITS
from crm.wire.archive.terms import NUMBERS, PARTS
from tests.callers import Api
from tests.fuzz.calls import ERROR

Text = st.SearchStrategy[str]
DATES = ("date", "datetime")
MOST = 1_000  # from here on, an operator takes as many values as one likes


@dataclass(frozen=True)
class Question:
    """What is asked of an archive."""

    archive: str
    options: dict[str, str] = field(default_factory=dict)

    def address(self) -> str:
        return f"/api/v1/Archive/{self.archive}?{urlencode(self.options)}"


def ask(api: Api, question: Question) -> tuple[int, Any]:
    """The status and the body. Fails unless it is 200 or 400, in the documented shapes."""
    with transaction.atomic():
        answer = api.client.get(question.address())
        transaction.set_rollback(True)
    body = answer.json()
    assert answer.status_code in (200, 400), (question, answer.status_code, body)
    if answer.status_code == 200:
        assert isinstance(body["value"], list), question
    else:
        assert set(body) == ERROR, question
        assert body["ErrorMessage"].strip(), question
    return answer.status_code, body


def _quoted(text: str) -> Text:
    return st.sampled_from(
        [
            "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'",
            "'" + text.replace("\\", "\\\\").replace("'", "''") + "'",
            '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
            '"' + text.replace("\\", "\\\\").replace('"', '""') + '"',
        ]
    )


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00[", exclude_categories=["Cs"]), max_size=8
)
TEXTS = st.one_of(
    PLAIN, st.sampled_from(["O'Hara", 'a "b"', "100%", "under_score", "ÆØÅ", "(and)", "or", "\\", "[I:3]"])
)
QUOTED = TEXTS.flatmap(_quoted)
WHOLE = st.one_of(st.integers(-5, 50), st.integers(-(2**31), 2_147_399_999))
WHOLES = WHOLE.flatmap(lambda number: st.sampled_from([str(number), f"'{number}'", f"[I:{number}]"]))
REALS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: f"{number:.3f}")
KEYS = st.one_of(st.integers(0, 60), st.integers(-1, 2_147_399_999)).map(str)
DAYS = st.dates().map(str)
LAST_DAY = datetime(9999, 12, 30)  # noqa: DTZ001  # hypothesis adds no zone
MOMENTS = st.datetimes(max_value=LAST_DAY).flatmap(
    lambda moment: st.sampled_from(
        [
            moment.isoformat(timespec="seconds"),
            f"{moment.isoformat(timespec='seconds')}Z",
            f"'{moment.isoformat(timespec='milliseconds')}+01:00'",
            f"[DT:{moment.month:02d}/{moment.day:02d}/{moment.year:04d} {moment:%H:%M:%S}]",
            f"[D:{moment.month:02d}/{moment.day:02d}/{moment.year:04d}]",
        ]
    )
)
TRUTHS = st.sampled_from(["true", "false", "True", "1", "0", "'true'"])
UNITS_NAMED = st.sampled_from(sorted(UNITS)).map(lambda unit: f"'{unit}'")
COUNTS = st.integers(0, 1_000).map(str)
VALUES: dict[str, Text] = {
    "int": WHOLES,
    "timeSpan": WHOLES,
    "decimal": st.one_of(REALS, WHOLES),
    "bool": TRUTHS,
    "string": QUOTED,
    "stringorPK": QUOTED,
    "positiveString": QUOTED,
    "date": st.one_of(DAYS, MOMENTS),
    "datetime": st.one_of(DAYS, MOMENTS),
    "intArray": st.integers(0, 60).map(str),
    "content": QUOTED,
    "allRows": TRUTHS,
    "noRows": TRUTHS,
}
PERIODS = (
    "thisperiod",
    "nextperiod",
    "previousperiod",
    "thisandnext",
    "thisandprevious",
    "thispreviousandnext",
)
FUNCTIONS = {
    "contains": "contains({column}, {values})",
    "begins": "startswith({column},{values})",
    "ends": "endswith( {column} , {values} )",
    "thisperiod": "this({column}, {values})",
    "nextperiod": "next({column}, {values})",
    "previousperiod": "previous({column}, {values})",
    "thisandnext": "thisAndNext({column}, {values})",
    "thisandprevious": "thisAndPrevious({column}, {values})",
    "thispreviousandnext": "thisAndPreviousAndNext({column}, {values})",
}


ARCHIVE = {
    archive.name: archive for archive in ARCHIVES
}  # strategies take names: hypothesis prints what they take


@cache
def _places(name: str) -> list[Place]:
    return ARCHIVE[name].every(insider=True)


def _values(place: Place, operator: str, least: int, most: int) -> st.SearchStrategy[list[str]]:
    """As many values as the operator takes, each as its column reads it."""
    if operator in PERIODS:
        alone = UNITS_NAMED.map(lambda unit: [unit])
        return st.one_of(alone, st.tuples(COUNTS, UNITS_NAMED).map(list))
    names = place.column.names
    enum = st.sampled_from([f"'{name}'" for name in names.by_value.values()]) if names else KEYS
    one = VALUES.get(place.column.type, enum)
    return st.lists(one, min_size=least, max_size=min(most, 4))


@st.composite
def conditions(draw: st.DrawFn, archive: str) -> str:
    """One comparison, or one function, that the archive understands."""
    places = [each for each in _places(archive) if each.column.filters and OPERATORS[each.column.type]]
    place = draw(st.sampled_from(places))
    name, operator = draw(st.sampled_from(sorted(OPERATORS[place.column.type].items())))
    values = draw(_values(place, name, *operator.takes))
    column = draw(st.sampled_from([place.name, place.name.lower(), place.name.upper()]))
    if name in FUNCTIONS and values and draw(st.booleans()):
        return FUNCTIONS[name].format(column=column, values=", ".join(values))
    told = draw(st.sampled_from([name, name.upper()]))
    if not values:
        return f"{column} {told} ()" if operator.takes[0] == 0 < operator.takes[1] else f"{column} {told}"
    if len(values) == 1 and draw(st.booleans()):
        return f"{column} {told} {values[0]}"
    return f"{column} {told} ({draw(st.sampled_from([', ', ',', ' ,  '])).join(values)})"


@cache
def filters(archive: str) -> Text:
    """Conditions joined by and, or, not and parentheses."""
    return st.recursive(
        conditions(archive),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).flatmap(
                lambda parts: st.sampled_from([" and ", " or ", " AND "]).map(lambda word: word.join(parts))
            ),
            inner.map(lambda part: f"({part})"),
            inner.map(lambda part: f"not ({part})"),
        ),
        max_leaves=4,
    )


def _listed(names: Sequence[str]) -> Text:
    return st.lists(st.sampled_from(names), min_size=1, max_size=5).map(",".join)


@cache
def aggregates(archive: str) -> Text:
    """A selection that groups and measures, with every suffix."""
    places = [each for each in _places(archive) if each.column.shows and "/" not in each.name]
    numbers = [each.name for each in places if each.column.type in NUMBERS and each.column.sorts is not None]
    dates = [each.name for each in places if each.column.type in DATES and each.column.sorts is not None]
    groups = [each.name for each in places if each.column.sorts is not None]
    suffixes = st.lists(st.sampled_from(["Header", "Footer", "HideDetail"]), unique=True, max_size=3).map(
        lambda words: "".join(f":{word}" for word in words)
    )
    kinds = [
        st.tuples(st.sampled_from(["GroupBy", "Count", "CountAll"]), st.sampled_from(groups)).map(
            lambda pair: f"{pair[0]}({pair[1]})"
        )
    ]
    if numbers:
        kinds += [
            st.tuples(st.sampled_from(["Sum", "Avg", "Percent"]), st.sampled_from(numbers)).map(
                lambda pair: f"{pair[0]}({pair[1]})"
            )
        ]
    if dates:
        kinds += [
            st.tuples(st.sampled_from(dates), st.sampled_from(sorted(PARTS))).map(
                lambda pair: f"GroupBy(DatePart({pair[0]}):{pair[1]})"
            )
        ]
    term = st.tuples(st.one_of(kinds), suffixes).map("".join)
    return st.lists(st.one_of(term, st.sampled_from(groups)), min_size=1, max_size=4).map(",".join)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question that has to be answered."""
    archive = draw(st.sampled_from(sorted(ARCHIVE)))
    shown = [each.name for each in _places(archive) if each.column.shows]
    sorts = [each.name for each in _places(archive) if each.column.sorts is not None]
    directed = st.tuples(st.sampled_from(sorts), st.sampled_from(["", " asc", " DESC"])).map("".join)
    options: dict[str, Text] = {
        "$filter": filters(archive),
        "$orderBy": st.lists(directed, min_size=1, max_size=3).map(",".join),
        "$select": st.one_of(_listed(shown), aggregates(archive)),
        "$top": st.sampled_from(["0", "1", "3", "99999999"]),
        "$skip": st.sampled_from(["0", "1", "7", "2147483647"]),
        "$mode": st.sampled_from(["slim", "Full"]),
        "$inlineCount": st.just("true"),
        "$options": st.just("GrandTotal=true"),
        "$jsonSafe": st.just("true"),
        "$entities": st.just(ARCHIVE[archive].entity),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(options)), max_size=4)) | {"$filter"}
    return Question(archive, {name: draw(options[name]) for name in sorted(chosen)})


@cache
def _forged(archive: str) -> Text:
    """A token that nobody was given: names of columns with values of any type."""
    names = st.lists(
        st.tuples(
            st.sampled_from([*ARCHIVE[archive].order, "pk", "title", "createdat"]), st.sampled_from("+-")
        ).map("".join),
        max_size=3,
    )
    value = st.one_of(
        st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=4),
        st.just({"when": "2026-03-02T12:00:00+00:00"}), st.just({"when": 1}), st.lists(st.integers(0, 1), max_size=1),
    )  # fmt: skip
    raw = st.tuples(names, st.lists(value, max_size=3)).map(
        lambda token: base64.urlsafe_b64encode(orjson.dumps(list(token))).decode().rstrip("=")
    )
    return st.one_of(raw, st.text(max_size=12))


PIECES = st.sampled_from(
    ["(", ")", "((((", "'", '"', ",", " and ", " or ", " not ", "oneOf", "between", "null", "9" * 5000, "-1", "1e999", "[I:", "[D:99/99/9999]",
     "NaN", "0000-00-00", "9999-12-31T23:59:59.9999999Z", "\\", "\x00", "%", ":Footer", "->", "/", "🚀", "٣", "thisWeek", "GroupBy(", "DatePart(", "in"]
)  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> Question:
    """A question that may make no sense: a good one with pieces left out, put in, or swapped, or no question at all."""
    question = draw(questions())
    options = dict(question.options)
    for name in draw(st.lists(st.sampled_from(sorted(options)), min_size=1, max_size=2)):
        text = options[name]
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        piece = draw(st.one_of(PIECES, st.text(max_size=4), st.just("")))
        options[name] = text[:start] + piece + text[min(end, start + 3) :]
    if draw(st.integers(0, 5)) == 0:
        options["$skiptoken"] = draw(_forged(question.archive))
    return Question(question.archive, options)
