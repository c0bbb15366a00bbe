"""What the reference of the API tells of an agent's method: its arguments and its answer, read from its own table.

`takes` is written as the describing GET shows it: `?ticketId=` stands in the query, `{TicketId, Notify: bool}` are
members of the body, `int[]` is a body of ids, and a bare name is the one member of the body. What has no type is a
whole number when its name ends in `Id` or `Count`, and a text otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter

if TYPE_CHECKING:
    from crm.wire.calls import AgentMethod

Schema = dict[str, Any]
FILE: Schema = {"type": "string", "format": "binary"}
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?$",
    "description": "In the zone of SO-TimeZone, without an offset unless one is asked for; "
    "0001-01-01T00:00:00 is no date.",
}
SCALARS: dict[str, Schema] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer", "format": "int32"},
    "string": {"type": "string"},
    "date-time": MOMENT,
    "bytes": {"type": "string", "format": "byte"},
}
_TEXT: Schema = {"type": "string", "nullable": True}
_NUMBER: Schema = {"type": "integer", "format": "int32", "nullable": True}
_IN_QUERY = re.compile(r"\?(\w+)=")
_MEMBERS = re.compile(r"\{(.*)\}")
_BARE = re.compile(r"\w+Id")


def parameters(takes: str) -> list[OpenApiParameter]:
    """The arguments that stand in the query."""
    found = _IN_QUERY.fullmatch(takes)
    return [OpenApiParameter(found[1], int, description="The id of the row.")] if found else []


def body(takes: str) -> Schema | None:
    """The body as `takes` tells it; None where there is nothing to send."""
    if takes in ("int[]", "string[]"):
        return _typed("", takes)
    if _BARE.fullmatch(takes):
        return {"type": "object", "properties": {takes: _NUMBER}}
    found = _MEMBERS.match(takes)
    if found is None:
        return None
    members = (member.strip().partition(":") for member in found[1].split(","))
    return {"type": "object", "properties": {name: _typed(name, kind.strip()) for name, _, kind in members}}


def _typed(name: str, kind: str) -> Schema:
    if kind.endswith("[]"):
        items = SCALARS.get(kind.removesuffix("[]"), {"type": "object", "title": kind.removesuffix("[]")})
        return {"type": "array", "items": items, "nullable": True}
    if not kind:
        return _NUMBER if name.endswith(("Id", "Count")) else _TEXT
    scalar = SCALARS.get("bytes" if kind.startswith("base64") else kind)
    if scalar:
        return {**scalar, "nullable": True}
    return {"title": kind}  # an entity, or an enum by name or number


def answer(method: AgentMethod, shape: Any) -> dict[Any, Any]:
    """What a method answers when all goes well. `shape` is that of its carrier, if it has one."""
    if method.returns is None:
        return {204: None}
    if method.binary:
        return {(200, "application/json"): SCALARS["bytes"], (200, "*/*"): FILE}
    if shape is not None:
        return {200: shape}
    name = method.returns.removesuffix("[]")
    one = SCALARS.get(name, {"title": name})  # a carrier that is made by hand, or an enum by name
    return {200: {"type": "array", "items": one} if method.returns != name else one}


def or_null(schema: Schema) -> Schema:
    """The schema of an answer that is null when there is no such row; numbers and truths are never null.

    One without a type allows null as it stands.
    """
    if "$ref" in schema:
        return {"allOf": [schema], "nullable": True}
    told = schema.get("type")
    return schema if told in (None, "integer", "boolean") else {**schema, "nullable": True}
