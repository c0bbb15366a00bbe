"""Which operators a restriction type has, how many values each takes, and what it does with them.

Source: the documented operators of each type, and those that official samples and clients use. Names are matched in
any case. Lists, users and groups are compared by id, texts without regard to case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from crm.wire.archive import compare, convert, periods
from crm.wire.archive.columns import Place
from crm.wire.archive.convert import Asking, Convert, Converted, Values
from crm.wire.archive.grammar import Literal

Build = Callable[[Place, Any, compare.Slots], Q]
MANY = 1_000


@dataclass(frozen=True)
class Operator:
    """One operator: how many values it takes, what they become, and the comparison that they stand in."""

    takes: tuple[int, int]
    convert: Convert
    build: Build


def _legacy(unit: str, first: int) -> Operator:
    def days(_values: Values, _place: Place, asking: Asking) -> Converted:
        return [asking.midnight(day) for day in periods.stretch(asking.today, unit, first, first + 1)]

    return Operator(NONE, days, compare.within)


def _named(table: dict[str, Operator]) -> dict[str, Operator]:
    """By each of the names that stand together in a key, in lower case."""
    return {name.lower(): operator for names, operator in table.items() for name in names.split()}


NOTHING: Convert = lambda _values, _place, _asking: []  # noqa: E731  # a table's default
ONE, TWO, NONE, SOME = (1, 1), (2, 2), (0, 0), (0, MANY)
_NULLS = {
    "isNull": Operator(NONE, NOTHING, compare.is_null),
    "isNotNull": Operator(NONE, NOTHING, compare.is_not_null),
}


def _numbers(number: Callable[[Literal, Place, Asking], Any]) -> dict[str, Operator]:
    value = convert.each(number)
    return _named(
        {
            "eq = equals set is": Operator(ONE, value, compare.equal),
            "ne != <> unequals isNot": Operator(ONE, value, compare.unequal),
            "lt < less": Operator(ONE, value, compare.less),
            "le <= lessOrEqual": Operator(ONE, value, compare.less_or_equal),
            "gt > greater": Operator(ONE, value, compare.greater),
            "ge >= greaterOrEqual": Operator(ONE, value, compare.greater_or_equal),
            "between": Operator(TWO, value, compare.between),
            "in oneOf": Operator(SOME, value, compare.among),
            "notIn notOneOf": Operator(SOME, value, compare.not_among),
            **_NULLS,
        }
    )


_TEXTS = _named(
    {
        "is eq = equals set": Operator(ONE, convert.each(convert.text), compare.same_text),
        "isNot ne != <> unequals": Operator(ONE, convert.each(convert.text), compare.other_text),
        "begins": Operator(ONE, convert.each(convert.text), compare.begins),
        "notBegins": Operator(ONE, convert.each(convert.text), compare.not_begins),
        "contains": Operator(ONE, convert.each(convert.text), compare.contains),
        "notContains": Operator(ONE, convert.each(convert.text), compare.not_contains),
        "ends": Operator(ONE, convert.each(convert.text), compare.ends),
        "notEnds": Operator(ONE, convert.each(convert.text), compare.not_ends),
        "in oneOf": Operator(SOME, convert.each(convert.text), compare.text_among),
        "notIn notOneOf": Operator(SOME, convert.each(convert.text), compare.text_not_among),
        "between": Operator(TWO, convert.each(convert.text), compare.text_between),
        **_NULLS,
    }
)
_KEYS = _named(
    {
        "eq = equals set is": Operator(ONE, convert.each(convert.key), compare.equal),
        "ne != <> unequals isNot": Operator(ONE, convert.each(convert.key), compare.unequal),
        "oneOf in": Operator(SOME, convert.each(convert.key), compare.among),
        "notOneOf notIn": Operator(SOME, convert.each(convert.key), compare.not_among),
        **_NULLS,
    }
)
_USERS = _KEYS | _named(
    {
        "associateIsOneOf": Operator(SOME, convert.each(convert.key), compare.among),
        "associateIsNotOneOf": Operator(SOME, convert.each(convert.key), compare.not_among),
        "currentAssociate": Operator(NONE, convert.me, compare.equal),
    }
)
_PERIODS = {
    "today": Operator(NONE, convert.today(0, 1), compare.within),
    "beforeToday": Operator(NONE, convert.today(0), compare.less),
    "afterToday": Operator(NONE, convert.today(1), compare.greater_or_equal),
    "thisPeriod": Operator((1, 2), convert.around(0, 1), compare.within),
    "nextPeriod": Operator((1, 2), convert.around(1, 1, counts=True), compare.within),
    "previousPeriod": Operator((1, 2), convert.around(0, 0, counts=True, back=True), compare.within),
    "thisAndNext": Operator((1, 2), convert.around(0, 1, counts=True), compare.within),
    "thisAndPrevious": Operator((1, 2), convert.around(0, 1, counts=True, back=True), compare.within),
    "thisPreviousAndNext": Operator((1, 2), convert.around(-1, 2), compare.within),
    **{
        f"{word}{unit}": _legacy(unit.lower(), first)
        for unit in ("Week", "Month", "Quarter")
        for word, first in (("last", -1), ("this", 0), ("next", 1))
    },
    "thisHalf": _legacy("halfyear", 0),
    "thisYear": _legacy("year", 0),
}
_DAYS = _named(
    {
        "date equals eq = set is": Operator(ONE, convert.day_range(0, 1), compare.within),
        "ne != <> unequals isNot": Operator(ONE, convert.day_range(0, 1), compare.without),
        "before lt <": Operator(ONE, convert.midnight(0), compare.less),
        "after gt >": Operator(ONE, convert.midnight(1), compare.greater_or_equal),
        "beforeOrEqual to le <=": Operator(ONE, convert.midnight(1), compare.less),
        "afterOrEqual from ge >=": Operator(ONE, convert.midnight(0), compare.greater_or_equal),
        "between dateBetween": Operator(TWO, convert.day_range(0, 1), compare.within),
        **_PERIODS,
        **_NULLS,
    }
)
_MOMENTS = _DAYS | _named(
    {
        "equals eq = set is dateTime": Operator(ONE, convert.second, compare.within),
        "ne != <> unequals isNot": Operator(ONE, convert.second, compare.without),
        "before lt < beforeTime": Operator(ONE, convert.instant(0), compare.less),
        "after gt > afterTime": Operator(ONE, convert.edge(1), compare.after),
        "beforeOrEqual to le <=": Operator(ONE, convert.edge(1), compare.up_to),
        "afterOrEqual from ge >=": Operator(ONE, convert.instant(0), compare.greater_or_equal),
        "between dateBetween": Operator(TWO, convert.instants, compare.within),
    }
)
_SETS = _named(
    {
        "intArrayOneOf oneOf in eq = equals": Operator(SOME, convert.each(convert.whole), compare.any_of_set),
        "intArrayAllOf": Operator(SOME, convert.each(convert.whole), compare.all_of_set),
        "intArrayNotAllOf": Operator(SOME, convert.each(convert.whole), compare.not_all_of_set),
        "intArrayNotAnyOf notOneOf": Operator(SOME, convert.each(convert.whole), compare.none_of_set),
    }
)
_TRUTHS = _named(
    {
        "set eq = equals is": Operator(ONE, convert.each(convert.truth), compare.equal),
        "ne != <> unequals isNot": Operator(ONE, convert.each(convert.truth), compare.unequal),
        **_NULLS,
    }
)
_ROWS = _named({"set eq = equals is": Operator(ONE, convert.each(convert.truth), compare.every_row)})
_NO_ROWS = _named(
    {
        "set eq = equals is": Operator(
            ONE,
            convert.each(lambda value, place, asking: not convert.truth(value, place, asking)),
            compare.every_row,
        )
    }
)
OPERATORS: dict[str, dict[str, Operator]] = {
    "int": _numbers(convert.whole),
    "timeSpan": _numbers(convert.whole),
    "decimal": _numbers(convert.decimal),
    "bool": _TRUTHS,
    "string": _TEXTS,
    "stringorPK": _TEXTS,
    "positiveString": _TEXTS,
    "date": _DAYS,
    "datetime": _MOMENTS,
    "listAny": _KEYS,
    "ejCategory": _KEYS,
    "userGroup": _KEYS,
    "associate": _USERS,
    "ejUser": _USERS,
    "intArray": _SETS,
    "content": _named(
        {
            "contains is eq = equals": Operator(ONE, convert.each(convert.text), compare.said),
            "notContains": Operator(ONE, convert.each(convert.text), compare.not_said),
        }
    ),
    "allRows": _ROWS,
    "noRows": _NO_ROWS,
    "none": {},
}
