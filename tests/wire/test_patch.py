"""Patches applied to a carrier: paths, operations, the merge rules, and tests that compare loosely.

Expected values come from RFC 6902, RFC 7396 and the documented page of PATCH.
"""

from __future__ import annotations

from typing import Any

import pytest

from crm.appointments.contracts import APPOINTMENT
from crm.tickets.contracts import TICKET
from crm.wire.errors import BadMember, Conflict
from crm.wire.patch import patched

pytestmark = pytest.mark.django_db  # which custom fields there are is asked for
TICKET_CARRIER: dict[str, Any] = {
    **dict.fromkeys(TICKET.specs),
    "TicketId": 7,
    "Title": "No light",
    "Deadline": "0001-01-01T00:00:00",
    "CreatedAt": "2026-03-02T12:00:00",
    "AlertLevel": 10,
    "ReadByOwner": "2026-03-02T11:00:00.123456",
    "OwnedBy": {"AssociateId": 3, "Name": "ada", "TableRight": None, "FieldProperties": {}},
    "Category": None,
    "BaseStatus": "Active",
    "SecondaryPersons": [],
    "Tags": [{"Id": 1, "Name": "VIP"}, {"Id": 2, "Name": "Bug"}],
    "Messages": [{"TicketMessageId": 4, "Author": "Ada"}],
    "HasAttachment": False,
    "ExtraFields": {},
    "CustomFields": {"SuperOffice:1": "[I:3]", "x_deep": {"a": {"b": 1}, "list": [{"c": 1}]}, "a/b": "~"},
    "TableRight": {"Mask": "FULL", "Reason": ""},
    "FieldProperties": {"Title": {"FieldLength": 254}},
}
APPOINTMENT_CARRIER: dict[str, Any] = {
    **dict.fromkeys(APPOINTMENT.specs),
    "AppointmentId": 9,
    "Recurrence": None,
    "Participants": [{"PersonId": 5, "EmailAddress": "a@b.example"}],
    "LagTime": "00:15:00",
}
Step = dict[str, Any]


def ticket(*steps: Step) -> dict[str, Any]:
    return patched(TICKET, TICKET_CARRIER, list(steps))


def appointment(body: Any) -> dict[str, Any]:
    return patched(APPOINTMENT, APPOINTMENT_CARRIER, body)


def replace(path: str, value: Any) -> Step:
    return {"op": "replace", "path": path, "value": value}


def add(path: str, value: Any) -> Step:
    return {"op": "add", "path": path, "value": value}


def remove(path: str) -> Step:
    return {"op": "remove", "path": path}


def expect(path: str, value: Any) -> Step:
    return {"op": "test", "path": path, "value": value}


@pytest.mark.parametrize("path", ["Title", "/Title", "title", "/title", "TITLE"])
def test_a_path_is_read_in_any_case_with_or_without_a_slash(path: str) -> None:
    assert ticket(replace(path, "Light")) == {"Title": "Light"}


def test_only_the_members_that_were_touched_come_out() -> None:
    assert ticket(expect("BaseStatus", "Active"), replace("Title", "x"), replace("AlertLevel", 2)) == {
        "Title": "x",
        "AlertLevel": 2,
    }


def test_names_of_an_operation_may_be_written_in_any_case() -> None:
    assert ticket({"OP": "Replace", "Path": "title", "Value": "x"}) == {"Title": "x"}


def test_the_carrier_itself_is_left_alone() -> None:
    before = {name: repr(value) for name, value in TICKET_CARRIER.items()}
    ticket(
        replace("Tags/0/Id", 5),
        remove("Tags/1"),
        replace("CustomFields/x_deep/a/b", 2),
        replace("OwnedBy/AssociateId", 1),
        replace("Category/TicketCategoryId", 1),
    )
    assert {name: repr(value) for name, value in TICKET_CARRIER.items()} == before


def test_a_member_of_a_relation_is_replaced_and_the_relation_comes_out_whole() -> None:
    owner = ticket(replace("ownedby/associateid", 8))["OwnedBy"]
    assert (owner["AssociateId"], owner["Name"]) == (8, "ada")


def test_an_empty_relation_is_made_on_the_way() -> None:
    assert ticket(replace("/Category/TicketCategoryId", 12)) == {"Category": {"TicketCategoryId": 12}}
    assert appointment([replace("Recurrence/DayPattern/Cycle", 2)]) == {
        "Recurrence": {"DayPattern": {"Cycle": 2}}
    }


@pytest.mark.parametrize(
    ("steps", "tags"),
    [
        ([add("/Tags/-", {"Id": 3})], [1, 2, 3]),
        ([add("/Tags/0", {"Id": 3})], [3, 1, 2]),
        ([add("/Tags/2", {"Id": 3})], [1, 2, 3]),
        ([replace("/Tags/1", {"Id": 3})], [1, 3]),
        ([replace("/Tags/1/id", 3)], [1, 3]),
        ([remove("/Tags/0")], [2]),
        ([remove("/Tags/0"), remove("/Tags/0")], []),
        ([replace("/Tags", [{"Id": 3}])], [3]),
        ([add("/Tags", [{"Id": 3}])], [3]),
        ([add("/Tags", {"Id": 3})], [1, 2, 3]),
        ([replace("/Tags", {"Id": 3})], [1, 2, 3]),
        ([add("/Tags/-", {"Id": 3}), replace("/Tags/2/Id", 4)], [1, 2, 4]),
    ],
)
def test_elements_are_added_replaced_and_removed(steps: list[Step], tags: list[int]) -> None:
    assert [tag["Id"] for tag in ticket(*steps)["Tags"]] == tags


def test_an_element_keeps_the_spelling_of_its_names() -> None:
    steps = [add("/Participants/-", {"emailAddress": "x"}), replace("/Participants/1/EmailAddress", "y")]
    assert appointment(steps)["Participants"][1] == {"emailAddress": "y"}


def test_removing_a_member_makes_it_null() -> None:
    assert ticket(remove("Title"), remove("Tags"), remove("OwnedBy"), remove("CustomFields")) == {
        "Title": None,
        "Tags": None,
        "OwnedBy": None,
        "CustomFields": None,
    }


@pytest.mark.parametrize("op", ["add", "replace"])
def test_a_dictionary_takes_the_given_keys_and_keeps_the_others(op: str) -> None:
    fields = ticket({"op": op, "path": "CustomFields", "value": {"superoffice:1": "[I:4]", "x_New": "1"}})
    assert fields["CustomFields"] == {
        **TICKET_CARRIER["CustomFields"],
        "SuperOffice:1": "[I:4]",
        "x_New": "1",
    }


def test_a_key_of_a_dictionary_is_set_found_in_any_case_and_removed() -> None:
    fields = ticket(
        replace("CustomFields/superoffice:1", "[I:5]"),
        replace("ExtraFields/x_Foo", "bar"),
        remove("/customfields/X_DEEP"),
        add("/CustomFields/a~1b", "c"),
        add("/CustomFields/m~0n", "d"),
    )
    assert fields == {
        "CustomFields": {"SuperOffice:1": "[I:5]", "a/b": "c", "m~n": "d"},
        "ExtraFields": {"x_Foo": "bar"},
    }


def test_data_below_a_dictionary_is_data() -> None:
    steps = (
        replace("CustomFields/x_deep/a", {"z": 1}),
        add("CustomFields/x_deep/list/-", 9),
        add("CustomFields/x_deep/list/0/new", 2),
    )
    assert ticket(*steps)["CustomFields"]["x_deep"] == {"a": {"z": 1}, "list": [{"c": 1, "new": 2}, 9]}


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "Titel", "/Title/", "Title/x", "Tags/x", "Tags/01x", "Tags/-1", "Tags/9/Id", "Tags/-/Id",
        "OwnedBy/Nam", "FormSubmission/x", "CustomFields/none/x", "Tags/0/Name/x", "sequi", "Recurrence", "Tags/\u0663",
    ],
)  # fmt: skip
@pytest.mark.parametrize("op", ["add", "replace", "remove", "test"])
def test_a_path_that_leads_nowhere_is_refused_by_its_name(op: str, path: str) -> None:
    with pytest.raises(BadMember, match="There is no") as refused:
        ticket({"op": op, "path": path, "value": 1})
    assert str(refused.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    "step",
    [replace("Tags/2", {}), add("Tags/3", {}), remove("Tags/2"), remove("Tags/-"), replace("Tags/-", {})],
)
def test_an_element_that_is_not_there_is_refused(step: Step) -> None:
    with pytest.raises(BadMember, match=step["path"]):
        ticket(step)


def test_a_key_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(BadMember, match="nothing to remove"):
        ticket(remove("CustomFields/none"))


@pytest.mark.parametrize("op", ["move", "copy", "drop", "open", "", "MOVE"])
def test_an_operation_that_is_not_supported_is_refused_and_told(op: str) -> None:
    with pytest.raises(BadMember, match="not supported: add, replace, remove and test are") as refused:
        ticket(replace("Title", "x"), {"op": op, "path": "/Title", "from": "/Author", "value": 1})
    assert str(refused.value).startswith("$[1].op")


@pytest.mark.parametrize(
    "step",
    [None, 1, "x", [], {}, {"op": "add"}, {"path": "Title"}, {"op": 1, "path": "Title"},
     {"op": "add", "path": ["Title"], "value": 1}, {"op": "replace", "path": "Title"}, {"op": "test", "path": "Title"}],
)  # fmt: skip
def test_what_is_no_operation_is_refused(step: Any) -> None:
    with pytest.raises(BadMember, match=r"^\$\[0\]"):
        patched(TICKET, TICKET_CARRIER, [step])


@pytest.mark.parametrize("body", [None, 1, "x", True])
def test_what_is_no_patch_is_refused(body: Any) -> None:
    with pytest.raises(BadMember, match="A patch is expected"):
        patched(TICKET, TICKET_CARRIER, body)


def test_the_size_of_a_patch_is_bounded() -> None:
    assert ticket(*[replace("Title", "x")] * 1000) == {"Title": "x"}
    with pytest.raises(BadMember, match="More than 1000"):
        ticket(*[replace("Title", "x")] * 1001)
    with pytest.raises(BadMember, match="more than 32"):
        ticket(replace("CustomFields" + "/a" * 40, 1))
    with pytest.raises(BadMember) as refused:
        ticket(replace("x" * 100_000, 1))
    assert len(str(refused.value)) < 500


def test_a_duration_is_compared_in_any_spelling() -> None:
    assert appointment([expect("LagTime", "PT15M"), expect("LagTime", "0:15")]) == {}


def test_a_test_sees_what_the_operations_before_it_did() -> None:
    assert ticket(replace("Title", "x"), expect("Title", "x"), replace("Title", "y")) == {"Title": "y"}
    with pytest.raises(Conflict):
        ticket(replace("Title", "x"), expect("Title", "No light"))


def test_a_test_makes_nothing_on_its_way() -> None:
    steps = [expect("Recurrence/Pattern", None), expect("Recurrence", None)]
    assert appointment(steps) == {}
