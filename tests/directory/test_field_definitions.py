"""Definitions of custom fields: what they must not be, and labels of any kind."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db
LAYOUT = "Contact/UdefLayout"


@pytest.fixture
def admin(world: World) -> Api:
    return Api(world.tove)


# What a definition must not be, and the member that is named.
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"FieldLabel": " "}, "FieldLabel"),
    ({"FieldLabel": "TAKEN"}, "FieldLabel"),
    ({"FieldLabel": "x" * 255}, "FieldLabel"),
    ({"ProgId": "superoffice:1", "FieldLabel": "New"}, "ProgId"),
    ({"ProgId": "../../etc/passwd"}, "ProgId"),
    ({"ProgId": "a/b"}, "ProgId"),
    ({"ProgId": "a'b"}, "ProgId"),
    ({"ProgId": 'a"b'}, "ProgId"),
    ({"ProgId": "a b"}, "ProgId"),
    ({"ProgId": "a::DisplayText"}, "ProgId"),
    ({"ProgId": "a:org"}, "ProgId"),
    ({"ProgId": "a\n"[:1] + "é"}, "ProgId"),
    ({"ProgId": "12"}, "ProgId"),
    ({"ProgId": "x_A"}, "ProgId"),
    ({"ProgId": "x" * 65}, "ProgId"),
    ({"FieldType": "Letter"}, "FieldType"),
    ({"FieldType": "DateTime"}, "FieldType"),
    ({"FieldType": "List", "UDListDefinitionId": 99}, "UDListDefinitionId"),
    ({"FieldType": "ShortText", "TextLength": 255}, "TextLength"),
    ({"TextLength": 3}, "TextLength"),
    ({"TextLength": -1}, "TextLength"),
    ({"FieldDefault": "many"}, "FieldDefault"),
    ({"FieldType": "Date", "FieldDefault": "2026-01-01"}, "FieldDefault"),
    ({"IsMandatory": True, "IsReadOnly": True}, "IsMandatory"),
    ({"Justification": "Top"}, "Justification"),
]


def test_wrong_definitions_are_refused_by_member_and_nothing_is_saved(admin: Api) -> None:
    admin.put(LAYOUT, {"FieldLabel": "Taken", "FieldType": "Number"})
    before = admin.get(LAYOUT)
    good = {"FieldLabel": "Good", "FieldType": "Number"}
    for members, name in WRONG:
        refused = admin.put(
            LAYOUT, [good, {"FieldLabel": "Other", "FieldType": "Number", **members}], status=400
        )
        assert refused["ErrorMessage"].startswith(f"$[1].{name}: "), (members, refused)
        assert refused["Error"] is True
    admin.put(LAYOUT, [good, "text"], status=400)
    admin.put(LAYOUT, [good, {"UDefFieldId": 99999}], status=404)
    assert admin.get(LAYOUT) == before


ODD = [
    'O\'Hara "the" 50 %',
    "🦊 fox",
    "a__b__in",
    "$.x[0]",
    "x" * 254,
    "../../etc",
    'NO:"Navn";US:"Name"',
    "%s {0} \\",
]


def test_labels_are_any_text(world: World, admin: Api) -> None:
    rows = admin.put(LAYOUT, [{"FieldLabel": label, "FieldType": "ShortText"} for label in ODD])
    assert [row["FieldLabel"] for row in rows] == ODD
    admin.post(f"{LAYOUT}/Publish", None)
    for label in ODD:
        if "/" not in label:
            assert admin.get(f"{LAYOUT}/Published/{quote(label)}")["FieldLabel"] == label
    for row in rows:
        sent = {row["ProgId"]: row["FieldLabel"][:99]}
        assert (
            admin.patch(f"Contact/{world.lab.pk}", {"CustomFields": sent})["CustomFields"][row["ProgId"]]
            == sent[row["ProgId"]]
        )
