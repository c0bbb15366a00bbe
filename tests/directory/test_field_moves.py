"""Lists that fields choose from, and what publishing does to values: they are converted, taken over, renamed and removed with their fields."""

from __future__ import annotations

from typing import Any

import pytest

from crm.directory.actions import publish_fields, save_field
from crm.directory.models import CustomField, FieldOwner, FieldType
from tests.callers import Api
from tests.directory.fieldwork import EVERY_TYPE, EXTRAS, publish, trades
from tests.world import World

pytestmark = pytest.mark.django_db

NUMBER = "SuperOffice:1"


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


# From which type and value, to which type, and what is left of it.
CHANGES = [
    (FieldType.SHORT_TEXT, "42", FieldType.NUMBER, "[I:42]"),
    (FieldType.SHORT_TEXT, "forty", FieldType.NUMBER, "[I:0]"),
    (FieldType.NUMBER, "42", FieldType.SHORT_TEXT, "42"),
    (FieldType.NUMBER, "2", FieldType.CHECKBOX, "[I:1]"),
    (FieldType.DECIMAL, "4.6", FieldType.NUMBER, "[I:5]"),
    (FieldType.NUMBER, "4", FieldType.DECIMAL, "[F:4]"),
    (FieldType.CHECKBOX, "True", FieldType.NUMBER, "[I:1]"),
    (FieldType.DATE, "2026-02-03", FieldType.LONG_TEXT, "2026-02-03"),
    (FieldType.SHORT_TEXT, "02/03/2026", FieldType.DATE, "[DT:02/03/2026 00:00:00.0000000]"),
    (FieldType.LONG_TEXT, "y" * 300, FieldType.SHORT_TEXT, "y" * 254),
    (FieldType.SHORT_TEXT, "farming", FieldType.LIST, "Farming"),
    (FieldType.LIST, "Farming", FieldType.SHORT_TEXT, "Farming"),
]


@pytest.mark.parametrize(("old", "value", "new", "left"), CHANGES)
def test_another_type_keeps_what_can_be_converted(
    world: World, api: Api, old: FieldType, value: str, new: FieldType, left: str
) -> None:
    farming, _whaling = trades()
    publish(world, FieldOwner.CONTACT, {"label": "Field", "type": old, "list_id": 5})
    send(api, world, "CustomFields", "SuperOffice:1", farming.pk if old == FieldType.LIST else value)
    field = CustomField.objects.working(FieldOwner.CONTACT).get()
    save_field(field, {"type": new, "list_id": 5}, by=world.tove)
    publish_fields(FieldOwner.CONTACT, by=world.tove)
    custom = told(api, world, "CustomFields")
    assert custom["SuperOffice:1:DisplayText" if new == FieldType.LIST else "SuperOffice:1"] == left


def test_a_field_that_is_gone_takes_its_values_with_it(api: Api, laid: World) -> None:
    send(api, laid, "CustomFields", NUMBER, 3)
    field = CustomField.objects.working(FieldOwner.CONTACT).get(key=NUMBER)
    Api(laid.tove).delete(f"Contact/UdefLayout/{NUMBER}")
    assert told(api, laid)[NUMBER] == "[I:3]"
    publish_fields(FieldOwner.CONTACT, by=laid.tove)
    assert NUMBER not in told(api, laid)
    # A field of the same name is another field.
    publish(laid, FieldOwner.CONTACT, {"key": NUMBER, "label": "Again", "type": FieldType.NUMBER})
    assert told(api, laid)[NUMBER] == "[I:0]"
    assert CustomField.objects.working(FieldOwner.CONTACT).get(key=NUMBER).identity > field.identity


def test_a_new_field_takes_over_what_clients_stored_under_its_name(world: World, api: Api) -> None:
    address = f"Contact/{world.lab.pk}"
    api.patch(address, {"CustomFields": {"SuperOffice:1": "[I:42]", "SuperOffice:1:org": "[I:42]", "a": "b"}})
    api.patch(address, {"UserDefinedFields": {"SuperOffice:2": "not a number"}})
    number = {"type": FieldType.NUMBER}
    publish(world, FieldOwner.CONTACT, {"label": "One", **number}, {"label": "Two", **number})
    assert told(api, world) == {"SuperOffice:1": "[I:42]", "SuperOffice:2": "[I:0]"}
    assert told(api, world, "CustomFields")["a"] == "b"


def test_a_renamed_field_keeps_its_values(api: Api, laid: World) -> None:
    send(api, laid, "CustomFields", NUMBER, 3)
    field = CustomField.objects.working(FieldOwner.CONTACT).get(key=NUMBER)
    save_field(field, {"key": "Acme.Seats"}, by=laid.tove)
    publish_fields(FieldOwner.CONTACT, by=laid.tove)
    assert told(api, laid)["Acme.Seats"] == "[I:3]"
    assert NUMBER not in told(api, laid)


def test_a_field_chooses_from_a_list_that_was_made_here(world: World) -> None:
    admin = Api(world.tove)
    made, other = (admin.post("List", {"Name": name}) for name in ("Levels", "Floors"))
    gold, cellar = (
        admin.post(f"List/{each['Name']}/Items", {"Name": name})
        for each, name in ((made, "Gold"), (other, "Cellar"))
    )
    level = {"label": "Level", "type": FieldType.LIST, "list_id": made["Id"]}
    publish(world, FieldOwner.CONTACT, level)
    told_level = admin.get("Contact/UdefLayout/Published")[0]
    assert (told_level["UDListDefinitionId"], told_level["MdoListName"]) == (made["Id"], "Levels")
    answer = send(admin, world, "CustomFields", "SuperOffice:1", gold["Id"])
    assert answer["CustomFields"]["SuperOffice:1:DisplayText"] == "Gold"
    send(admin, world, "CustomFields", "SuperOffice:1", cellar["Id"], status=400)
