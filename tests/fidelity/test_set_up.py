"""What administrators set up, of each resource and each list alike: layouts, fields, headings, definitions."""

from __future__ import annotations

from typing import Any

import pytest

from crm.directory.models import CustomField, FieldOwner, FieldType
from tests.callers import Api
from tests.directory.fieldwork import publish
from tests.fidelity.recording import Shown
from tests.world import World


@pytest.mark.parametrize("resource", ["Appointment", "Contact", "Person", "Project", "Sale"])
def test_a_field_changes_its_type_and_a_layout_goes_back(resource: str, world: World) -> None:
    api, layout = Api(world.tove), f"{resource}/UdefLayout"
    blank = api.post(f"{layout}?udefFieldType=Number", None)
    made = api.put(layout, blank | {"FieldLabel": "Colour"})
    made = made[0] if isinstance(made, list) else made
    changed = api.post(f"{layout}/{made['ProgId'] or made['FieldLabel']}/ChangeTo/ShortText", None)
    assert changed["FieldType"] == "ShortText"
    api.call("POST", f"{layout}/Revert", status=204)
    assert api.get(layout) == []


def test_messages_have_no_fields_of_their_own(world: World, shown: Shown) -> None:
    api = Api(world.tove)
    assert api.get("TicketMessage/CustomField") == []
    api.get("TicketMessage/CustomField/x_colour", status=404)
    shown("departs endpoint GET /api/v1/TicketMessage/CustomField/{fieldName}")


# A column of every published field, and how the documentation has it told.
TOLD_OF_FIELDS: dict[str, tuple[str, Any]] = {
    "FieldType": ("type", "Integer"),
    "FieldName": ("key", "x_colour"),
    "DisplayName": ("label", "Colour"),
    "Description": ("tooltip", "Of the lamp"),
    "ShortLabel": ("short_label", "Col."),
    "HideLabel": ("hide_label", True),
    "HideField": ("hide_field", True),
    "IsIndexed": ("is_indexed", True),
    "IsMandatory": ("is_mandatory", True),
    "IsReadOnly": ("is_read_only", True),
    "IsExternal": ("is_external", True),
    "Rank": ("tab_order", 7),
    "DefaultValue": ("default", 12),
}


def test_what_is_told_of_a_published_field_is_what_is_stored(world: World, shown: Shown) -> None:
    publish(world, FieldOwner.CONTACT, {"key": "x_colour", "type": FieldType.NUMBER, "label": "Colour"})
    columns = {column: value for column, value in TOLD_OF_FIELDS.values() if column not in ("type", "key")}
    CustomField.objects.filter(key="x_colour").update(**columns)
    (told,) = Api(world.tove).get("Contact/CustomField")
    assert {name: told[name] for name in TOLD_OF_FIELDS} == {
        name: value for name, (_column, value) in TOLD_OF_FIELDS.items()
    }
    assert (told["IsDisplayField"], told["TemplateVariableName"]) == (False, "")


@pytest.mark.parametrize("name", ["TicketCategory", "TicketPriority", "TicketStatus", "TicketType"])
def test_a_list_is_defined_and_headed_again(name: str, world: World) -> None:
    api = Api(world.tove)
    definition = api.get(f"List/{name}")
    assert api.put(f"List/{name}", {**definition, "Tooltip": "New words"})["Tooltip"] == "New words"
    (soon,) = api.put(f"List/{name}/Headings", [{"Name": "Soon", "Rank": 1, "Tooltip": "In a day"}])
    assert (soon["Name"], soon["Tooltip"]) == ("Soon", "In a day")
    later = api.post(f"List/{name}/Headings", {"Name": "Later", "Rank": 2})
    assert later["Name"] == "Later"
    api.delete(f"List/{name}/Headings")


def test_a_list_of_ones_own_is_deleted_by_its_name(world: World) -> None:
    api = Api(world.tove)
    made = api.post("List", {"Name": "Colours"})
    api.delete(f"List/{made['Name']}")
