"""How a carrier is read: a contract becomes a flat list of columns and one function of a row, once per selection."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import models

from crm.wire import lists
from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import (
    Annotated,
    Collection,
    Computed,
    Constant,
    Contract,
    FieldProperties,
    Id,
    Member,
    Owned,
    Reference,
    Spec,
    TableRight,
)
from crm.wire.guard import is_closed, known_to, selected, within
from crm.wire.languages import Shared
from crm.wire.rights import Caller
from crm.wire.select import Selection
from crm.wire.sql import MANY, Row, Statement, many, mark
from crm.wire.steps import (
    GROUP,
    NOTHING,
    Carrier,
    Columns,
    Expression,
    Names,
    Reading,
    carrier,
    column,
    computed,
    constant,
    identifier,
    narrowing,
    related,
    rights,
    told,
)

PLANS_KEPT = 128
PARENT = mark(1)


class Plan:
    """How one carrier is read, for one selection of its members; `by_clock` when dates are told in a time zone."""

    def __init__(
        self,
        contract: Contract,
        selection: Selection | None,
        *,
        nested: bool = False,
        prefix: str = "",
        by_clock: bool = False,
    ):
        self.contract = contract
        self.by_clock = by_clock
        self.selection = selection
        self.prefix = prefix
        self.columns = Columns()
        self.collections: list[tuple[str, _Children]] = []
        self.nested = nested
        self.names = Names()
        self.make = self.names.compile(carrier(self._members(contract, prefix, nested=nested)))
        self.key_place = self.columns.place(f"{prefix}{contract.model._meta.pk.attname}")
        self.stamp_places = [self.columns.place(f"{prefix}{path}") for path in contract.stamps]
        # Annotations stand last in a row, whatever their place among the members.
        self.first_annotation = len(self.columns.paths)
        self._statements: dict[Any, Statement] = {}

    def _members(self, contract: Contract, prefix: str, *, nested: bool) -> dict[str, Expression]:
        return {
            name: self._member(contract, name, spec, prefix, nested=nested)
            for name, spec in contract.specs.items()
        }

    def _member(self, contract: Contract, name: str, spec: Spec, prefix: str, *, nested: bool) -> Expression:
        if isinstance(spec, (TableRight, FieldProperties)):
            owner = self.columns.place(f"{prefix}{contract.owner}_id") if contract.owner else None
            return rights(self.names, contract, spec, owner, nested=nested)
        if prefix == self.prefix and not self._selected(name, spec):
            return NOTHING
        below = (self.selection or {}).get(name.lower(), {}) if prefix == self.prefix else {}
        value = self._value(contract, name, spec, prefix)
        return narrowing(self.names, value, below) if below else value

    def _selected(self, name: str, spec: Spec) -> bool:
        is_key = isinstance(spec, Member) and spec.path in ("id", "pk")
        return self.selection is None or is_key or name.lower() in self.selection

    def _value(self, contract: Contract, name: str, spec: Spec, prefix: str) -> Expression:
        if isinstance(spec, Annotated):
            return self._annotated(name, spec)
        if isinstance(spec, Collection):
            self.collections.append((name, _Children(contract, spec, by_clock=self.by_clock)))
            return f"{self.names.of(partial(_collected, self, name))}(row, reading)"
        if isinstance(spec, (Reference, Owned)):
            return self._reference(spec, prefix)
        return self._plain(contract, spec, prefix)

    def _plain(self, contract: Contract, spec: Spec, prefix: str) -> Expression:
        if isinstance(spec, Member):
            place = self.columns.place(prefix + spec.path)
            if spec.told is not None:
                needed = [self.columns.place(prefix + need) for need in spec.told.needs]
                return told(self.names, spec.told, [place, *needed])
            return column(self.names, place, contract.kind_of(spec), by_clock=self.by_clock)
        if isinstance(spec, Id):
            return identifier(self.names, self.columns.place(f"{prefix}{spec.path}_id"), spec.none)
        if isinstance(spec, Constant):
            return constant(self.names, spec, by_clock=self.by_clock)
        if isinstance(spec, Computed):
            places = [self.columns.place(prefix + need) for need in spec.needs]
            return computed(self.names, spec, places, by_clock=self.by_clock)
        raise TypeError(spec)

    def _annotated(self, name: str, spec: Annotated) -> Expression:
        alias = f"wire_{name.lower()}"
        self.columns.annotations[alias] = spec.expression()
        number = len(self.columns.annotations) - 1

        def annotated(row: Row, reading: Reading) -> Any:
            value = row[self.first_annotation + number]
            value = _listed(spec.contract, reading, value) if spec.contract else value
            return spec.kind.blank if value is None else value

        return f"{self.names.of(annotated)}(row, reading)"

    def _reference(self, spec: Reference | Owned, prefix: str) -> Expression:
        if not spec.path:
            return carrier(self._members(spec.contract, prefix + GROUP, nested=True))
        key = self.columns.place(f"{prefix}{spec.path}_id")
        listed = f"{self.names.of(_listed)}({self.names.of(spec.contract)}, reading, row[{key}]"
        if isinstance(spec, Reference) and spec.fallback:
            return f"{listed}, row[{self.columns.place(f'{prefix}{spec.fallback}_id')}])"
        if spec.contract.listed:
            return f"{listed})"
        return related(key, self._members(spec.contract, f"{prefix}{spec.path}__", nested=True))

    def select(self, queryset: models.QuerySet[Any, Any], caller: Any) -> models.QuerySet[Any, Any]:
        """The queryset, giving this plan's columns as the caller may read them."""
        return selected(self.columns, queryset, self.contract, self.prefix, caller, nested=self.nested)

    def statement(
        self, caller: Caller, kind: Any, queryset: Callable[[Any], models.QuerySet[Any, Any]]
    ) -> Statement:
        """The compiled statement of one kind of queryset, for callers of this shape."""
        shape = (caller.shape(), kind)
        statement = self._statements.get(shape)
        if statement is None:
            stand_in = caller.stand_in()
            statement = self._statements[shape] = Statement(self.select(queryset(stand_in), stand_in))
        return statement

    def stamp(self, row: Row) -> Any:
        """When the row last changed, None when nothing tells."""
        return next((row[place] for place in self.stamp_places if row[place] is not None), None)

    def carriers(self, rows: Sequence[Row], caller: Caller, clock: Clock = PLAIN) -> list[Carrier]:
        """The carriers of rows that this plan selected, with their collections."""
        reading = Reading(caller, lists.remembered(), clock, limited=self.columns.are_fewer_than(rows))
        if self.collections and rows:
            keys = [row[self.key_place] for row in rows]
            for name, children in self.collections:
                reading.children[name] = children.of(keys, caller, clock)
        make = self.make
        return [make(row, reading) for row in rows]


class _Children:
    """How the rows of one collection are read."""

    def __init__(self, owner: Contract, spec: Collection, *, by_clock: bool) -> None:
        relation: Any = owner.model._meta.get_field(spec.path)
        if relation.many_to_many:
            self.model: Any = relation.remote_field.through
            self.parent = f"{relation.m2m_field_name()}_id"
            self.prefix = f"{relation.m2m_reverse_field_name()}__"
            self.child = f"{relation.m2m_reverse_field_name()}_id"
        else:
            self.model = relation.related_model
            self.parent = relation.field.attname
            self.prefix = ""
            self.child = "id"
        self.contract = spec.contract
        self.order = spec.order or (self.child,)
        self.only = spec.only
        self.by_clock = by_clock
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        if self._plan is None:
            plan = Plan(self.contract, None, nested=True, prefix=self.prefix, by_clock=self.by_clock)
            if self.contract.listed and self.prefix:
                plan = _ListedRows(self.contract, self.child)
            plan.columns.place(self.parent)
            plan.columns.plain = {self.parent, self.child}
            plan.first_annotation = len(plan.columns.paths)
            self._plan = plan
        return self._plan

    def of(self, parents: Sequence[int], caller: Caller, clock: Clock) -> dict[int, list[Carrier]]:
        """The carriers of all parents' children by parent, in one statement."""
        plan = self.plan
        rows = self._rows(plan, parents, caller)
        place = plan.columns.paths.index(self.parent)
        found: dict[int, list[Carrier]] = {}
        for row, child in zip(rows, plan.carriers(rows, caller, clock), strict=True):
            found.setdefault(row[place], []).append(child[self.only] if self.only else child)
        return found

    def _rows(self, plan: Plan, parents: Sequence[int], caller: Caller) -> list[Row]:
        if len(parents) > MANY:
            return list(plan.select(self._queryset(caller).filter(**{f"{self.parent}__in": parents}), caller))
        values: dict[Any, Any] = {PARENT: parents[0]} if len(parents) == 1 else dict(many(parents))
        among = {self.parent: PARENT} if len(parents) == 1 else {f"{self.parent}__in": list(values)}
        statement = plan.statement(caller, len(values), lambda who: self._queryset(who).filter(**among))
        return statement.rows({**values, **caller.marked()})

    def _queryset(self, caller: Any) -> models.QuerySet[Any, Any]:
        # The owner of the collection is visible already, which some models need not find out again.
        rows = within(self.model, caller)
        if self.prefix and is_closed(known := known_to(self.contract.model, caller)):
            rows = rows.filter(**{f"{self.prefix}in": known})
        return rows.order_by(*self.order)


class _ListedRows(Plan):
    """A collection of listed carriers: only the ids are selected, the carriers are remembered."""

    def __init__(self, contract: Contract, child: str) -> None:
        super().__init__(contract, {}, nested=True, prefix="")
        self.columns = Columns()
        self.collections = []
        self.child_place = self.columns.place(child)

    def carriers(self, rows: Sequence[Row], caller: Caller, clock: Clock = PLAIN) -> list[Carrier]:
        reading = Reading(caller, lists.remembered(), clock)
        found = (_listed(self.contract, reading, row[self.child_place]) for row in rows)
        return [known for known in found if known is not None]


def _collected(plan: Plan, name: str, row: Row, reading: Reading) -> list[Carrier]:
    return reading.children.get(name, {}).get(row[plan.key_place], [])


def _listed(
    contract: Contract, reading: Reading, key: int | None, fallback: int | None = None
) -> Carrier | None:
    key = fallback if key is None else key
    return None if key is None else listed_carrier(contract, key, reading)


def listed_carrier(contract: Contract, key: int, reading: Reading) -> Carrier | None:
    """The nested carrier of one row of a listed contract, remembered; None when there is no such row."""
    caller, memory, clock = reading.caller, reading.memory, reading.clock
    shared = contract.nested_rights == "none" and caller.is_internal
    place: tuple[Any, ...] = (contract.name, key, 0 if shared else caller.pk)
    if clock is not PLAIN and contract.tells_time:
        place = (*place, clock.key)
    known: Carrier | None = memory.get(place)
    if known is None:
        plan = plan_of(contract, None, nested=True, clock=clock)
        statement = plan.statement(
            caller, "listed", lambda _: contract.model._default_manager.filter(pk=PARENT)
        )
        rows = statement.rows({PARENT: key, **caller.marked()})
        known = plan.carriers(rows, caller, clock)[0] if rows else None
        if known is not None:
            known = memory[place] = Shared(known)
    return known


def plan_of(
    contract: Contract, selection: Selection | None, *, nested: bool = False, clock: Clock = PLAIN
) -> Plan:
    """The plan for a selection; the most recent ones are kept."""
    plans: OrderedDict[Any, Plan] = contract._reader.setdefault("plans", OrderedDict())
    known = selection and {name: below for name, below in selection.items() if name in contract.lower_names}
    by_clock = clock is not PLAIN and contract.tells_time
    key = (repr(known) if known is not None else None, nested, by_clock)
    plan = plans.get(key)
    if plan is None:
        plan = plans[key] = Plan(contract, known, nested=nested, by_clock=by_clock)
        while len(plans) > PLANS_KEPT:
            plans.popitem(last=False)
    return plan
