"""Compiled reading: a contract turns into a flat list of columns and a tree of closures, once.

Reading runs one statement for the rows with their to-one relations, and one per collection; it builds dicts directly,
without model instances. Rows of listed carriers are rendered once and remembered. `read_one` runs compiled SQL,
`read` any queryset; a test holds the two equal.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from crm.wire import lists
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
from crm.wire.kinds import Kind
from crm.wire.rights import Caller, rights_of
from crm.wire.select import Selection, narrowed
from crm.wire.sql import Row, Statement, mark

Carrier = dict[str, Any]
Make = Callable[[Row, "Reading"], Any]
PLANS_KEPT = 128
PARENT = mark(1)
_GROUP = "__of_this_row__"  # a step in a path that leads nowhere: the members of a grouped carrier


@dataclass(slots=True)
class Reading:
    """One act of reading: who asks, what is remembered, and the collections found so far by (name, parent id)."""

    caller: Caller
    memory: dict[Any, Any]
    children: dict[str, dict[int, list[Carrier]]] = field(default_factory=dict)


class _Columns:
    """The flat list of columns that a plan selects, each once."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.annotations: dict[str, Any] = {}

    def place(self, path: str) -> int:
        path = path.replace(_GROUP, "")
        if path not in self.paths:
            self.paths.append(path)
        return self.paths.index(path)


class Plan:
    """How one carrier is read, for one selection of its members."""

    def __init__(
        self, contract: Contract, selection: Selection | None, *, nested: bool = False, prefix: str = ""
    ):
        self.contract = contract
        self.selection = selection
        self.prefix = prefix
        self.columns = _Columns()
        self.collections: list[tuple[str, _Children]] = []
        self.nested = nested
        self.steps = self._steps(contract, prefix, nested=nested)
        self.key_place = self.columns.place(f"{prefix}{contract.model._meta.pk.attname}")
        # Annotations stand last in a row, whatever their place among the members.
        self.first_annotation = len(self.columns.paths)
        self._statements: dict[Any, Statement] = {}

    def _steps(self, contract: Contract, prefix: str, *, nested: bool) -> list[tuple[str, Make]]:
        return [
            (name, self._step(contract, name, spec, prefix, nested=nested))
            for name, spec in contract.specs.items()
        ]

    def _step(self, contract: Contract, name: str, spec: Spec, prefix: str, *, nested: bool) -> Make:
        if isinstance(spec, (TableRight, FieldProperties)):
            return _rights(contract, spec, nested=nested)
        if prefix == self.prefix and not self._selected(contract, name, spec):
            return _nothing
        below = (self.selection or {}).get(name.lower(), {}) if prefix == self.prefix else {}
        make = self._value(contract, name, spec, prefix)
        return _narrowing(make, below) if below else make

    def _selected(self, contract: Contract, name: str, spec: Spec) -> bool:
        is_key = isinstance(spec, Member) and spec.path in ("id", "pk")
        return self.selection is None or is_key or name.lower() in self.selection

    def _value(self, contract: Contract, name: str, spec: Spec, prefix: str) -> Make:
        if isinstance(spec, Member):
            return _column(self.columns.place(prefix + spec.path), contract.kind_of(spec))
        if isinstance(spec, Id):
            return _id(self.columns.place(f"{prefix}{spec.path}_id"), spec.none)
        if isinstance(spec, Constant):
            return lambda row, reading: spec.value
        if isinstance(spec, Computed):
            return _computed(spec, [self.columns.place(prefix + need) for need in spec.needs])
        if isinstance(spec, Annotated):
            return self._annotated(name, spec)
        if isinstance(spec, Collection):
            self.collections.append((name, _Children(contract, spec)))
            return partial(_collected, self, name)
        if isinstance(spec, (Reference, Owned)):
            return self._reference(spec, prefix)
        raise TypeError(spec)

    def _annotated(self, name: str, spec: Annotated) -> Make:
        alias = f"wire_{name.lower()}"
        self.columns.annotations[alias] = spec.expression()
        number = len(self.columns.annotations) - 1
        blank = spec.kind.blank

        def annotated(row: Row, reading: Reading) -> Any:
            value = row[self.first_annotation + number]
            return blank if value is None else value

        return annotated

    def _reference(self, spec: Reference | Owned, prefix: str) -> Make:
        if not spec.path:
            return partial(_grouped, self._steps(spec.contract, prefix + _GROUP, nested=True))
        key = self.columns.place(f"{prefix}{spec.path}_id")
        if isinstance(spec, Reference) and spec.fallback:
            return partial(_listed_or, spec.contract, key, self.columns.place(f"{prefix}{spec.fallback}_id"))
        if spec.contract.listed:
            return partial(_listed, spec.contract, key)
        steps = self._steps(spec.contract, f"{prefix}{spec.path}__", nested=True)
        return partial(_nested, steps, key)

    def select(self, queryset: models.QuerySet[Any, Any]) -> models.QuerySet[Any, Any]:
        """The queryset, giving this plan's columns."""
        if self.columns.annotations:
            queryset = queryset.annotate(**self.columns.annotations)
        return queryset.values_list(*self.columns.paths, *self.columns.annotations)

    def statement(self, shape: Any, queryset: Callable[[], models.QuerySet[Any, Any]]) -> Statement:
        """The compiled statement of one shape of queryset."""
        statement = self._statements.get(shape)
        if statement is None:
            statement = self._statements[shape] = Statement(self.select(queryset()))
        return statement

    def carriers(self, rows: Sequence[Row], caller: Caller) -> list[Carrier]:
        """The carriers of rows that this plan selected, with their collections."""
        reading = Reading(caller, lists.remembered())
        if self.collections and rows:
            keys = [row[self.key_place] for row in rows]
            for name, children in self.collections:
                reading.children[name] = children.of(keys, caller)
        return [{name: make(row, reading) for name, make in self.steps} for row in rows]


class _Children:
    """How the rows of one collection are read."""

    def __init__(self, owner: Contract, spec: Collection) -> None:
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
        self.order = spec.order or ("id",)
        self.only = spec.only
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        if self._plan is None:
            plan = Plan(self.contract, None, nested=True, prefix=self.prefix)
            if self.contract.listed and self.prefix:
                plan = _ListedRows(self.contract, self.child)
            plan.columns.place(self.parent)
            plan.first_annotation = len(plan.columns.paths)
            self._plan = plan
        return self._plan

    def of(self, parents: Sequence[int], caller: Caller) -> dict[int, list[Carrier]]:
        """The carriers of all parents' children by parent, in one statement."""
        plan = self.plan
        if len(parents) == 1:
            statement = plan.statement("of one", lambda: self._queryset().filter(**{self.parent: PARENT}))
            rows = statement.rows({PARENT: parents[0]})
        else:
            rows = list(plan.select(self._queryset().filter(**{f"{self.parent}__in": parents})))
        place = plan.columns.paths.index(self.parent)
        found: dict[int, list[Carrier]] = {}
        for row, carrier in zip(rows, plan.carriers(rows, caller), strict=True):
            found.setdefault(row[place], []).append(carrier[self.only] if self.only else carrier)
        return found

    def _queryset(self) -> models.QuerySet[Any, Any]:
        rows: models.QuerySet[Any, Any] = self.model._default_manager.order_by(*self.order)
        return rows


class _ListedRows(Plan):
    """A collection of listed carriers: only the ids are selected, the carriers are remembered."""

    def __init__(self, contract: Contract, child: str) -> None:
        super().__init__(contract, {}, nested=True, prefix="")
        self.columns = _Columns()
        self.collections = []
        self.child_place = self.columns.place(child)

    def carriers(self, rows: Sequence[Row], caller: Caller) -> list[Carrier]:
        reading = Reading(caller, lists.remembered())
        found = (_listed(self.contract, self.child_place, row, reading) for row in rows)
        return [carrier for carrier in found if carrier is not None]


def _nothing(row: Row, reading: Reading) -> None:
    return None


def _column(place: int, kind: Kind) -> Make:
    write = kind.write
    if write is not None:
        return lambda row, reading: write(row[place])
    blank = kind.blank
    if blank == "" or isinstance(blank, (dict, list)):
        return lambda row, reading: blank if row[place] is None else row[place]
    return lambda row, reading: row[place] if row[place] is not None else blank


def _id(place: int, none: int) -> Make:
    return lambda row, reading: none if row[place] is None else row[place]


def _computed(spec: Computed, places: list[int]) -> Make:
    make, write = spec.make, spec.kind.write
    if write is not None:
        return lambda row, reading: write(make(*[row[place] for place in places]))
    return lambda row, reading: make(*[row[place] for place in places])


def _collected(plan: Plan, name: str, row: Row, reading: Reading) -> list[Carrier]:
    return reading.children.get(name, {}).get(row[plan.key_place], [])


def _nested(steps: list[tuple[str, Make]], key: int, row: Row, reading: Reading) -> Carrier | None:
    if row[key] is None:
        return None
    return {name: make(row, reading) for name, make in steps}


def _grouped(steps: list[tuple[str, Make]], row: Row, reading: Reading) -> Carrier:
    return {name: make(row, reading) for name, make in steps}


def _narrowing(make: Make, selection: Selection) -> Make:
    return lambda row, reading: narrowed(make(row, reading), selection)


def _rights(contract: Contract, spec: TableRight | FieldProperties, *, nested: bool) -> Make:
    which = 0 if isinstance(spec, TableRight) else 1
    if nested and (contract.nested_rights == "none" or (which and contract.nested_rights == "table")):
        return (lambda row, reading: {}) if which else _nothing
    return lambda row, reading: rights_of(reading.caller, contract)[which]


def _listed(contract: Contract, place: int, row: Row, reading: Reading) -> Carrier | None:
    key = row[place]
    if key is None:
        return None
    return listed_carrier(contract, key, reading.caller, reading.memory)


def _listed_or(contract: Contract, place: int, fallback: int, row: Row, reading: Reading) -> Carrier | None:
    return _listed(contract, fallback if row[place] is None else place, row, reading)


def listed_carrier(contract: Contract, key: int, caller: Caller, memory: dict[Any, Any]) -> Carrier | None:
    """The nested carrier of one row of a listed contract, remembered; None when there is no such row."""
    place = (contract.name, key, 0 if contract.nested_rights == "none" else caller.pk)
    known: Carrier | None = memory.get(place)
    if known is None:
        plan = plan_of(contract, None, nested=True)
        statement = plan.statement("listed", lambda: contract.model._default_manager.filter(pk=PARENT))
        rows = statement.rows({PARENT: key})
        known = plan.carriers(rows, caller)[0] if rows else None
        if known is not None:
            memory[place] = known
    return known


def plan_of(contract: Contract, selection: Selection | None, *, nested: bool = False) -> Plan:
    """The plan for a selection; the most recent ones are kept."""
    plans: OrderedDict[Any, Plan] = contract._reader.setdefault("plans", OrderedDict())  # type: ignore[assignment]
    known = selection and {name: below for name, below in selection.items() if name in contract.lower_names}
    key = (repr(known) if known is not None else None, nested)
    plan = plans.get(key)
    if plan is None:
        plan = plans[key] = Plan(contract, known, nested=nested)
        while len(plans) > PLANS_KEPT:
            plans.popitem(last=False)
    return plan


def visible(contract: Contract, caller: Any) -> models.QuerySet[Any, Any]:
    """The rows of a contract that the caller may see."""
    manager = contract.model._default_manager
    visible_to = getattr(manager, "visible_to", None)
    return visible_to(caller) if visible_to else manager.all()


def read(
    contract: Contract,
    queryset: models.QuerySet[Any, Any],
    caller: Caller,
    selection: Selection | None = None,
) -> list[Carrier]:
    """The carriers of a queryset's rows, in its order."""
    plan = plan_of(contract, selection)
    return plan.carriers(list(plan.select(queryset)), caller)


def read_one(
    contract: Contract, key: int, caller: Caller, selection: Selection | None = None
) -> Carrier | None:
    """The carrier of one row that the caller may see, or None."""
    plan = plan_of(contract, selection)
    statement = plan.statement(caller.shape(), lambda: visible(contract, caller.stand_in()).filter(pk=PARENT))
    rows = statement.rows({PARENT: key, **caller.marked()})
    return plan.carriers(rows, caller)[0] if rows else None


def read_unsaved(contract: Contract, instance: models.Model, caller: Caller) -> Carrier:
    """The carrier of an instance that has no row yet: the blank entity of `/default`."""
    plan = plan_of(contract, None)
    row = tuple(_follow(instance, path) for path in plan.columns.paths)
    row += (None,) * len(plan.columns.annotations)
    reading = Reading(caller, lists.remembered())
    return {name: make(row, reading) for name, make in plan.steps}


def _follow(instance: Any, path: str) -> Any:
    for name in path.split("__"):
        if instance is None:
            return None
        try:
            instance = getattr(instance, name)
        except ObjectDoesNotExist:
            return None
    return instance


def known_ids(contract: Contract, keys: Iterable[int], caller: Caller) -> set[int]:
    """Which of these keys are rows that the caller may refer to."""
    wanted = sorted(set(keys))
    if contract.listed and caller.is_internal:
        memory = lists.remembered()
        return {key for key in wanted if listed_carrier(contract, key, caller, memory) is not None}
    if not wanted or len(wanted) > 16:
        return set(visible(contract, caller).filter(pk__in=wanted).values_list("pk", flat=True))
    size = 1 << (len(wanted) - 1).bit_length()  # few shapes: 1, 2, 4, 8 or 16 keys
    marks = [mark(10 + number) for number in range(size)]
    statements: dict[Any, Statement] = contract._reader.setdefault("known", {})
    shape = (caller.shape(), size)
    statement = statements.get(shape)
    if statement is None:
        rows = visible(contract, caller.stand_in()).filter(pk__in=marks).values_list("pk")
        statement = statements[shape] = Statement(rows)
    padded = wanted + [wanted[-1]] * (size - len(wanted))
    return {key for (key,) in statement.rows({**dict(zip(marks, padded, strict=True)), **caller.marked()})}
