"""Orders that end with the key, and tokens that continue a page where the last one ended.

A page that begins behind a row costs what the first page costs, wherever it lies.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual
from rest_framework.exceptions import ParseError

from crm.wire.archive.closed import Guard
from crm.wire.archive.columns import Archive
from crm.wire.archive.convert import Asking
from crm.wire.archive.options import Order
from crm.wire.archive.resolve import Slots, column_of, kind_of

STRANGE = "$skiptoken is none that was given out for this $orderBy."


@dataclass(frozen=True)
class Step:
    """One part of an order; nothing comes before everything."""

    name: str
    expression: Any
    descending: bool
    nullable: bool
    version: Hashable = None

    def order(self) -> OrderBy:
        if not self.nullable:
            return OrderBy(self.expression, descending=self.descending)
        nulls: dict[str, Any] = {"nulls_last": True} if self.descending else {"nulls_first": True}
        return OrderBy(self.expression, descending=self.descending, **nulls)

    def beyond(self, value: Any, *, or_at: bool = False) -> Q:
        """Whatever comes behind a value in this order, or at it."""
        if value is None:
            return (
                Q()
                if or_at and not self.descending
                else Q(IsNull(self.expression, or_at and self.descending))
            )
        if not self.descending:
            return Q((GreaterThanOrEqual if or_at else GreaterThan)(self.expression, value))
        behind = Q((LessThanOrEqual if or_at else LessThan)(self.expression, value))
        return behind | Q(IsNull(self.expression, True)) if self.nullable else behind

    def at(self, value: Any) -> Q:
        return Q(IsNull(self.expression, True)) if value is None else Q(Exact(self.expression, value))


class Sorting:
    """The order of a question: what was asked for, or the archive's own, then the key."""

    def __init__(self, archive: Archive, asked: Sequence[Order], asking: Asking) -> None:
        self.steps: list[Step] = []
        for order in asked or own_order(archive):
            if not asked:
                self._add(archive, order.column, F(order.column), descending=order.descending)
                continue
            place = column_of(archive, order.column, asking, "$orderBy")
            if place.column.sorts is not None:
                expression = place.column.sorts(place.prefix)
                version = place.column.version
                self._add(
                    archive, place.name.lower(), expression, descending=order.descending, version=version
                )
        if not any(_is_key(archive, step) for step in self.steps):
            last = self.steps[-1].descending if self.steps else False
            self._add(archive, "pk", F("pk"), descending=last)

    def _add(
        self, archive: Archive, name: str, expression: Any, *, descending: bool, version: Hashable = None
    ) -> None:
        path = getattr(expression, "name", "")
        model: Any = archive.model
        nullable = not path or _nullable(model, path)
        self.steps.append(Step(name, expression, descending, nullable, version))

    def guarded(self, guard: Guard) -> None:
        """Has what is closed sort as nothing. Done when a statement is compiled, since no key depends on it."""
        for number, step in enumerate(self.steps):
            over = guard.over(step.expression)
            if over is not step.expression:
                self.steps[number] = replace(step, expression=over, nullable=True)

    @property
    def key(self) -> Hashable:
        return tuple((step.name, step.descending, step.version) for step in self.steps)

    def annotations(self) -> dict[str, Any]:
        """What a page selects besides, to be able to continue behind its last row."""
        return {f"order_{number}": step.expression for number, step in enumerate(self.steps)}

    def behind(self, values: Sequence[Any], slots: Slots) -> Q:
        """The rows behind the one with these values; the first part alone bounds what an index has to read."""
        held = [slots.take(value) for value in values]
        behind = Q(pk__in=[])
        so_far = Q()
        for step, value in zip(self.steps, held, strict=True):
            behind |= so_far & step.beyond(value)
            so_far &= step.at(value)
        return self.steps[0].beyond(held[0], or_at=True) & behind

    def fill(self, values: Sequence[Any], slots: Slots) -> None:
        for value in values:
            slots.keep(value)

    def token(self, values: Sequence[Any]) -> str:
        """What the next page begins behind, for the address."""
        told = [{"when": value.isoformat()} if isinstance(value, datetime) else value for value in values]
        raw = orjson.dumps([[step.name + ("-" if step.descending else "+") for step in self.steps], told])
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def values_in(self, token: str) -> list[Any]:
        """The values of a token. Raises ParseError when it was made for another order, or by somebody else."""
        try:
            raw = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            names, told = raw
            values = [datetime.fromisoformat(one["when"]) if isinstance(one, dict) else one for one in told]
            kinds = [kind_of(value) for value in values]
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise ParseError(STRANGE) from None
        wanted = [step.name + ("-" if step.descending else "+") for step in self.steps]
        fits = all(_storable(value) for value in values)
        if names != wanted or len(kinds) != len(wanted) or not fits:
            raise ParseError(STRANGE)
        return values


def _storable(value: Any) -> bool:
    if isinstance(value, int):
        return -(2**31) <= value < 2_147_400_000
    return not isinstance(value, str) or "\x00" not in value


def own_order(archive: Archive) -> list[Order]:
    """The order of an archive when nobody asks for one."""
    return [Order(name.removeprefix("-"), name.startswith("-")) for name in archive.order]


def _is_key(archive: Archive, step: Step) -> bool:
    name = getattr(step.expression, "name", "")
    return name in ("pk", archive.model._meta.pk.name)


@lru_cache(maxsize=1024)
def _nullable(model: Any, path: str) -> bool:
    """Whether a path can be NULL: its column, or a relation on the way."""
    if path == "pk":
        return False
    nullable = False
    for name in path.split("__"):
        field = model._meta.get_field(name.removesuffix("_id") if name not in _columns(model) else name)
        nullable = nullable or bool(getattr(field, "null", True))
        model = field.related_model or model
    return nullable


def _columns(model: Any) -> set[str]:
    return {field.name for field in model._meta.get_fields()}
