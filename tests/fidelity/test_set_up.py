"""What administrators set up, of each resource and each list alike: layouts, fields, headings, definitions."""

from __future__ import annotations

import pytest

from tests.callers import Api
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


@pytest.mark.parametrize("resource", ["TicketMessage"])
def test_what_has_no_fields_of_its_own_tells_so(resource: str, world: World) -> None:
    api = Api(world.tove)
    assert api.get(f"{resource}/CustomField") == []
    api.get(f"{resource}/CustomField/x_colour", status=404)


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
