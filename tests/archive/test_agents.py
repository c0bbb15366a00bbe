"""Archives over Agents: arrays of restrictions and texts find the same rows."""

from __future__ import annotations

from typing import Any

import pytest

from crm.wire.archive.grammar import Condition, Junction
from crm.wire.archive.restrictions import tree_of
from crm.wire.errors import BadMember
from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "Agents/Archive/GetArchiveListByColumns"


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


def restriction(name: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "operator": operator, "values": list(values), "isActive": True, **more}


def a(letter: str) -> Condition:
    return Condition(letter, "=", ("1",))


def given(letter: str, around: int = 0, joins: str = "And", **more: Any) -> dict[str, Any]:
    return restriction(letter, "=", "[I:1]", interParenthesis=around, interOperator=joins, **more)


def test_restrictions_are_joined_as_their_operators_and_parentheses_say() -> None:
    assert tree_of(None, "$") is None
    assert tree_of([], "$") is None
    assert tree_of([given("a")], "$") == a("a")
    assert tree_of([given("a", joins="Or"), given("b"), given("c")], "$") == Junction(
        False, (a("a"), Junction(True, (a("b"), a("c"))))
    )
    assert tree_of([given("a", 1, "Or"), given("b", -1), given("c")], "$") == Junction(
        True, (Junction(False, (a("a"), a("b"))), a("c"))
    )
    assert tree_of([given("a", 2), given("b", -1, "or"), given("c", -1)], "$") == Junction(
        False, (Junction(True, (a("a"), a("b"))), a("c"))
    )
    assert tree_of([given("a"), given("b", isActive=False), given("c")], "$") == Junction(
        True, (a("a"), a("c"))
    )
    assert tree_of([given("a", subRestrictions=[given("b")])], "$") == Junction(True, (a("a"), a("b")))


@pytest.mark.parametrize(
    ("restrictions", "path"),
    [
        ("x", r"\$"),
        ([1], r"\$\[0\]"),
        ([{"name": "a"}], r"\$\[0\]"),
        ([given("a", 1)], r"\$"),
        ([given("a", -1)], r"\$"),
        ([given("a") | {"interParenthesis": "1"}], "InterParenthesis"),
        ([given("a") | {"values": "1"}], "Values"),
    ],
)
def test_restrictions_that_cannot_be_read_are_refused(restrictions: Any, path: str) -> None:
    with pytest.raises(BadMember, match=path):
        tree_of(restrictions, "$")


def test_a_list_by_arrays_is_that_by_texts(api: Api, tickets: Any) -> None:
    by_arrays = api.post(
        LIST,
        {
            "providerName": "ticket",
            "columns": ["ticketId", "title", "createdAt", "has_attachment", "deadline"],
            "sortOrder": [{"name": "ticketId", "direction": "DESC"}],
            "restriction": [
                restriction("title", "contains", "crane"),
                restriction("numberOfMessages", "<", "[I:3]"),
            ],
            "entities": ["ticket"],
            "page": 0,
            "pageSize": 10,
        },
    )
    by_texts = api.post(
        f"{LIST}2",
        {
            "ProviderName": "Ticket",
            "Columns": "ticketId, title, createdAt, has_attachment, deadline",
            "SortOrder": "ticketId desc",
            "Restrictions": "title contains 'crane' and numberOfMessages < 3",
            "Entities": "ticket",
            "Page": 0,
            "PageSize": 10,
        },
    )
    hints = {"TooltipHint": "", "LinkHint": ""}
    key = tickets["a"].pk
    assert (
        by_arrays
        == by_texts
        == [
            {
                "EntityName": "ticket",
                "PrimaryKey": key,
                "ColumnData": {
                    "ticketId": {"DisplayValue": f"[I:{key}]", **hints},
                    "title": {"DisplayValue": "Crane stops", **hints},
                    "createdAt": {"DisplayValue": "[DT:2025-10-15 08:00:00]", **hints},
                    "has_attachment": {"DisplayValue": "[I:1]", **hints},
                    "deadline": {"DisplayValue": "[DT:2025-10-16 22:30:00]", **hints},
                },
                "LinkHint": f"nav=ticket&ticket_id={key}",
                "StyleHint": "",
                "TableRight": None,
                "FieldProperties": {},
            }
        ]
    )


def test_pages_are_numbered_and_a_negative_one_skips_rows(api: Api, tickets: Any) -> None:
    def titles(page: int, size: int) -> list[str]:
        body = {
            "ProviderName": "Ticket",
            "Columns": "title",
            "SortOrder": "ticketId",
            "Page": page,
            "PageSize": size,
        }
        return [row["ColumnData"]["title"]["DisplayValue"] for row in api.post(f"{LIST}2", body)]

    whole = ["Crane stops", "crane 100% O'Brien_x", "Pump", ""]
    assert titles(0, 2) + titles(1, 2) == whole
    assert titles(-1, 2) == whole[1:3]
    assert titles(0, 0) == whole


def test_a_header_counts_all_rows(api: Api, tickets: Any) -> None:
    body = {"ProviderName": "Ticket", "Columns": ["title"], "Restriction": [], "Page": 0, "PageSize": 1}
    found = api.post(f"{LIST}WithHeader", body)
    assert (found["RowCount"], len(found["Rows"])) == (4, 1)
    empty = {"RowCount": 0, "Rows": [], "TableRight": None, "FieldProperties": {}}
    assert api.post("Agents/Archive/CreateDefaultArchiveListResult", None) == empty


def test_archives_describe_themselves(api: Api) -> None:
    assert "Ticket" in api.post("Agents/Archive/GetProviderNames", None)
    [title] = [
        column
        for column in api.post("Agents/Archive/GetAvailableColumns", {"ProviderName": "ticket"})
        if column["Name"] == "title"
    ]
    assert title["CanRestrictBy"] is True
    entities = api.post("Agents/Archive/GetAvailableEntities", {"ProviderName": "Ticket"})
    assert [entity["Name"] for entity in entities] == ["ticket", "ticketdisplayclosed"]
    api.post("Agents/Archive/GetAvailableColumns", {"ProviderName": "nothing"}, status=404)
