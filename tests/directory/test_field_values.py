"""Values of custom fields: told in the documented codings, and taken only when they are right."""

from __future__ import annotations

from typing import Any

import pytest

from crm.directory.models import Contact, FieldOwner, FieldType
from tests.callers import Api
from tests.directory.fieldwork import EVERY_TYPE, EXTRAS, publish, trades
from tests.world import World

pytestmark = pytest.mark.django_db

NUMBER, CODE, STORY, RENEWAL, FOUNDED, PARTNER, TRADE, DISCOUNT = EVERY_TYPE
# What the original answers where nothing was ever set.
UNSET = {
    NUMBER: "[I:0]",
    CODE: "",
    STORY: "",
    RENEWAL: "[D:01/01/0001 00:00:00.0000000]",
    FOUNDED: "[D:01/01/0001 00:00:00.0000000]",
    PARTNER: "False",
    f"{PARTNER}:DisplayText": "[SR_NO]",
    f"{PARTNER}:DisplayTooltip": "",
    TRADE: "[I:0]",
    f"{TRADE}:DisplayText": "",
    f"{TRADE}:DisplayTooltip": "",
    DISCOUNT: "[F:0]",
}


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.ada)


@pytest.fixture
def laid(world: World) -> World:
    """Companies have a field of each type, and extra fields."""
    publish(world, FieldOwner.CONTACT, *EVERY_TYPE.values(), *EXTRAS.values())
    return world


def told(api: Api, world: World, part: str = "UserDefinedFields") -> dict[str, Any]:
    fields: dict[str, Any] = api.get(f"Contact/{world.lab.pk}")[part]
    return fields


def send(api: Api, world: World, part: str, key: str, value: Any, *, status: int = 200) -> Any:
    return api.patch(f"Contact/{world.lab.pk}", {part: {key: value}}, status=status)


def test_a_row_without_values_tells_every_published_field(api: Api, laid: World) -> None:
    assert told(api, laid) == UNSET
    assert told(api, laid, "ExtraFields") == {
        "x_score": "[I:0]",
        "x_seen": "[DT:01/01/0001 00:00:00.0000000]",
        "x_vip": "[I:0]",
        "x_vip:DisplayText": "[SR_NO]",
        "x_vip:DisplayTooltip": "",
    }
    custom = told(api, laid, "CustomFields")
    keys = [*EVERY_TYPE, *EXTRAS]
    assert {key: custom[f"{key}:org"] for key in keys} == {key: custom[key] for key in keys}
    assert custom[RENEWAL] == "[DT:01/01/0001 00:00:00.0000000]"
    assert custom[PARTNER] == "[I:0]"


# What is sent, what UserDefinedFields then has, and what CustomFields has if that is another.
SENT = [
    (NUMBER, "[I:42]", "[I:42]", None),
    (NUMBER, "42", "[I:42]", None),
    (NUMBER, -7, "[I:-7]", None),
    (NUMBER, "2147483647", "[I:2147483647]", None),
    (CODE, "12345678", "12345678", None),
    (CODE, "[I:5]", "[I:5]", None),
    (CODE, "'\"\\ü🦊", "'\"\\ü🦊", None),
    (STORY, "x" * 2047, "x" * 2047, None),
    (
        RENEWAL,
        "[D:05/31/1999 00:00:00.0000000]",
        "[D:05/31/1999 00:00:00.0000000]",
        "[DT:05/31/1999 00:00:00.0000000]",
    ),
    (RENEWAL, "[DT:05/31/1999]", "[D:05/31/1999 00:00:00.0000000]", "[DT:05/31/1999 00:00:00.0000000]"),
    (
        RENEWAL,
        "1999-05-31T23:30:00+02:00",
        "[D:05/31/1999 00:00:00.0000000]",
        "[DT:05/31/1999 00:00:00.0000000]",
    ),
    (FOUNDED, "12/24/1066", "[D:12/24/1066 00:00:00.0000000]", "[DT:12/24/1066 00:00:00.0000000]"),
    (PARTNER, "True", "True", "[I:1]"),
    (PARTNER, "[I:1]", "True", "[I:1]"),
    (PARTNER, True, "True", "[I:1]"),
    (DISCOUNT, "[F:4.43]", "[F:4.43]", None),
    (DISCOUNT, "0.0000001", "[F:0.0000001]", None),
    (DISCOUNT, 12, "[F:12]", None),
    (DISCOUNT, "[M:99.50]", "[F:99.5]", None),
]


@pytest.mark.parametrize("part", ["UserDefinedFields", "CustomFields"])
def test_each_type_comes_back_in_its_coding(api: Api, laid: World, part: str) -> None:
    for key, value, older, newer in SENT:
        answer = send(api, laid, part, key, value)
        assert (answer["UserDefinedFields"][key], answer["CustomFields"][key]) == (older, newer or older), (
            key,
            value,
        )
        assert answer["CustomFields"][f"{key}:org"] == answer["CustomFields"][key]
        send(api, laid, part, key, "")
        assert told(api, laid)[key] == UNSET[key], key


def test_extra_fields_come_back_in_their_coding(api: Api, laid: World) -> None:
    sent = {"x_score": "9", "x_seen": "2026-02-03T09:15:07", "x_vip": "True"}
    wanted = {"x_score": "[I:9]", "x_seen": "[DT:02/03/2026 09:15:07.0000000]", "x_vip": "[I:1]"}
    answer = api.patch(f"Contact/{laid.lab.pk}", {"ExtraFields": sent})
    for part in ("ExtraFields", "CustomFields"):
        assert {key: answer[part][key] for key in wanted} == wanted
        assert answer[part]["x_vip:DisplayText"] == "[SR_YES]"
    assert "x_score" not in answer["UserDefinedFields"]


def test_a_list_tells_the_name_of_its_item_and_takes_those_that_can_be_chosen(api: Api, laid: World) -> None:
    farming, whaling = trades()
    answer = send(api, laid, "CustomFields", TRADE, f"[I:{farming.pk}]")
    for part in ("UserDefinedFields", "CustomFields"):
        assert answer[part][TRADE] == f"[I:{farming.pk}]"
        assert answer[part][f"{TRADE}:DisplayText"] == "Farming"
        assert answer[part][f"{TRADE}:DisplayTooltip"] == "Soil and beasts"
    for other in (whaling.pk, 99999):
        refused = send(api, laid, "CustomFields", TRADE, other, status=400)
        assert refused["ErrorMessage"].startswith(f"$.CustomFields.{TRADE}: ")
    farming.deleted = True
    farming.save()
    assert send(api, laid, "CustomFields", NUMBER, 1)["CustomFields"][TRADE] == f"[I:{farming.pk}]"
    assert send(api, laid, "CustomFields", TRADE, 0)["CustomFields"][TRADE] == "[I:0]"


BAD = [
    (NUMBER, "many"),
    (NUMBER, "[I:x]"),
    (NUMBER, "2147483648"),
    (NUMBER, {"a": 1}),
    (CODE, "123456789"),
    (CODE, ["a"]),
    (CODE, "a\x00"),
    (STORY, "x" * 2048),
    (RENEWAL, "31.05.1999"),
    (RENEWAL, "[D:05/32/1999]"),
    (RENEWAL, 5),
    (PARTNER, "perhaps"),
    (DISCOUNT, "cheap"),
    (DISCOUNT, "NaN"),
    (DISCOUNT, "1e300"),
]


def test_what_is_wrong_is_refused_by_its_path_and_nothing_is_saved(api: Api, laid: World) -> None:
    before = api.get(f"Contact/{laid.lab.pk}")
    for key, value in BAD:
        body = {"Name": "Other", "UserDefinedFields": {PARTNER: "True", key: value}}
        refused = api.patch(f"Contact/{laid.lab.pk}", body, status=400)
        expected = "$.UserDefinedFields" if value == "a\x00" else f"$.UserDefinedFields.{key}: "
        assert refused["ErrorMessage"].startswith(expected), (key, value, refused)
    assert api.get(f"Contact/{laid.lab.pk}") == before


def test_a_read_only_field_may_come_back_but_not_change(world: World, api: Api) -> None:
    fixed = {"label": "Grade", "type": FieldType.SHORT_TEXT, "is_read_only": True, "default": "B"}
    publish(world, FieldOwner.CONTACT, fixed)
    whole = api.get(f"Contact/{world.lab.pk}")
    assert whole["UserDefinedFields"] == {"SuperOffice:1": "B"}
    assert api.put(f"Contact/{world.lab.pk}", whole)["UserDefinedFields"] == {"SuperOffice:1": "B"}
    refused = send(api, world, "UserDefinedFields", "SuperOffice:1", "A", status=400)
    assert refused["ErrorMessage"].startswith("$.UserDefinedFields.SuperOffice:1: ")


def test_a_mandatory_field_is_asked_for_when_a_row_is_made_and_cannot_be_emptied(
    world: World, api: Api
) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Grade", "is_mandatory": True})
    refused = api.post("Contact", {"Name": "New"}, status=400)
    assert refused["ErrorMessage"].startswith("$.UserDefinedFields.SuperOffice:1: ")
    assert not Contact.objects.filter(name="New").exists()
    made = api.post("Contact", {"Name": "New", "CustomFields": {"SuperOffice:1": "A"}})
    assert made["UserDefinedFields"]["SuperOffice:1"] == "A"
    path = f"Contact/{made['ContactId']}"
    assert (
        "$.CustomFields.SuperOffice:1"
        in api.patch(path, {"CustomFields": {"SuperOffice:1": ""}}, status=400)["ErrorMessage"]
    )
    # A row that was there before the field was: whoever changes something else is not asked.
    assert api.patch(f"Contact/{world.lab.pk}", {"Department": "North"})["Department"] == "North"


def test_a_default_holds_until_something_else_is_said(world: World, api: Api) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER, "default": "5"})
    assert told(api, world) == {"SuperOffice:1": "[I:5]"}
    assert send(api, world, "UserDefinedFields", "SuperOffice:1", "")["UserDefinedFields"] == {
        "SuperOffice:1": "[I:0]"
    }


def test_what_names_no_field_stays_the_clients_own(api: Api, laid: World) -> None:
    own = {"Other:1": "[I:1]", "Other:1:DisplayText": "one", "n": {"deep": [1, None]}}
    sent = {**own, NUMBER: "3", f"{NUMBER}:DisplayText": "three", f"{NUMBER}:org": "[I:0]"}
    # Documented are texts alone, so that an answer with what is none, as it was sent, is not that of the whole entity.
    answer = api.patch(f"Contact/{laid.lab.pk}?%24select=CustomFields", {"CustomFields": sent})
    custom = answer["CustomFields"]
    assert {key: custom[key] for key in own} == own
    assert (custom[NUMBER], custom[f"{NUMBER}:org"], f"{NUMBER}:DisplayText" in custom) == (
        "[I:3]",
        "[I:3]",
        False,
    )


def test_fields_that_a_whole_entity_leaves_out_keep_their_values(api: Api, laid: World) -> None:
    send(api, laid, "CustomFields", NUMBER, 3)
    answer = api.put(f"Contact/{laid.lab.pk}", {"Name": laid.lab.name, "CustomFields": {CODE: "A"}})
    assert (answer["CustomFields"][NUMBER], answer["CustomFields"][CODE]) == ("[I:3]", "A")


@pytest.mark.parametrize("part", ["UserDefinedFields", "CustomFields"])
def test_of_two_dictionaries_the_one_that_was_changed_counts(api: Api, laid: World, part: str) -> None:
    send(api, laid, "CustomFields", NUMBER, 3)
    whole = api.get(f"Contact/{laid.lab.pk}")
    whole[part][NUMBER] = "[I:4]"
    answer = api.put(f"Contact/{laid.lab.pk}", whole)
    assert answer["UserDefinedFields"][NUMBER] == answer["CustomFields"][NUMBER] == "[I:4]"


def test_one_field_is_patched_and_tested_and_removed_by_its_path(api: Api, laid: World) -> None:
    path, address = f"/CustomFields/{NUMBER}", f"Contact/{laid.lab.pk}"
    steps = [{"op": "test", "path": path, "value": "[I:0]"}, {"op": "replace", "path": path, "value": "8"}]
    assert api.patch(address, steps)["CustomFields"][NUMBER] == "[I:8]"
    api.patch(address, steps, status=409)
    both = [
        {"op": "replace", "path": path, "value": 9},
        {"op": "replace", "path": f"/CustomFields/{CODE}", "value": "x" * 9},
    ]
    api.patch(address, both, status=400)
    assert told(api, laid)[NUMBER] == "[I:8]"
    assert api.patch(address, [{"op": "remove", "path": path}])["CustomFields"][NUMBER] == "[I:0]"


def test_the_agent_reads_and_writes_the_same_values(api: Api, laid: World) -> None:
    body = {"ContactId": laid.lab.pk, "Name": laid.lab.name, "CustomFields": {NUMBER: "[I:6]"}}
    saved = api.post("Agents/Contact/SaveContactEntity", body)
    assert saved["CustomFields"] == told(api, laid, "CustomFields")
    refused = api.post(
        "Agents/Contact/SaveContactEntity", {**body, "CustomFields": {NUMBER: "x"}}, status=400
    )
    assert refused["ErrorMessage"].startswith(f"$.CustomFields.{NUMBER}: ")


# Every kind of row that has fields: where it is, what a new one needs, and how its key is called.
OWNERS: dict[FieldOwner, tuple[str, dict[str, Any], str]] = {
    FieldOwner.CONTACT: ("Contact", {"Name": "New"}, "ContactId"),
    FieldOwner.PERSON: ("Person", {"Lastname": "New"}, "PersonId"),
    FieldOwner.PROJECT: ("Project", {"Name": "New"}, "ProjectId"),
    FieldOwner.SALE: ("Sale", {"Heading": "New"}, "SaleId"),
    FieldOwner.APPOINTMENT: ("Appointment", {"Description": "New"}, "AppointmentId"),
    FieldOwner.TICKET: ("Ticket", {"Title": "New"}, "TicketId"),
    FieldOwner.TICKET_MESSAGE: ("TicketMessage", {"Body": "New"}, "EjMessageId"),
    FieldOwner.USER: ("User", {"Name": "newcomer"}, "AssociateId"),
}


@pytest.mark.parametrize("owner", OWNERS)
def test_every_kind_of_row_keeps_values_from_the_first_moment_on(world: World, owner: FieldOwner) -> None:
    name, body, key = OWNERS[owner]
    api = Api(world.tove)
    publish(world, owner, EXTRAS["x_score"])
    if name == "TicketMessage":
        body = {**body, "Ticket": {"TicketId": world.ticket.pk}}
    made = api.post(name, {**body, "ExtraFields": {"x_score": "11"}})
    assert made["ExtraFields"] == {"x_score": "[I:11]"}
    read = api.get(f"{name}/{made[key]}")
    assert read["CustomFields"] == {"x_score": "[I:11]", "x_score:org": "[I:11]"}
    refused = api.post(name, {**body, "ExtraFields": {"x_score": "?"}}, status=400)
    assert refused["ErrorMessage"].startswith("$.ExtraFields.x_score: ")
