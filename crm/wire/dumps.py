"""How the values of a row travel to the database, decided once per field instead of at every row.

Django asks each field for every value. On PostgreSQL most values can go as they are, so only those of another type
than usual take Django's way.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import orjson
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int2, Int4, Int8

Dump = Callable[[models.Model], Any]

# The type of a parameter is that of its column, whatever the size of the number: one shape, one prepared statement.
_INTEGERS: dict[str, Callable[[int], int]] = {
    "SmallIntegerField": Int2,
    "PositiveSmallIntegerField": Int2,
    "IntegerField": Int4,
    "PositiveIntegerField": Int4,
    "AutoField": Int4,
    "BigIntegerField": Int8,
    "PositiveBigIntegerField": Int8,
    "BigAutoField": Int8,
}
_ONLY_JSON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_AS_THEY_ARE: dict[str, type] = {"CharField": str, "TextField": str, "BooleanField": bool}


def dump_of(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> Dump:
    """What gives a row's value of a field to the database."""

    def in_djangos_way(row: models.Model) -> Any:
        return field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)

    stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if connection.vendor != "postgresql" or stamped:
        return in_djangos_way
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    kind = target.get_internal_type()
    if kind in _INTEGERS:
        return _integer(field.attname, _INTEGERS[kind], in_djangos_way)
    if kind == "DateTimeField":
        return _moment(field.attname, in_djangos_way)
    if isinstance(field, models.JSONField):
        return _document(field, in_djangos_way)
    if kind in _AS_THEY_ARE:
        return _plain(field.attname, _AS_THEY_ARE[kind], in_djangos_way)
    return in_djangos_way


def _integer(name: str, wrap: Callable[[int], int], otherwise: Dump) -> Dump:
    def dump(row: models.Model) -> Any:
        value = getattr(row, name)
        if value is None:
            return None
        return wrap(value) if type(value) is int else otherwise(row)

    return dump


def _moment(name: str, otherwise: Dump) -> Dump:
    def dump(row: models.Model) -> Any:
        value = getattr(row, name)
        if value is None or (type(value) is datetime.datetime and value.tzinfo is not None):
            return value
        return otherwise(row)

    return dump


def _plain(name: str, usual: type, otherwise: Dump) -> Dump:
    def dump(row: models.Model) -> Any:
        value = getattr(row, name)
        return value if value is None or type(value) is usual else otherwise(row)

    return dump


def _document(field: models.JSONField[Any, Any], otherwise: Dump) -> Dump:
    name, encoder = field.attname, field.encoder

    def written(value: Any) -> bytes | str:
        try:
            return orjson.dumps(value, option=_ONLY_JSON)
        except TypeError:  # what only the field's encoder knows, such as dates
            return json.dumps(value, cls=encoder)

    def dump(row: models.Model) -> Any:
        value = getattr(row, name)
        return Jsonb(value, dumps=written) if type(value) in (dict, list) else otherwise(row)

    return dump
