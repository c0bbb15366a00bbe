"""`$select` on one carrier."""

import pytest

from crm.wire.select import MAX_NAMES, Selection, narrowed, parse_select

CATEGORY = {"Id": 3, "Name": "Support", "Parent": {"Id": 1, "Name": "All"}}


@pytest.mark.parametrize("text", [None, "", "   "])
def test_without_a_selection_everything_is_selected(text: str | None) -> None:
    assert parse_select(text) is None


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("Name", {"name": {}}),
        ("Name,department", {"name": {}, "department": {}}),
        (" Name , Department ", {"name": {}, "department": {}}),
        ("category/id", {"category": {"id": {}}}),
        ("Category/Id,Category/Name", {"category": {"id": {}, "name": {}}}),
        ("contact/name?", {"contact": {"name": {}}}),  # the documentation's own samples end so
        (",,Name,", {"name": {}}),
        ("/Name/", {"name": {}}),
        ("a/b/c/d/e", {"a": {"b": {"c": {"d": {}}}}}),
    ],
)
def test_names_are_read_in_any_case_with_a_slash_for_a_member_of_a_member(
    text: str, selection: Selection
) -> None:
    assert parse_select(text) == selection


def test_a_selection_has_a_limit() -> None:
    selection = parse_select(",".join(f"n{number}" for number in range(10_000)))
    assert selection is not None
    assert len(selection) == MAX_NAMES


def test_a_nested_carrier_keeps_its_members_and_loses_the_values_not_asked_for() -> None:
    assert narrowed(CATEGORY, {"id": {}}) == {"Id": 3, "Name": None, "Parent": None}
    assert list(narrowed(CATEGORY, {"id": {}})) == list(CATEGORY)


def test_a_selection_reaches_as_deep_as_it_says() -> None:
    narrow = narrowed(CATEGORY, {"parent": {"name": {}}})
    assert narrow == {"Id": None, "Name": None, "Parent": {"Id": None, "Name": "All"}}


def test_each_element_of_a_collection_is_narrowed() -> None:
    assert narrowed([CATEGORY, CATEGORY], {"id": {}})[1] == {"Id": 3, "Name": None, "Parent": None}


@pytest.mark.parametrize("value", [None, 5, "text", [1, 2]])
def test_what_has_no_members_stays_as_it_is(value: object) -> None:
    assert narrowed(value, {"id": {}}) == value


def test_an_empty_selection_means_all_of_it() -> None:
    assert narrowed(CATEGORY, {}) is CATEGORY
