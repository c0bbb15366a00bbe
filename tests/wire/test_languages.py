"""Which language is asked for, and how texts are told in it. Codes and examples are those of the documentation."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from crm.wire.languages import (
    CODES,
    TABLE,
    in_language,
    language_of,
    languages,
    parts_of,
    string_of,
    strings,
    translated,
)

SUPPLIER = 'NO:"Leverandør";US:"Supplier"'


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("nb-no", "no"),
        ("nn", "no"),
        ("no", "no"),
        ("NB_NO", "no"),
        ("sv", "sv"),
        ("fr,de,ru,zh", "fr"),
        ("en-us; en-gb", "en"),
        ("tlh, de-AT;q=0.8, en;q=0.5", "de"),
        ("*, da", "da"),
        ("*", ""),
        ("x", ""),
        ("-", ""),
        ("", ""),
        (" ", ""),
        ("*;q=0.5", ""),
        ("tlh", ""),
        ("english", ""),
    ],
)
def test_the_first_known_primary_language_counts_and_some_signs_mean_none(header: str, language: str) -> None:
    assert language_of(header) == language


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (SUPPLIER, "no", "Leverandør"),
        (SUPPLIER, "en", "Supplier"),
        (SUPPLIER, "de", "Supplier"),  # English stands in
        ('US:"Supplier";NO:"Leverandør";', "no", "Leverandør"),
        ('NO: "Bil", US: "Car"', "en", "Car"),
        ('NO: "Bil", US: "Car"', "no", "Bil"),
        (' NO:"Bil" ; US:"Car" ; ', "en", "Car"),
        ('NO:"Bil";SW:"Bil i Sverige"', "sv", "Bil i Sverige"),
        ('SP:"Coche";GE:"Auto"', "es", "Coche"),
        ('SP:"Coche";GE:"Auto"', "fr", "Coche"),  # the first, where English is missing
        ('us:"Car";no:"Bil"', "no", "Bil"),
        ('US:""', "en", ""),
        ('US:"a ""quoted"" word"', "en", 'a "quoted" word'),
        ('US:"semi;colon"', "en", "semi;colon"),
    ],
)
def test_multi_language_text_is_told_in_one_language(text: str, language: str, told: str) -> None:
    assert in_language(text, language) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Supplier",
        'Ask NO:"Leverandør";US:"Supplier" about it',
        'NO:"Leverandør" and more',
        'NO:"Leverandør";US:',
        'NO:"Leverandør',
        'NO:Leverandør;US:"Supplier"',
        'NOTE:"hello"',
        'N:"hello"',
        'He said: "no"',
        '{"US": "Car"}',
        "[SR_NO_SUCH_THING]",
        "We sell [SR_YES] stickers",
        "[SR_YES] ",
        "[sr_yes]",
        "[I:4]",
        "[DT:05/05/1999 00:00:00.0000000]",
        "[SR_]",
    ],
)
def test_text_that_is_not_wholly_one_of_the_two_kinds_is_left_alone(text: str) -> None:
    assert in_language(text, "no") == text


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [
        ("en", "Yes", "No"),
        ("no", "Ja", "Nei"),
        ("sv", "Ja", "Nej"),
        ("da", "Ja", "Nej"),
        ("de", "Ja", "Nein"),
        ("nl", "Ja", "Nee"),
        ("fr", "Oui", "Non"),
        ("es", "Sí", "No"),
        ("fi", "Yes", "No"),  # a language of multi-language text that nothing is translated to yet
    ],
)
def test_a_resource_is_told_in_the_language(language: str, yes: str, no: str) -> None:
    assert in_language("[SR_YES]", language) == string_of("sr_yes", language) == yes
    assert in_language("[SR_NO]", language) == no


def test_all_texts_of_data_are_told_and_none_of_its_names() -> None:
    data: dict[str, Any] = {
        "[SR_YES]": "[SR_YES]",
        SUPPLIER: [SUPPLIER, {"Value": SUPPLIER, "Id": 2, "Deleted": False, "None": None}],
    }
    before = repr(data)
    assert translated(data, "sv") == {
        "[SR_YES]": "Ja",
        SUPPLIER: ["Supplier", {"Value": "Supplier", "Id": 2, "Deleted": False, "None": None}],
    }
    assert repr(data) == before


def test_a_hostile_text_is_read_in_a_blink() -> None:
    assert parts_of('US:"' * 20_000) is None
    assert parts_of('US:"a"' + " " * 20_000 + "x") is None


def test_the_table_has_every_language_in_every_row() -> None:
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert set(languages()) == {"en", "no", "sv", "da", "de", "nl", "fr", "es"} <= set(CODES)
    assert [row["key"] for row in rows if not all(row.values()) or None in row] == []
    assert len(strings()) == len(rows)


def test_every_resource_that_the_code_names_is_in_the_table() -> None:
    named: set[str] = set()
    for path in Path("crm").rglob("*.py"):
        named |= set(re.findall(r"\[(SR_[A-Z0-9_]+)\]", path.read_text(encoding="utf-8")))
    assert "SR_VFC_ALL" in named
    assert named - set(strings()) == set()
