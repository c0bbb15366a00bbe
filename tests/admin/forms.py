"""Filling in forms as a browser does."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

NOT_COMPARED = {"id", "created_at", "last_changed", "updated_at"}


def inline(prefix: str, rows: list[dict[str, Any]] | None = None, initial: int = 0) -> dict[str, Any]:
    """The management form of an inline, and its rows."""
    rows = rows or []
    fields = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for place, row in enumerate(rows):
        fields |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return fields


def shown(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back of a form that nobody touched."""
    form = client.get(url).context["adminform"].form
    values: dict[str, Any] = {}
    for name in form.fields:
        bound = form[name]
        value = bound.value()
        if hasattr(bound.field.widget, "widgets"):
            parts = bound.field.widget.decompress(value)
            values |= {f"{name}_{place}": part for place, part in enumerate(parts) if part is not None}
        elif value not in (None, "") and value is not False:
            values[name] = value
    return values


def stored(row: Any) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields if field.attname not in NOT_COMPARED]
    many = {
        field.name: sorted(getattr(row, field.name).values_list("pk", flat=True))
        for field in row._meta.many_to_many
    }
    return {name: getattr(row, name) for name in names} | many


def sentences(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]
