"""Reading carriers: the only way out of the database for the API.

Reading runs one statement for the rows with their to-one relations, and one per collection; it builds dicts directly,
without model instances. Rows of listed carriers are rendered once and remembered. `read_one` runs compiled SQL,
`read` any queryset; a test holds the two equal.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from crm.wire import lists
from crm.wire.contract import Contract
from crm.wire.dialect import RAW, Dialect
from crm.wire.errors import BadMember
from crm.wire.plan import PARENT, listed_carrier, plan_of
from crm.wire.rights import Caller
from crm.wire.select import Selection
from crm.wire.sql import MANY, Statement, many
from crm.wire.steps import Carrier, Reading


def visible(contract: Contract, caller: Any) -> models.QuerySet[Any, Any]:
    """The rows of a contract that the caller may see."""
    manager = contract.model._default_manager
    visible_to = getattr(manager, "visible_to", None)
    return visible_to(caller) if visible_to else manager.all()


def _written(contract: Contract, _caller: Any) -> models.QuerySet[Any, Any]:
    return contract.model._default_manager.all()


def read(
    contract: Contract,
    queryset: models.QuerySet[Any, Any],
    caller: Caller,
    selection: Selection | None = None,
    dialect: Dialect = RAW,
) -> list[Carrier]:
    """The carriers of a queryset's rows, in its order."""
    plan = plan_of(contract, selection, clock=dialect.clock)
    return dialect.spoken(plan.carriers(list(plan.select(queryset, caller)), caller, dialect.clock))


def read_one(
    contract: Contract,
    key: int,
    caller: Caller,
    selection: Selection | None = None,
    dialect: Dialect = RAW,
    *,
    written: bool = False,
) -> Carrier | None:
    """The carrier of one row that the caller may see, or None."""
    found = read_stamped(contract, key, caller, selection, dialect, written=written)
    return found[0] if found else None


def read_stamped(
    contract: Contract,
    key: int,
    caller: Caller,
    selection: Selection | None = None,
    dialect: Dialect = RAW,
    *,
    written: bool = False,
) -> tuple[Carrier, datetime.datetime | None] | None:
    """The carrier of one row that the caller may see and when the row last changed, or None.

    `written` says that the caller wrote it in this request: then it is answered even when it is hidden from now on.
    """
    plan = plan_of(contract, selection, clock=dialect.clock)
    rows_for = partial(_written if written else visible, contract)
    statement = plan.statement(caller, written, lambda who: rows_for(who).filter(pk=PARENT).order_by())
    rows = statement.rows({PARENT: key, **caller.marked()})
    if not rows:
        return None
    return dialect.spoken(plan.carriers(rows, caller, dialect.clock)[0]), plan.stamp(rows[0])


def read_unsaved(
    contract: Contract, instance: models.Model, caller: Caller, dialect: Dialect = RAW
) -> Carrier:
    """The carrier of an instance that has no row yet: the blank entity of `/default`."""
    plan = plan_of(contract, None, clock=dialect.clock)
    row = tuple(_follow(instance, path) for path in plan.columns.paths)
    row += (None,) * len(plan.columns.annotations)
    carrier: Carrier = plan.make(row, Reading(caller, lists.remembered(), dialect.clock))
    return dialect.spoken(carrier)


def _follow(instance: Any, path: str) -> Any:
    for name in path.split("__"):
        if instance is None:
            return None
        try:
            instance = getattr(instance, name)
        except ObjectDoesNotExist:
            return None
    return instance


def rows_of(
    contract: Contract, keys: Sequence[int], caller: Caller, path: str = "$", *, every: bool = False
) -> list[Any]:
    """The rows of these keys that the caller may see, in this order; what is not there is left out.

    With `every`, raises BadMember for the first one that is not there.
    """
    found = visible(contract, caller).in_bulk(list(keys))
    for key in keys if every else ():
        if key not in found:
            raise BadMember(path, f"There is no {contract.name} {key} that you may see.")
    return [found[key] for key in keys if key in found]


def known_ids(contract: Contract, keys: Iterable[int], caller: Caller) -> set[int]:
    """Which of these keys are rows that the caller may refer to."""
    wanted = sorted(set(keys))
    if contract.listed and caller.is_internal:
        reading = Reading(caller, lists.remembered())
        return {key for key in wanted if listed_carrier(contract, key, reading) is not None}
    if not wanted or len(wanted) > MANY:
        return set(visible(contract, caller).filter(pk__in=wanted).values_list("pk", flat=True))
    values = many(wanted)
    statements: dict[Any, Statement] = contract._reader.setdefault("known", {})
    shape = (caller.shape(), len(values))
    statement = statements.get(shape)
    if statement is None:
        rows = visible(contract, caller.stand_in()).filter(pk__in=list(values))
        statement = statements[shape] = Statement(rows.order_by().values_list("pk"))
    return {key for (key,) in statement.rows({**values, **caller.marked()})}
