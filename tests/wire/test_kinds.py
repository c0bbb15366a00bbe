"""How single values are read, and what is refused."""

import datetime
from typing import Any

import pytest

from crm.wire import kinds
from crm.wire.kinds import Kind
from crm.wire.values import EnumNames, FlagNames
from tests.wire.test_values import Weather

INT32 = 2_147_483_647


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (kinds.INTEGER, 5, 5),
        (kinds.INTEGER, "5", 5),
        (kinds.INTEGER, " -1 ", -1),
        (kinds.INTEGER, "+7", 7),
        (kinds.INTEGER, 5.0, 5),
        (kinds.INTEGER, None, 0),
        (kinds.INTEGER, "", 0),
        (kinds.INTEGER, INT32, INT32),
        (kinds.INTEGER, -INT32 - 1, -INT32 - 1),
        (kinds.DOUBLE, 1, 1.0),
        (kinds.DOUBLE, "2.5", 2.5),
        (kinds.DOUBLE, None, 0.0),
        (kinds.DOUBLE, "", 0.0),
        (kinds.BOOLEAN, True, True),
        (kinds.BOOLEAN, "True", True),
        (kinds.BOOLEAN, " true ", True),
        (kinds.BOOLEAN, "1", True),
        (kinds.BOOLEAN, 1, True),
        (kinds.BOOLEAN, False, False),
        (kinds.BOOLEAN, "FALSE", False),
        (kinds.BOOLEAN, "0", False),
        (kinds.BOOLEAN, 0, False),
        (kinds.BOOLEAN, "", False),
        (kinds.BOOLEAN, None, False),
        (kinds.STRING, "Ære være", "Ære være"),
        (kinds.STRING, "", ""),
        (kinds.STRING, None, ""),
        (kinds.STRING, 12, "12"),
        (kinds.STRING, 1.5, "1.5"),
        (kinds.STRING, True, "True"),
        (kinds.STRING, False, "False"),
        (kinds.DATE_TIME, None, None),
        (kinds.DATE_TIME, "0001-01-01T00:00:00", None),
        (
            kinds.DATE_TIME,
            "2026-03-02T13:00:00+01:00",
            datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC),
        ),
        (kinds.TIME_SPAN, "00:15:00", 15),
        (kinds.TIME_SPAN, "voluptatum", 0),
        (kinds.DICTIONARY, None, {}),
        (kinds.DICTIONARY, {"SuperOffice:1": "[I:3]", "x_Æ": ""}, {"SuperOffice:1": "[I:3]", "x_Æ": ""}),
        (kinds.ARRAY, None, []),
        (kinds.ARRAY, [1], [1]),
        (kinds.TRUTH_AS_NUMBER, 939, True),
        (kinds.TRUTH_AS_NUMBER, 0, False),
    ],
)
def test_a_value_is_read_leniently(kind: Kind, given: object, value: object) -> None:
    read = kind.read(given)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        (kinds.INTEGER, "five", "'five' is not a whole number"),
        (kinds.INTEGER, 5.5, "5.5 is not a whole number"),
        (kinds.INTEGER, True, "True is not a whole number"),
        (kinds.INTEGER, "+-5", "is not a whole number"),
        (kinds.INTEGER, "9" * 5000, "is not a whole number"),
        (kinds.INTEGER, {"Id": 1}, "is not a whole number"),
        (kinds.INTEGER, INT32 + 1, "does not fit an int32"),
        (kinds.INTEGER, -INT32 - 2, "does not fit an int32"),
        (kinds.INTEGER, 1e300, "does not fit an int32"),
        (kinds.DOUBLE, "much", "'much' is not a number"),
        (kinds.DOUBLE, True, "True is not a number"),
        (kinds.DOUBLE, [1], "is not a number"),
        (kinds.DOUBLE, "nan", "NaN and infinity"),
        (kinds.DOUBLE, "-Infinity", "NaN and infinity"),
        (kinds.BOOLEAN, "yes", "'yes' is neither true nor false"),
        (kinds.BOOLEAN, 2, "2 is neither true nor false"),
        (kinds.BOOLEAN, [], "neither true nor false"),
        (kinds.STRING, {"a": 1}, "A text is expected"),
        (kinds.STRING, ["a"], "A text is expected"),
        (kinds.STRING, "a\x00b", "NUL"),
        (kinds.DATE_TIME, "soon", "'soon' is not a date such as 2026-11-20T09:15:00Z"),
        (kinds.DATE_TIME, 1642671052, "1642671052 is not a date"),
        (kinds.DATE_TIME, "x" * 1000, r"^.{1,120}$"),
        (kinds.DICTIONARY, ["a"], "An object of names and values is expected"),
        (kinds.DICTIONARY, "a", "An object of names and values is expected"),
        (kinds.ARRAY, {"a": 1}, "An array is expected"),
        (kinds.TRUTH_AS_NUMBER, "x", "is not a whole number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(kind: Kind, given: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        kind.read(given)


@pytest.mark.parametrize(
    "given",
    [
        {"x_a": "a\x00b"},
        {"x_\x00": "a"},
        {"x_a": {"deep": ["\x00"]}},
        {"x_a": 1e300},
        {"x_a": 2**63},
        {"x_a": [-(2**64)]},
    ],
)
def test_a_dictionary_that_no_database_can_keep_and_give_back_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match=r"NUL character|is too large"):
        kinds.DICTIONARY.read(given)


def test_a_dictionary_is_kept_as_it_is_whatever_it_holds() -> None:
    given = {
        "SuperOffice:1": "[I:3]",
        "n": 2**63 - 1,
        "f": -1.5,
        "t": True,
        "none": None,
        "l": [{"a": ""}],
    }
    assert kinds.DICTIONARY.read(given) == given


@pytest.mark.parametrize(
    ("kind", "stored", "answered"),
    [
        (kinds.DATE_TIME, None, "0001-01-01T00:00:00"),
        (kinds.TIME_OF_DAY, None, "0001-01-01T00:00:00"),
        (kinds.TIME_OF_DAY, datetime.time(9), "0001-01-01T09:00:00"),
        (kinds.TIME_SPAN, 90, "01:30:00"),
        (kinds.TRUTH_AS_NUMBER, True, 1),
        (kinds.enum_kind(EnumNames("Weather", Weather)), None, "Unknown"),
        (kinds.flags_kind(FlagNames("Day", {1: "Monday"}, zero="None")), 0, "None"),
    ],
)
def test_a_stored_value_is_answered_in_its_documented_type(kind: Kind, stored: Any, answered: object) -> None:
    assert kind.write is not None
    assert kind.write(stored) == answered


def test_an_enum_and_flags_are_read_by_their_names() -> None:
    assert kinds.enum_kind(EnumNames("Weather", Weather)).read("lightrain") == Weather.LIGHT_RAIN
    assert kinds.flags_kind(FlagNames("Day", {1: "Monday", 2: "Tuesday"})).read("Tuesday") == 2


@pytest.mark.parametrize("given", [None, ""])
def test_an_enum_that_was_not_chosen_leaves_the_stored_one_alone(given: object) -> None:
    assert kinds.enum_kind(EnumNames("Weather", Weather)).read(given) is None


@pytest.mark.parametrize("given", [None, "", 0])
def test_flags_that_were_not_chosen_are_none(given: object) -> None:
    assert kinds.flags_kind(FlagNames("Day", {1: "Monday"})).read(given) == 0
