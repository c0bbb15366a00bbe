"""What archives do not tell: a value that lies behind a row which is closed to the caller counts as nothing there.

The same expression is shown, filtered by, sorted by and added up, so none of these tells one from the other. Callers
to whom nothing of a model is closed get the plain column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from crm.wire.archive.columns import Archive, Place
from crm.wire.guard import is_closed, known_to

Rows = models.QuerySet[Any, Any]


class Guard:
    """Which columns of an archive are closed to a caller, who may be a stand-in for those of a shape."""

    def __init__(self, archive: Archive, caller: Any) -> None:
        self.archive, self.caller = archive, caller
        self._known: dict[type[models.Model], Rows] = {}

    def over(self, expression: Any) -> Any:
        """The expression, null where something that it reads is closed."""
        readable = self._readable(_names_in(expression))
        return Case(When(readable, then=expression)) if readable else expression

    def among(self, place: Place, condition: Q) -> Q:
        """A condition on values of a row that stand in tables of their own; a closed row fulfils none."""
        condition &= self._readable([f"{place.prefix}pk"])
        if place.column.type != "content" or place.prefix:
            return condition
        rows: Any = self.archive.model._default_manager
        listed_to = getattr(rows, "listed_to", None)
        if listed_to is None or _text(listed_to(self.caller)) == _text(rows.visible_to(self.caller)):
            return condition
        return condition & Q(pk__in=rows.visible_to(self.caller).values("pk"))

    def told(self, rows: Rows, paths: Sequence[str]) -> tuple[Rows, list[str]]:
        """The rows with what can be shown of these paths, and under which names."""
        closed = {path: over for path in paths if not isinstance(over := self.over(F(path)), F)}
        names = {path: f"told_{number}" for number, path in enumerate(closed)}
        rows = rows.annotate(**{names[path]: over for path, over in closed.items()}) if closed else rows
        return rows, [names.get(path, path) for path in paths]

    def _readable(self, paths: Sequence[str] | Iterator[str]) -> Q:
        readable, seen = Q(), set()
        for path in paths:
            for at, model in self._behind(path):
                if at in seen:
                    continue
                seen.add(at)
                if model not in self._known:
                    self._known[model] = known_to(model, self.caller)
                if is_closed(self._known[model]):
                    readable &= Q(Exists(self._known[model].filter(pk=OuterRef(f"{at}_id"))))
        return readable

    def _behind(self, path: str) -> Iterator[tuple[str, type[models.Model]]]:
        """The relations on the way to a column, with the models that they lead to."""
        model: Any = self.archive.model
        at = ""
        for number, step in enumerate(path.split("__")):
            try:
                field = model._meta.get_field(step)
            except FieldDoesNotExist:  # the key, or the comparison at the end of a condition
                return
            if not field.is_relation:
                return
            model = field.related_model
            at = f"{at}__{field.name}" if at else field.name
            if number or field.name not in self.archive.open:
                yield at, model


def _names_in(expression: Any) -> Iterator[str]:
    """The paths that an expression reads."""
    if isinstance(expression, F):
        yield str(getattr(expression, "name"))  # noqa: B009  # not in the stubs
    elif isinstance(expression, Q):
        for child in expression.children:
            if isinstance(child, tuple):
                yield child[0]
                yield from _names_in(child[1])
            else:
                yield from _names_in(child)
    elif hasattr(expression, "get_source_expressions"):
        for source in expression.get_source_expressions():
            yield from _names_in(source)


def _text(rows: Rows) -> str:
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""
