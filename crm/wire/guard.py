"""What carriers tell of other rows: a column behind a relation comes out null where its row is not the caller's to read.

Which rows those are, the queryset method `known_to` says, or `visible_to` where a model has only that. The check is
part of the statement that reads the row, and is left out for callers to whom nothing of a model is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from crm.wire.contract import Contract, Owned
from crm.wire.rights import LIMITED, limited
from crm.wire.steps import Columns

Rows = models.QuerySet[Any, Any]
Behind = list[tuple[str, type[models.Model]]]


def known_to(model: type[models.Model], caller: Any) -> Rows:
    """The rows that the caller may read of in others that point to them."""
    return _which(model, caller, "known_to", "visible_to")


def within(model: type[models.Model], caller: Any) -> Rows:
    """The rows that the caller may see of what belongs to a row that they see."""
    return _which(model, caller, "visible_within", "visible_to")


def _which(model: type[models.Model], caller: Any, *names: str) -> Rows:
    manager = model._default_manager
    methods = (getattr(manager, name, None) for name in names)
    method = next((method for method in methods if method is not None), None)
    rows: Rows = method(caller) if method else manager.all()
    return rows


def is_closed(rows: Rows) -> bool:
    """Whether rows are left out at all."""
    return bool(rows.query.where)


def _allowed(model: type[models.Model], caller: Any) -> dict[str, Any]:
    """What a row says of each of `LIMITED`: whether the caller's role lets them; nothing for a role without limits."""
    rows = {verb: limited(verb, model, caller) for verb in LIMITED}
    if all(each is None for each in rows.values()):
        return {}
    return {
        f"may_{verb}": Value(value=True) if each is None else Exists(each.filter(pk=OuterRef("pk")))
        for verb, each in rows.items()
    }


def selected(
    columns: Columns,
    queryset: Rows,
    contract: Contract,
    prefix: str,
    caller: Any,
    *,
    nested: bool,
) -> Rows:
    """The queryset giving the columns of a plan, the closed ones as null; rows of its own end with what they allow."""
    queryset = queryset.annotate(**columns.annotations) if columns.annotations else queryset
    shape = caller.shape()
    if shape not in columns.closed:
        columns.closed[shape] = _closed(columns, contract, prefix, caller)
    names = {path: f"told_{number}" for number, path in enumerate(columns.closed[shape])}
    if names:
        told = {name: _told(contract, path, prefix, caller) for path, name in names.items()}
        queryset = queryset.annotate(**told)
    ending = {} if nested else _allowed(contract.model, caller)
    queryset = queryset.annotate(**ending) if ending else queryset
    told_paths = [names.get(path, path) for path in columns.paths]
    return queryset.values_list(*told_paths, *columns.annotations, *ending)


def _closed(columns: Columns, contract: Contract, prefix: str, caller: Any) -> Sequence[str]:
    """The columns that not every caller of this shape may read."""
    return [
        path
        for path in columns.paths
        if path not in columns.plain
        and (
            (path in contract.counts and is_closed(_counted(contract, path, caller)))
            or any(is_closed(known_to(model, caller)) for _at, model in _behind(contract, path, prefix))
        )
    ]


def _behind(contract: Contract, path: str, prefix: str) -> Behind:
    """The relations on the way to a column, with the models that they lead to."""
    if not path.startswith(prefix):
        return []
    owned = {spec.path for spec in contract.specs.values() if isinstance(spec, Owned)}
    model: Any = contract.model
    at, found = prefix, []
    for number, step in enumerate(path.removeprefix(prefix).split("__")):
        field = model._meta.get_field(step)
        if not field.is_relation:
            break
        model = field.related_model
        if number or field.name not in contract.open | owned:
            found.append((f"{at}{field.name}", model))
        at = f"{at}{field.name}__"
    return found


def _told(contract: Contract, path: str, prefix: str, caller: Any) -> Any:
    if path in contract.counts:
        relation: Any = contract.model._meta.get_field(contract.counts[path])
        rows = _counted(contract, path, caller).filter(**{relation.field.name: OuterRef("pk")})
        number = rows.order_by().values(relation.field.name).annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(number), 0)
    readable = Q()
    for at, model in _behind(contract, path, prefix):
        rows = known_to(model, caller)
        if is_closed(rows):
            readable &= Q(Exists(rows.filter(pk=OuterRef(f"{at}_id"))))
    return Case(When(readable, then=F(path)))


def _counted(contract: Contract, path: str, caller: Any) -> Rows:
    relation: Any = contract.model._meta.get_field(contract.counts[path])
    return within(relation.related_model, caller)
