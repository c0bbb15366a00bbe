"""Custom fields for tests: laid out and published as an administrator does it."""

from __future__ import annotations

from typing import Any

from crm.directory.actions import publish_fields, save_field
from crm.directory.models import Business, CustomField, FieldOwner, FieldType
from tests.world import World

# One field of each type, by the key that it gets.
EVERY_TYPE: dict[str, dict[str, Any]] = {
    "SuperOffice:1": {"type": FieldType.NUMBER, "label": "Seats"},
    "SuperOffice:2": {"type": FieldType.SHORT_TEXT, "label": "Code", "text_length": 8},
    "SuperOffice:3": {"type": FieldType.LONG_TEXT, "label": "Story"},
    "SuperOffice:4": {"type": FieldType.DATE, "label": "Renewal"},
    "SuperOffice:5": {"type": FieldType.UNLIMITED_DATE, "label": "Founded"},
    "SuperOffice:6": {"type": FieldType.CHECKBOX, "label": "Partner"},
    "SuperOffice:7": {"type": FieldType.LIST, "label": "Trade", "list_id": 5},
    "SuperOffice:8": {"type": FieldType.DECIMAL, "label": "Discount"},
}
EXTRAS: dict[str, dict[str, Any]] = {
    "x_score": {"key": "x_score", "type": FieldType.NUMBER, "label": "Score"},
    "x_seen": {"key": "x_seen", "type": FieldType.DATE_TIME, "label": "Seen"},
    "x_vip": {"key": "x_vip", "type": FieldType.CHECKBOX, "label": "VIP"},
}


def lay(world: World, owner: FieldOwner, *fields: dict[str, Any]) -> list[CustomField]:
    """Adds fields to the working layout."""
    return [save_field(CustomField(owner=owner), values, by=world.tove) for values in fields]


def publish(world: World, owner: FieldOwner, *fields: dict[str, Any]) -> None:
    """Adds fields and publishes the layout."""
    lay(world, owner, *fields)
    publish_fields(owner, by=world.tove)


def trades() -> tuple[Business, Business]:
    """Two items of the list that the field `Trade` chooses from, the second one retired."""
    farming = Business.objects.create(name="Farming", tooltip="Soil and beasts")
    return farming, Business.objects.create(name="Whaling", deleted=True)
