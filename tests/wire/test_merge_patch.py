"""A merge patch (RFC 7396) with the documented rule for arrays, applied to a carrier."""

from __future__ import annotations

from typing import Any

import pytest

from crm.tickets.contracts import TICKET
from crm.wire.errors import BadMember
from crm.wire.patch import patched
from tests.wire.test_patch import TICKET_CARRIER, appointment

pytestmark = pytest.mark.django_db  # which custom fields there are is asked for


def merge(body: dict[str, Any]) -> dict[str, Any]:
    return patched(TICKET, TICKET_CARRIER, body)


def test_a_merge_patch_replaces_what_it_names() -> None:
    assert merge({"title": "Light", "AlertLevel": 3}) == {"Title": "Light", "AlertLevel": 3}
    assert merge({}) == {}


def test_an_object_given_to_an_array_is_added_at_its_end() -> None:
    assert [tag["Id"] for tag in merge({"Tags": {"Id": 3}})["Tags"]] == [1, 2, 3]


def test_an_array_replaces_an_array() -> None:
    assert merge({"Tags": [{"Id": 3}]}) == {"Tags": [{"Id": 3}]}


def test_an_object_is_merged_into_an_object_even_an_empty_one() -> None:
    assert merge({"OwnedBy": {"AssociateId": 5}})["OwnedBy"]["AssociateId"] == 5
    assert merge({"Category": {"TicketCategoryId": 5}}) == {"Category": {"TicketCategoryId": 5}}
    assert appointment({"Recurrence": {"DayPattern": {"Cycle": 2}}}) == {
        "Recurrence": {"DayPattern": {"Cycle": 2}}
    }


def test_null_clears_a_member_and_takes_a_key_out_of_a_dictionary() -> None:
    assert merge({"OwnedBy": None, "Title": None, "Tags": None}) == {
        "OwnedBy": None,
        "Title": None,
        "Tags": None,
    }
    fields = merge({"CustomFields": {"superoffice:1": None, "none": None, "x": "1"}})["CustomFields"]
    assert fields == {"x_deep": TICKET_CARRIER["CustomFields"]["x_deep"], "a/b": "~", "x": "1"}


def test_data_below_a_dictionary_is_merged_as_the_rfc_says() -> None:
    given = {
        "x_deep": {"a": {"b": None, "c": {"d": None, "e": 1}}, "list": {"f": 2}},
        "SuperOffice:1": {"g": 3},
    }
    fields = merge({"CustomFields": given})["CustomFields"]
    assert fields == {
        "SuperOffice:1": {"g": 3},
        "x_deep": {"a": {"c": {"e": 1}}, "list": {"f": 2}},
        "a/b": "~",
    }


def test_an_answer_that_is_sent_back_changes_nothing() -> None:
    answered = {name: value for name, value in TICKET_CARRIER.items() if name != "FieldProperties"}
    echo = merge(answered | {"_Links": {"Self": "x"}, "FieldProperties": {"title": {"FieldRight": None}}})
    assert {name: value for name, value in echo.items() if value != TICKET_CARRIER[name]} == {}


def test_a_member_that_nobody_knows_is_refused_by_its_name() -> None:
    with pytest.raises(BadMember, match="/Titel: "):
        merge({"Titel": "x"})
    with pytest.raises(BadMember, match="/OwnedBy/Nobody: "):
        merge({"OwnedBy": {"Nobody": "x"}})
