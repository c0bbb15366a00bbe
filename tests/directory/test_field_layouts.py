"""The layouts of custom fields: what administrators change, what they publish, and what everybody sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from crm.directory.actions import publish_fields, save_field
from crm.directory.models import CustomField, FieldOwner, FieldType
from crm.directory.models.field_types import FIELD_LISTS, UDEF_OWNERS
from crm.directory.views import fields
from crm.directory.views.lists import LISTS
from tests.callers import Api
from tests.concurrency import together
from tests.directory.fieldwork import EVERY_TYPE, EXTRAS, lay, publish
from tests.world import World

pytestmark = pytest.mark.django_db
LAYOUT = "Contact/UdefLayout"
AGENT = "Agents/UserDefinedFieldInfo"
# The members of the carrier, in the documented order.
DOCUMENTED = [
    "UDefFieldId",
    "ColumnId",
    "FieldDefault",
    "FieldHeight",
    "FieldLabel",
    "FieldLeft",
    "FieldTop",
    "FieldType",
    "FieldWidth",
    "FormatMask",
    "HideLabel",
    "IsIndexed",
    "LabelHeight",
    "LabelLeft",
    "LabelTop",
    "LabelWidth",
    "LastVersionId",
    "ListTableId",
    "IsMandatory",
    "Type",
    "Page1LineNo",
    "ProgId",
    "IsReadOnly",
    "ShortLabel",
    "TabOrder",
    "TextLength",
    "Tooltip",
    "UdefIdentity",
    "UDListDefinitionId",
    "Justification",
    "Version",
    "TemplateVariableName",
    "HasBeenPublished",
    "MdoListName",
    "TableRight",
    "FieldProperties",
]


@pytest.fixture
def admin(world: World) -> Api:
    return Api(world.tove)


def field(admin: Api, label: str, kind: str = "Number", **members: Any) -> dict[str, Any]:
    """Lays a field out as the documentation does: a draft by POST, completed and saved by PUT."""
    draft = admin.call("POST", f"{LAYOUT}?udefFieldType={kind}")
    assert draft["UDefFieldId"] == 0
    rows = admin.put(LAYOUT, [{**draft, "FieldLabel": label, **members}])
    return next(row for row in rows if row["FieldLabel"] == label)


@pytest.mark.parametrize("owner", UDEF_OWNERS)
def test_a_field_is_drafted_saved_changed_published_and_removed(admin: Api, owner: FieldOwner) -> None:
    name = owner.name.capitalize()
    layout = f"{name}/UdefLayout"
    draft = admin.call("POST", f"{layout}?udefFieldType=Number")
    assert list(draft) == DOCUMENTED
    told = {
        key: draft[key]
        for key in ("UDefFieldId", "FieldType", "Type", "ProgId", "FieldTop", "HasBeenPublished")
    }
    assert told == {
        "UDefFieldId": 0, "FieldType": "Number", "Type": name, "ProgId": "SuperOffice:1", "FieldTop": 0,
        "HasBeenPublished": False,
    }  # fmt: skip
    [saved] = admin.put(layout, {**draft, "FieldLabel": "Seats", "ShortLabel": "S"})
    assert saved["UDefFieldId"] > 0
    assert admin.get(f"{layout}/Published") == admin.get(f"{name}/CustomField") == []
    assert (admin.get(f"{layout}/Changed"), admin.get(f"{layout}/Publish")) == (True, False)
    assert isinstance(admin.post(f"{layout}/Publish", None), int)
    assert admin.get(f"{layout}/Changed") is False
    [published] = admin.get(f"{layout}/Published")
    assert published["UDefFieldId"] != saved["UDefFieldId"]
    assert (published["HasBeenPublished"], published["LastVersionId"]) == (True, 0)
    for address in ("SuperOffice:1", "Seats", str(published["UDefFieldId"])):
        assert admin.get(f"{layout}/Published/{address}") == published
        assert admin.get(f"{layout}/{address}")["FieldLabel"] == "Seats"
    [info] = admin.get(f"{name}/CustomField")
    assert admin.get(f"{name}/CustomField/SuperOffice:1") == info
    assert (info["FieldType"], info["FieldName"], info["DisplayName"]) == (
        "Integer",
        "SuperOffice:1",
        "Seats",
    )
    admin.put(layout, {"UDefFieldId": published["UDefFieldId"], "FieldLabel": "Places"})
    assert admin.get(f"{layout}/Published/Seats")["FieldLabel"] == "Seats"
    admin.delete(f"{layout}/Places")
    assert admin.get(layout) == []
    admin.post(f"{layout}/Publish", None)
    assert admin.get(f"{layout}/Published") == []
    admin.get(f"{layout}/Places", status=404)


def test_publishing_renumbers_every_field_and_tells_the_last_number(admin: Api) -> None:
    field(admin, "One"), field(admin, "Two")
    first = admin.post(f"{LAYOUT}/Publish", None)
    before = {row["FieldLabel"]: row for row in admin.get(f"{LAYOUT}/Published")}
    assert admin.post(f"{LAYOUT}/Publish", None) == first + 1
    after = {row["FieldLabel"]: row for row in admin.get(f"{LAYOUT}/Published")}
    assert {label: row["LastVersionId"] for label, row in after.items()} == {
        label: row["UDefFieldId"] for label, row in before.items()
    }
    assert all(after[label]["UDefFieldId"] != before[label]["UDefFieldId"] for label in before)
    same = ("UdefIdentity", "ProgId")
    assert [[row[name] for name in same] for row in after.values()] == [
        [row[name] for name in same] for row in before.values()
    ]


def test_reverting_brings_the_published_layout_back(admin: Api) -> None:
    field(admin, "One"), field(admin, "Two")
    admin.post(f"{LAYOUT}/Publish", None)
    published = admin.get(f"{LAYOUT}/Published")
    admin.delete(f"{LAYOUT}/One")
    admin.put(LAYOUT, {"UDefFieldId": published[1]["UDefFieldId"], "FieldLabel": "Deux", "TabOrder": 9})
    field(admin, "Three")
    admin.call("POST", f"{LAYOUT}/Revert", status=204)
    assert admin.get(f"{LAYOUT}/Changed") is False
    shown = ("FieldLabel", "ProgId", "UdefIdentity", "TabOrder", "FieldType")
    assert [[row[name] for name in shown] for row in admin.get(LAYOUT)] == [
        [row[name] for name in shown] for row in published
    ]
    assert field(admin, "Four")["UdefIdentity"] == 4  # the number of Three is not given again


def test_the_type_of_a_field_is_changed_by_its_address(admin: Api) -> None:
    field(admin, "One", FieldDefault="5")
    changed = admin.call("POST", f"{LAYOUT}/SuperOffice:1/ChangeTo/shorttext?isIndexed=true")
    assert (changed["FieldType"], changed["IsIndexed"], changed["FieldDefault"]) == ("ShortText", True, "")
    assert admin.get(f"{LAYOUT}/Changed?columnChangesOnly=True") is True
    admin.call("POST", f"{LAYOUT}/SuperOffice:1/ChangeTo/Letter", status=400)
    admin.call("POST", f"{LAYOUT}/Nothing/ChangeTo/Number", status=404)
    admin.call("POST", f"{LAYOUT}/One/ChangeTo/List")
    refused = admin.post(f"{LAYOUT}/Publish", None, status=400)
    assert "One" in refused["ErrorMessage"]


def test_only_changes_that_move_values_count_when_those_are_asked_for(admin: Api) -> None:
    row = field(admin, "One")
    admin.post(f"{LAYOUT}/Publish", None)
    admin.put(LAYOUT, {"UDefFieldId": admin.get(LAYOUT)[0]["UDefFieldId"], "Tooltip": row["FieldLabel"]})
    asked = [admin.get(f"{LAYOUT}/Changed{more}") for more in ("", "?columnChangesOnly=True")]
    assert asked == [True, False]


def test_lists_are_named_by_number_or_by_their_table(admin: Api) -> None:
    by_number = field(admin, "A", "List", UDListDefinitionId=6)
    assert (by_number["ListTableId"], by_number["MdoListName"]) == (136, "country")
    by_table = field(admin, "B", "List", ListTableId=61)
    assert (by_table["UDListDefinitionId"], by_table["ListTableId"], by_table["MdoListName"]) == (
        5,
        61,
        "business",
    )
    assert {each.id: (each.model, each.names[0]) for each in LISTS} == {
        number: (each.model, each.name) for number, each in FIELD_LISTS.items()
    }


def test_two_drafts_at_a_time_become_two_fields(admin: Api) -> None:
    drafts = [admin.call("POST", f"{LAYOUT}?udefFieldType=Date") for _ in range(2)]
    rows = admin.put(
        LAYOUT, [{**draft, "FieldLabel": label} for draft, label in zip(drafts, "AB", strict=True)]
    )
    assert [row["ProgId"] for row in rows] == ["SuperOffice:1", "SuperOffice:2"]


CHANGES = [
    ("POST", f"{LAYOUT}?udefFieldType=Number", None),
    ("PUT", LAYOUT, {"FieldLabel": "New", "FieldType": "Number"}),
    ("DELETE", f"{LAYOUT}/SuperOffice:1", None),
    ("POST", f"{LAYOUT}/SuperOffice:1/ChangeTo/Decimal", None),
    ("POST", f"{LAYOUT}/Publish", None),
    ("POST", f"{LAYOUT}/Revert", None),
    ("POST", f"{AGENT}/Publish", {"OwnerType": "Contact"}),
    (
        "POST",
        "Agents/UserDefinedFieldInfo/SaveUserDefinedFieldInfo",
        {"FieldLabel": "New", "Type": "Contact"},
    ),
]


def test_only_administrators_change_layouts_and_everybody_signed_in_reads_them(world: World) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER})
    ada = Api(world.ada)
    for method, address, body in CHANGES:
        refused = ada.call(method, address, body, status=403)
        assert refused["Error"] is True, address
        assert "administrator" in refused["ErrorMessage"], address
    for address in (LAYOUT, f"{LAYOUT}/Published/Seats", f"{LAYOUT}/Changed", "Contact/CustomField"):
        ada.get(address)
        assert Client().get(f"/api/v1/{address}").status_code == 401
    assert CustomField.objects.count() == 2


def test_who_has_extra_fields_only_has_no_layout_of_the_other_kind(world: World, admin: Api) -> None:
    publish(world, FieldOwner.TICKET, *EXTRAS.values())
    assert [info["FieldName"] for info in admin.get("Ticket/CustomField")] == list(EXTRAS)
    assert admin.get("Ticket/CustomField/x_seen")["FieldType"] == "DateTime"
    admin.get("Ticket/CustomField/x_other", status=404)
    admin.get("Ticket/UdefLayout", status=404)
    publish(world, FieldOwner.USER, *EXTRAS.values())
    assert [info["FieldName"] for info in admin.get("User/CustomField")] == list(EXTRAS)
    assert admin.get("User/CustomField/x_vip")["FieldType"] == "Checkbox"
    admin.get("User/CustomField/x_other", status=404)
    publish(world, FieldOwner.CONTACT, *EVERY_TYPE.values(), *EXTRAS.values())
    assert [row["ProgId"] for row in admin.get(f"{LAYOUT}/Published")] == list(EVERY_TYPE)
    assert [info["FieldName"] for info in admin.get("Contact/CustomField")] == [*EVERY_TYPE, *EXTRAS]


def test_the_agents_do_what_the_addresses_do(world: World, admin: Api) -> None:
    owner = {"OwnerType": "Contact"}
    draft = admin.post(f"{AGENT}/CreateUserDefinedFieldInfo", {**owner, "FieldType": "Number"})
    assert draft == admin.call("POST", f"{LAYOUT}?udefFieldType=Number")
    saved = admin.post(f"{AGENT}/SaveUserDefinedFieldInfo", {**draft, "FieldLabel": "Seats"})
    assert [saved] == admin.get(LAYOUT)
    assert admin.post(f"{AGENT}/GetUserDefinedFieldFromProgId", {**owner, "ProgId": "SuperOffice:1"}) == saved
    assert admin.post(f"{AGENT}/GetUserDefinedFieldFromFieldLabel", {**owner, "FieldLabel": "Seats"}) == saved
    assert (
        admin.post(f"{AGENT}/GetPublishedUserDefinedFieldFromProgId", {**owner, "ProgId": "SuperOffice:1"})
        is None
    )
    assert admin.post(f"{AGENT}/IsAnyPublishEventActive", None) is False
    admin.call("POST", f"{AGENT}/SetPublishStartSystemEvent", owner, status=204)
    assert admin.post(f"{AGENT}/Publish", owner) == 2
    admin.call("POST", "Agents/Configuration/RebuildUdefDeltas", None, status=204)
    assert admin.post(f"{AGENT}/DetectUnpublishedChanges", owner) is False
    assert admin.post(f"{AGENT}/GetUserDefinedFieldList", owner) == admin.get(LAYOUT)
    assert admin.post(f"{AGENT}/GetPublishedUserDefinedFieldList", owner) == admin.get(f"{LAYOUT}/Published")
    key = admin.get(LAYOUT)[0]["UDefFieldId"]
    admin.call("POST", f"{AGENT}/DeleteUserDefinedFieldInfo?UserDefinedFieldInfoId={key}", None, status=204)
    assert admin.get(LAYOUT) == []
    admin.call("POST", f"{AGENT}/Revert", owner, status=204)
    assert len(admin.get(LAYOUT)) == 1
    admin.post(f"{AGENT}/Publish", {"OwnerType": "Document"}, status=400)


def test_a_field_that_somebody_publishes_or_removes_meanwhile_is_changed_or_missing(
    world: World, admin: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(world, FieldOwner.CONTACT, EVERY_TYPE["SuperOffice:1"])
    find: Any = fields.field_in
    meanwhile: list[Any] = [lambda: publish_fields(FieldOwner.CONTACT, by=world.tove)]

    def found_and_changed(*asked: Any) -> Any:
        known = find(*asked)
        meanwhile[0]()
        return known

    monkeypatch.setattr(fields, "field_in", found_and_changed)
    assert admin.post(f"{LAYOUT}/Seats/ChangeTo/Decimal", None)["FieldType"] == "Decimal"
    meanwhile[0] = CustomField.objects.all().delete
    admin.post(f"{LAYOUT}/Seats/ChangeTo/Number", None, status=404)
    lay(world, FieldOwner.CONTACT, EVERY_TYPE["SuperOffice:2"])
    admin.delete(f"{LAYOUT}/Code", status=404)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_take_turns(world: World) -> None:
    lay(world, FieldOwner.CONTACT, *EVERY_TYPE.values())

    def add_and_publish(label: str) -> None:
        save_field(CustomField(owner=FieldOwner.CONTACT), {"label": label}, by=world.tove)
        publish_fields(FieldOwner.CONTACT, by=world.tove)

    together(*[lambda label=label: add_and_publish(label) for label in ("A", "B", "C")])
    labels = {row.label for row in CustomField.objects.published(FieldOwner.CONTACT)}
    assert labels == {row.label for row in CustomField.objects.working(FieldOwner.CONTACT)}
    assert {"A", "B", "C"} <= labels
    versions = set(CustomField.objects.filter(owner=FieldOwner.CONTACT).values_list("version", flat=True))
    assert versions == {4}
