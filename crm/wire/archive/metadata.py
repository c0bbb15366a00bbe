"""What an archive tells of its columns."""

from __future__ import annotations

from typing import Any

from crm.wire.archive.columns import Archive, Place
from crm.wire.rights import Caller

# How a value is shown, by restriction type; the type itself otherwise.
DISPLAY_TYPES = {
    "listAny": "string",
    "ejCategory": "string",
    "content": "string",
    "allRows": "bool",
    "noRows": "bool",
}
RESTRICTION_TYPES = {"allRows": "bool", "noRows": "bool", "none": "*None*", "content": "string"}
WIDTH = "15c"


def described(archive: Archive, caller: Caller) -> list[dict[str, Any]]:
    """Every column that this caller may name, in the order of the table."""
    return [_column(place) for place in archive.every(insider=caller.is_internal)]


def _column(place: Place) -> dict[str, Any]:
    column = place.column
    kind = RESTRICTION_TYPES.get(column.type, column.type)
    return {
        "DisplayName": column.heading or place.name,
        "DisplayTooltip": column.tooltip,
        "DisplayType": DISPLAY_TYPES.get(column.type, column.type if column.type != "none" else "string"),
        "CanOrderBy": column.sorts is not None,
        "Name": place.name,
        "CanRestrictBy": column.filters,
        "RestrictionType": kind if column.filters else "*None*",
        "RestrictionListName": column.list_name,
        "IsVisible": column.shows,
        "ExtraInfo": "",
        "Width": WIDTH,
        "IconHint": "",
        "HeadingIconHint": "",
    }
