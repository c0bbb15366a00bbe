"""The table language: one dict per carrier, in the foreign order, wire name on the left, what it is on the right.

Types, lengths, choices and null come from the model; the contract repeats none. From the one table come the compiled
reader (`crm.wire.read`), the case-insensitive binder (`crm.wire.bind`), the blank carrier of `/default`, the join
plan, `FieldProperties`, the serializer of the OpenAPI schema and the test kit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from crm.wire import kinds
from crm.wire.kinds import Kind
from crm.wire.members import (
    RIGHTS,
    Annotated,
    Collection,
    Column,
    Computed,
    Constant,
    Day,
    Dictionary,
    Duration,
    Enum,
    FieldProperties,
    Flags,
    Id,
    Key,
    Member,
    Owned,
    Reference,
    Spec,
    Stamp,
    TableRight,
    Told,
    WallTime,
)

__all__ = [
    "RIGHTS",
    "Annotated",
    "Collection",
    "Column",
    "Computed",
    "Constant",
    "Contract",
    "Day",
    "Dictionary",
    "Duration",
    "Enum",
    "FieldProperties",
    "Flags",
    "Id",
    "Key",
    "Member",
    "Owned",
    "Reference",
    "Spec",
    "Stamp",
    "TableRight",
    "Told",
    "WallTime",
    "Writable",
]

MANDATORY = {"Mask": "Update, UIHintMandatory", "Reason": "[SR_ACCESS_MANDATORY]"}
UPDATE = {"Mask": "Update", "Reason": ""}
READ = {"Mask": "Read", "Reason": ""}

_KINDS: tuple[tuple[type[models.Field[Any, Any]], Kind], ...] = (
    (models.BooleanField, kinds.BOOLEAN),
    (models.FloatField, kinds.DOUBLE),
    (models.DateTimeField, kinds.DATE_TIME),
    (models.TimeField, kinds.TIME_OF_DAY),
    (models.IntegerField, kinds.INTEGER),
    (models.AutoField, kinds.INTEGER),
    (models.TextField, kinds.STRING),
    (models.CharField, kinds.STRING),
    (models.JSONField, kinds.DICTIONARY),
)


@dataclass(frozen=True, slots=True)
class Writable:
    """A member that clients may send: its kind, what fits its column, whether null is stored, what else says nothing."""

    name: str
    spec: Any  # one of the specs that can be written; the binder has a function for each
    kind: Kind
    limit: int = 0
    null: bool = False
    span: tuple[int, int] | None = None
    unset: int | None = None


@dataclass(eq=False)
class Contract:
    """A carrier: its name on the wire, its model, and its members in order.

    `listed` carriers are rows of small tables, rendered once and remembered (`crm.wire.lists`). `nested_rights` says
    what a nested carrier tells of rights: `none` (null and {}), `table` or `full`. `keeps` are the members that a PUT
    which leaves them out does not touch. `stamps` are the columns that tell when a row last changed; the first that
    is set counts. `owner` is the relation to the one user who may change or delete a row, besides administrators.
    `open` are relations that are told to whoever sees the row. `counts` are columns that hold a number of related
    rows, by the relation: callers who may not see all of those are told how many they see. `shown_as` is the contract
    that the API docs show instead, where several tables spell a carrier of one name.
    """

    name: str
    model: type[models.Model]
    members: Mapping[str, Spec | str]
    listed: bool = False
    nested_rights: str = "none"
    keeps: frozenset[str] = frozenset()
    stamps: tuple[str, ...] = ()
    shown_as: Contract | None = None
    owner: str = ""
    open: frozenset[str] = frozenset()
    counts: Mapping[str, str] = field(default_factory=dict)
    _reader: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.specs: dict[str, Spec] = {
            name: Member(spec) if isinstance(spec, str) else spec for name, spec in self.members.items()
        }

    @cached_property
    def lower_names(self) -> dict[str, str]:
        """The members' names by their lower-case spelling."""
        return {name.lower(): name for name in self.specs}

    @cached_property
    def writable(self) -> dict[str, Writable]:
        """What the binder needs of each member that clients may send, by lower-case name."""
        return {
            name.lower(): self._writable(name, spec)
            for name, spec in self.specs.items()
            if not self.read_only(spec)
        }

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The wire names of what an action is given, by attribute: `Address.City`, for a group of this very row."""
        names: dict[str, str] = {}
        for name, spec in self.specs.items():
            if isinstance(spec, Owned) and not spec.path:
                inner = spec.contract.attributes.items()
                names |= {attribute: f"{name}.{below}" for attribute, below in inner}
            elif isinstance(spec, Computed):
                names |= {spec.writes: name} if spec.writes else {}
            elif isinstance(spec, (Member, Id, Reference, Owned, Collection)):
                names[spec.path] = name
        return names

    @cached_property
    def blanks(self) -> dict[str, Any]:
        """What members that a PUT leaves out become, by attribute."""
        blanks: dict[str, Any] = {}
        for member in self.writable.values():
            spec = member.spec
            if member.name in self.keeps or isinstance(spec, Computed):
                continue
            if isinstance(spec, Owned) and spec.path:
                blanks[spec.path] = None
            elif isinstance(spec, (Reference, Id)):
                blanks[f"{spec.path}_id"] = None
            elif isinstance(spec, Collection):
                blanks[spec.path] = []
            elif isinstance(spec, Member):
                column = self.model_field(spec.path)
                blanks[spec.path] = column.get_default()
        return blanks

    def _writable(self, name: str, spec: Spec) -> Writable:
        if not isinstance(spec, (Member, Computed)):
            return Writable(name, spec, kinds.ARRAY)
        kind = self.kind_of(spec)
        if isinstance(spec, Computed):
            return Writable(name, spec, kind)
        column = self.model_field(spec.path)
        limit = self.length_of(spec) if kind is kinds.STRING else 0
        # What the strictest database holds: SQLite would take any number, and answer it.
        span = BaseDatabaseOperations.integer_field_ranges.get(column.get_internal_type())
        # An enum's Unknown, which clients send for what they never set, where the column does not offer it.
        offered = {value for value, _ in column.flatchoices}
        unset = 0 if offered and 0 not in offered else None
        return Writable(name, spec, kind, limit, column.null, span, unset)

    @cached_property
    def key_name(self) -> str:
        """The wire name of the primary key."""
        for name, spec in self.specs.items():
            if isinstance(spec, Member) and spec.path in ("id", "pk"):
                return name
        raise LookupError(f"{self.name} has no key")

    def model_field(self, path: str) -> models.Field[Any, Any]:
        """The model field at the end of a path of relations."""
        model: Any = self.model
        *relations, last = path.split("__")
        for name in relations:
            model = model._meta.get_field(name).related_model
        found: models.Field[Any, Any] = model._meta.get_field(last)
        return found

    def kind_of(self, spec: Spec) -> Kind:
        """The kind of a member that is one value."""
        if isinstance(spec, (Computed, Annotated, Constant)):
            return spec.kind
        if isinstance(spec, Id):
            return kinds.INTEGER
        if isinstance(spec, Member):
            if spec.kind is not None:
                return spec.kind
            column = self.model_field(spec.path)
            for field_type, kind in _KINDS:
                if isinstance(column, field_type):
                    return kind
        raise TypeError(f"{self.name}: {spec} has no kind")

    @cached_property
    def tells_time(self) -> bool:
        """Whether a member, or one of a carrier within, depends on the time zone that is asked for."""
        for spec in self.specs.values():
            if isinstance(spec, (Reference, Owned, Collection)):
                if spec.contract.tells_time:
                    return True
            elif not isinstance(spec, (TableRight, FieldProperties)) and self.kind_of(spec).tell:
                return True
        return False

    def length_of(self, spec: Spec) -> int:
        """`FieldLength`: the column's length for text, the size in bytes otherwise, 0 where unknown."""
        if isinstance(spec, Member) and self.kind_of(spec) is kinds.STRING:
            return getattr(self.model_field(spec.path), "max_length", None) or 0
        if isinstance(spec, (Reference, Owned, Collection, TableRight, FieldProperties)):
            return 0
        return self.kind_of(spec).length

    def dotnet_of(self, spec: Spec) -> str:
        """`FieldType`: the .NET name of the member's type."""
        if isinstance(spec, (Reference, Owned)):
            return f"SuperOffice.CRM.Services.{spec.contract.name}"
        if isinstance(spec, Collection):
            return f"SuperOffice.CRM.Services.{spec.contract.name}[]"
        return self.kind_of(spec).dotnet

    def read_only(self, spec: Spec) -> bool:
        """Whether what a client sends for the member is ignored."""
        if isinstance(spec, Id):
            return spec.contract is None
        if isinstance(spec, (Member, Reference)):
            return spec.read_only or "__" in spec.path
        if isinstance(spec, Collection):
            return spec.takes == "nothing"
        if isinstance(spec, Computed):
            return spec.writes is None
        return not isinstance(spec, Owned)

    def field_properties(self, *, writable: bool) -> dict[str, Any]:
        """`FieldProperties` for a caller who may or may not write rows."""
        properties = {}
        for name, spec in self.specs.items():
            if isinstance(spec, (TableRight, FieldProperties)):
                continue
            mandatory = isinstance(spec, Member) and spec.mandatory
            right = READ if not writable or self.read_only(spec) else MANDATORY if mandatory else UPDATE
            properties[name] = {
                "FieldRight": right,
                "FieldType": self.dotnet_of(spec),
                "FieldLength": self.length_of(spec),
            }
        return properties
