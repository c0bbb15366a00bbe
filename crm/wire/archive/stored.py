"""Values that are kept together in one JSON column, compared and sorted by their type.

The name of a value is ours (a letter and a number), so it stands in the text of a statement, by which can be grouped.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import (
    BooleanField,
    DateTimeField,
    F,
    Field,
    FloatField,
    Func,
    IntegerField,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

_PLACE = re.compile(r"[a-z][0-9]{1,9}")
_TYPES: dict[str, tuple[str, str]] = {
    "i": ("integer", "CAST(%s AS integer)"),
    "b": ("integer", "CAST(%s AS integer)"),
    "f": ("double precision", "CAST(%s AS real)"),
    "t": ("text", "%s"),
    "d": ("timestamp with time zone", "%s"),
    "m": ("timestamp with time zone", "%s"),
}
_FIELDS: dict[str, Field[Any, Any]] = {
    "i": IntegerField(),
    "b": BooleanField(),
    "f": FloatField(),
    "t": TextField(),
    "d": DateTimeField(),
    "m": DateTimeField(),
}


class StoredValue(Func):
    """One value of a JSON column by its name, whose letter says its type.

    Without one it is NULL, or the number that is there `initially`; a truth is never NULL.
    """

    def __init__(self, column: Any, place: str, initially: float | None = None, **extra: Any) -> None:
        if not _PLACE.fullmatch(place):
            raise ValueError(f"{place!r} is no name of a stored value")
        self.place, self.initially = place, initially
        super().__init__(column, output_field=_FIELDS[place[0]], **extra)

    def _told(self, value: str) -> str:
        if self.initially is not None:
            value = f"COALESCE({value}, {self._number()})"
        return f"({value} = 1)" if self.place[0] == "b" else value

    def _number(self) -> str:
        """The number as it stands in a statement."""
        number = self.initially or 0
        return repr(float(number)) if self.place[0] == "f" else str(int(number))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Whatever is stored under a letter is of its type."""
        template = self._told(f"((%(expressions)s ->> '{self.place}')::{_TYPES[self.place[0]][0]})")
        return super().as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = self._told(
            _TYPES[self.place[0]][1].replace("%s", f"json_extract(%(expressions)s, '$.{self.place}')")
        )
        return super().as_sql(compiler, connection, template=template, **context)


def stored_value(path: Any, place: str, initial: Any) -> Any:
    """The expression of a value, or of what a row has that was never given one."""
    column = path if hasattr(path, "resolve_expression") else F(path)
    if place[0] != "t":
        return StoredValue(column, place, initial)
    value = StoredValue(column, place)
    return Coalesce(value, Value(initial, output_field=TextField())) if initial else value
