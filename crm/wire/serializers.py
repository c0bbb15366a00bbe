"""DRF serializers made from contracts: what the OpenAPI schema shows, and the oracle that tests hold the reader to.

Nothing on the way of a request uses them; reading and binding are compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from crm.wire import kinds
from crm.wire.arguments import MOMENT
from crm.wire.contract import (
    Collection,
    Contract,
    FieldProperties,
    Owned,
    Reference,
    Spec,
    TableRight,
)
from crm.wire.kinds import INT32, Kind
from crm.wire.patch import OPERATIONS
from crm.wire.values import EnumNames


class TableRightSerializer(serializers.Serializer[Any]):
    """The caller's right on a row: Mask holds names joined by comma and space."""

    Mask = serializers.CharField()
    Reason = serializers.CharField(allow_blank=True)


class FieldRightSerializer(TableRightSerializer):
    """The caller's right on a field."""


class FieldPropertySerializer(serializers.Serializer[Any]):
    """A field's right, .NET type and length."""

    FieldRight = FieldRightSerializer(allow_null=True)
    FieldType = serializers.CharField()
    FieldLength = serializers.IntegerField()


class TimeZoneRuleSerializer(serializers.Serializer[Any]):
    """When standard or daylight saving time holds: its offset in minutes, and the days on which it begins and ends."""

    TZOffset = serializers.IntegerField()
    StartRulePattern = serializers.CharField()
    EndRulePattern = serializers.CharField()
    StartDay = serializers.IntegerField()
    StartMonth = serializers.IntegerField()
    EndDay = serializers.IntegerField()
    EndMonth = serializers.IntegerField()


class TimeZoneDataSerializer(serializers.Serializer[Any]):
    """A time zone, with its rules by the year that they hold for."""

    TZLocationID = serializers.IntegerField()
    Name = serializers.CharField()
    TZLocationCode = serializers.CharField()
    TZLocationCities = serializers.CharField()
    IsoNumber = serializers.IntegerField()
    TimeZoneSTDRules = serializers.DictField(child=TimeZoneRuleSerializer())
    TimeZoneDSTRules = serializers.DictField(child=TimeZoneRuleSerializer())


class ErrorSerializer(serializers.Serializer[Any]):
    """Every refusal."""

    Error = serializers.BooleanField()
    ErrorType = serializers.CharField()
    ErrorMessage = serializers.CharField()
    ErrorSource = serializers.CharField()
    Message = serializers.CharField()


class PatchOperationSerializer(serializers.Serializer[Any]):
    """One step of a JSON Patch (RFC 6902); `move` and `copy` are not supported."""

    op = serializers.ChoiceField(choices=list(OPERATIONS))
    path = serializers.CharField(
        help_text="In any case, the leading slash is optional: Category/Id, /Tags/-."
    )
    value = serializers.JSONField(required=False, help_text="Not needed by remove.")


@extend_schema_field(MOMENT)
class MomentField(serializers.CharField):
    """A date with its time. `date-time` would promise an offset, which answers have only when it is asked for."""


_FIELDS: dict[str, Callable[..., serializers.Field[Any, Any, Any, Any]]] = {
    "int32": serializers.IntegerField,
    "double": serializers.FloatField,
    "bool": serializers.BooleanField,
    "date-time": MomentField,
    "dict": serializers.DictField,
    "array": serializers.ListField,
    "carrier": serializers.JSONField,
}


# What a member may be besides: texts are blanked by an empty one, numbers fit an int32.
_BOUNDS: dict[Any, dict[str, Any]] = {
    serializers.CharField: {"allow_blank": True},
    serializers.IntegerField: {"min_value": -INT32 - 1, "max_value": INT32},
}


def _value(kind: Kind, names: Any, **options: Any) -> serializers.Field[Any, Any, Any, Any]:
    if isinstance(names, EnumNames):
        return serializers.ChoiceField(choices=list(names.by_value.values()), **options)
    made = _FIELDS.get(kind.name, serializers.CharField)
    return made(**options, **({} if options.get("read_only") else _BOUNDS.get(made, {})))


def _field(contract: Contract, spec: Spec) -> serializers.Field[Any, Any, Any, Any]:
    """Every member may be null: in answers when `$select` leaves it out, in bodies to blank it."""
    options: dict[str, Any] = {"required": False, "allow_null": True, "read_only": contract.read_only(spec)}
    if options["read_only"]:
        del options["required"]
    if isinstance(spec, TableRight):
        return TableRightSerializer(read_only=True, allow_null=True)
    if isinstance(spec, FieldProperties):
        return serializers.DictField(child=FieldPropertySerializer(), read_only=True, allow_null=True)
    if isinstance(spec, (Reference, Owned)):
        return serializer_of(spec.contract)(**options)
    if isinstance(spec, Collection):
        if spec.only:
            return serializers.ListField(child=serializers.IntegerField(), **options)
        return serializer_of(spec.contract)(many=True, **options)
    kind = contract.kind_of(spec)
    longest = contract.length_of(spec) if kind is kinds.STRING and not options["read_only"] else 0
    return _value(
        kind, getattr(spec, "names", None), **options, **({"max_length": longest} if longest else {})
    )


def serializer_of(contract: Contract, *, links: bool = False) -> type[serializers.Serializer[Any]]:
    """The serializer of a contract; with `links` the carrier has `_Links`."""
    return _made(contract.shown_as or contract, links)


@cache
def _made(contract: Contract, links: bool) -> type[serializers.Serializer[Any]]:  # noqa: FBT001  # a cache key
    fields: dict[str, Any] = {name: _field(contract, spec) for name, spec in contract.specs.items()}
    name = contract.name
    if links:
        fields["_Links"] = serializers.DictField(child=serializers.URLField(), read_only=True)
        name += "WithLinks"
    doc = (contract.model.__doc__ or "").strip()
    return type(f"{name}Serializer", (serializers.Serializer,), {**fields, "__doc__": doc})


def patch_of(contract: Contract) -> PolymorphicProxySerializer:
    """What a PATCH takes: operations, or an object to merge (RFC 7396)."""
    return PolymorphicProxySerializer(
        component_name=f"{contract.name}Changes",
        serializers=[PatchOperationSerializer(many=True), serializer_of(contract)],
        resource_type_field_name=None,
        many=False,
    )
