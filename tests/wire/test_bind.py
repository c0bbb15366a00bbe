"""Bodies become values: names in any case, dictionaries verbatim, refusals by the path of the member."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from crm.appointments.contracts import APPOINTMENT
from crm.events.contracts import SYSTEM_EVENT
from crm.tickets.contracts import TICKET
from crm.tickets.models import BaseStatus, SecurityLevel
from crm.wire.bind import bind, key_in, refusal
from crm.wire.contract import Computed, Contract, Owned
from crm.wire.errors import BadMember
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db


def refused(contract: Contract, body: Any, world: World) -> str:
    with pytest.raises(BadMember) as refusal:
        bind(contract, body, world.ada)
    assert str(refusal.value.detail).startswith(refusal.value.path)
    return refusal.value.path


@pytest.mark.parametrize("name", ["Title", "title", "TITLE", "tItLe"])
def test_a_member_is_known_in_any_case(name: str, world: World) -> None:
    assert bind(TICKET, {name: "No light"}, world.ada) == {"title": "No light"}


def test_members_become_the_attributes_behind_them(world: World) -> None:
    body = {
        "slevel": "external",
        "baseStatus": 2,
        "deadline": "2026-03-02T14:00:00+01:00",
        "ownedBy": {"associateId": str(world.bo.pk)},
        "suggestedCategoryId": world.loud.pk,
        "sentiment": "-7",
        "tags": [{"id": world.vip.pk}],
    }
    assert bind(TICKET, body, world.ada) == {
        "slevel": SecurityLevel.EXTERNAL,
        "base_status": BaseStatus.CLOSED,
        "deadline": NOON + HOUR,
        "owner_id": world.bo.pk,
        "suggested_category_id": world.loud.pk,
        "sentiment": -7,
        "tags": [world.vip.pk],
    }


def test_an_owned_row_and_its_groups_are_bound_into_one(world: World) -> None:
    given = {
        "pattern": "Weekly",
        "weekPattern": {"cycle": 2, "weekdays": "Monday, Friday"},
        "recurrenceId": 9,
    }
    values = bind(APPOINTMENT, {"recurrence": given}, world.ada)
    assert values == {"recurrence": {"pattern": 2, "week_cycle": 2, "weekdays": 17}}
    assert bind(APPOINTMENT, {"recurrence": None}, world.ada) == {"recurrence": None}


def test_what_several_columns_show_is_bound_under_its_own_name(world: World) -> None:
    given = {"completed": "started", "assignmentStatus": 11}
    assert bind(APPOINTMENT, given, world.ada) == {"completed": 2, "assignment_status": 11}


def test_the_keys_and_values_of_a_dictionary_are_data(world: World) -> None:
    given = {"SuperOffice:1": "[I:3]", "superoffice:1": "", "x_Ærø": "title", "Title": "5", "": " "}
    assert bind(TICKET, {"CUSTOMFIELDS": given}, world.ada) == {"custom_fields": given}


def test_what_nobody_knows_and_what_is_the_servers_business_is_ignored(world: World) -> None:
    body = {
        "NoSuchMember": {"a": [1]},
        "_Links": {"Self": "x"},
        "TableRight": {"Mask": 15},
        "FieldProperties": {"Title": None},
        "TicketId": "nonsense",
        "LastChanged": "nonsense",
        "NumMessages": {"x": 1},
        "Messages": "nonsense",
        "IconHint": [],
        "CreatedBy": {"AssociateId": 999_999},
    }
    assert bind(TICKET, body, world.ada) == {}


def test_unset_dates_become_none_unless_the_column_must_have_one(world: World) -> None:
    body = {"Deadline": "0001-01-01T00:00:00", "CreatedAt": "0001-01-01T00:00:00", "Activate": None}
    assert bind(TICKET, body, world.ada) == {"deadline": None, "activate": None}


def test_an_enum_of_null_chooses_nothing(world: World) -> None:
    assert bind(TICKET, {"Slevel": None, "Origin": ""}, world.ada) == {}
    assert bind(APPOINTMENT, {"Completed": None}, world.ada) == {}


@pytest.mark.parametrize("body", [None, [], [{}], "Title", 5, True])
def test_a_body_that_is_no_object_is_refused_as_a_whole(body: Any, world: World) -> None:
    assert refused(TICKET, body, world) == "$"


@pytest.mark.parametrize(
    ("contract", "body", "path"),
    [
        (TICKET, {"title": {"a": 1}}, "$.Title"),
        (TICKET, {"title": "x" * 255}, "$.Title"),
        (TICKET, {"title": "a\x00"}, "$.Title"),
        (TICKET, {"createdat": "soon"}, "$.CreatedAt"),
        (TICKET, {"SLEVEL": "Secret"}, "$.Slevel"),
        (TICKET, {"alertLevel": "high"}, "$.AlertLevel"),
        (TICKET, {"connectId": "none"}, "$.ConnectId"),
        (TICKET, {"ownedBy": "Ada"}, "$.OwnedBy"),
        (TICKET, {"ownedBy": [1]}, "$.OwnedBy"),
        (TICKET, {"ownedBy": {"associateId": "Ada"}}, "$.OwnedBy.AssociateId"),
        (TICKET, {"customFields": [1]}, "$.CustomFields"),
        (TICKET, {"customFields": {"x_a": "\x00"}}, "$.CustomFields"),
        (TICKET, {"tags": {"id": 1}}, "$.Tags"),
        (TICKET, {"tags": [{"id": "VIP"}]}, "$.Tags[0].Id"),
        (TICKET, {"tags": [1, "VIP"]}, "$.Tags[1]"),
        (TICKET, {"tags": [1] * 1001}, "$.Tags"),
        (APPOINTMENT, {"isFree": "perhaps"}, "$.IsFree"),
        (APPOINTMENT, {"colorIndex": 32_768}, "$.ColorIndex"),
        (APPOINTMENT, {"colorIndex": -1}, "$.ColorIndex"),
        (APPOINTMENT, {"completed": "Done"}, "$.Completed"),
        (APPOINTMENT, {"recurrence": {"dayPattern": {"cycle": "two"}}}, "$.Recurrence.DayPattern.Cycle"),
        (APPOINTMENT, {"recurrence": {"weekPattern": {"weekdays": "Someday"}}}, "$.Recurrence.WeekPattern.Weekdays"),
        (APPOINTMENT, {"participants": ["Bo"]}, "$.Participants[0]"),
        (APPOINTMENT, {"participants": [{}, {"emailAddress": "x" * 255}]}, "$.Participants[1].EmailAddress"),
        (APPOINTMENT, {"links": [{"id": "x"}]}, "$.Links[0].Id"),
        (SYSTEM_EVENT, {"scope": 9}, "$.Scope"),
        (SYSTEM_EVENT, {"eventkey": "x" * 255}, "$.Eventkey"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_member_as_documented(
    contract: Contract, body: dict[str, Any], path: str, world: World
) -> None:
    assert refused(contract, body, world) == path


def test_the_first_member_at_fault_is_named(world: World) -> None:
    assert refused(TICKET, {"author": "x" * 255, "title": "x" * 255}, world) == "$.Author"


def test_text_that_just_fits_is_taken(world: World) -> None:
    assert bind(TICKET, {"title": "ø" * 254}, world.ada) == {"title": "ø" * 254}


@pytest.mark.parametrize("contract", [TICKET, APPOINTMENT, SYSTEM_EVENT], ids=lambda contract: contract.name)
def test_replacing_blanks_what_the_body_leaves_out_except_what_a_put_keeps(
    contract: Contract, world: World
) -> None:
    values = bind(contract, {}, world.ada, replacing=True)
    for member in contract.writable.values():
        if isinstance(member.spec, Computed) or (isinstance(member.spec, Owned) and not member.spec.path):
            continue  # these are no columns of their own
        attributes = {member.spec.path, f"{member.spec.path}_id"}
        assert bool(attributes & values.keys()) is (member.name not in contract.keeps), member.name
    blank: Model = contract.model()
    for name, value in values.items():
        assert value == ([] if isinstance(value, list) else getattr(blank, name)), name


def test_what_the_body_says_goes_before_the_blanks(world: World) -> None:
    values = bind(TICKET, {"deadline": NOON.isoformat(), "tags": [world.vip.pk]}, world.ada, replacing=True)
    assert (values["deadline"], values["tags"], values["secondary_persons"]) == (NOON, [world.vip.pk], [])


@pytest.mark.parametrize(
    ("body", "key"),
    [({"ticketid": "7"}, 7), ({"TicketId": 7}, 7), ({}, 0), (None, 0), ({"TICKETID": None}, 0)],
)
def test_the_key_that_a_body_names_is_found_in_any_case(body: Any, key: int) -> None:
    assert key_in(TICKET, body) == key


def test_a_key_that_is_no_number_is_refused_by_its_path() -> None:
    with pytest.raises(BadMember, match=r"^\$\.TicketId: 'seven' is not a whole number"):
        key_in(TICKET, {"ticketid": "seven"})


def test_what_an_action_refuses_is_told_by_the_path_of_its_member() -> None:
    assert refusal(SYSTEM_EVENT, ValidationError({"key": "An event needs a key."})).path == "$.Eventkey"
    assert str(refusal(TICKET, ValidationError({"owner": "Nobody."})).detail) == "$.OwnedBy: Nobody."
    assert refusal(TICKET, ValidationError({"no_such_column": "x"})).path == "$"
    assert refusal(TICKET, ValidationError("Not now.")).path == "$"
