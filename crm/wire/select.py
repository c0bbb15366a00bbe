"""`$select` on one carrier: which members stay, in any case, with `/` for a member of a member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Selection = dict[str, Any]  # lower-case name -> the selection below it; empty means all of it
MAX_NAMES = 200


def parse_select(text: str | None) -> Selection | None:
    """The selection, or None for everything. Unknown names are skipped by whoever reads it."""
    if text is None or not text.strip():
        return None
    selection: Selection = {}
    for name in text.split(",")[:MAX_NAMES]:
        inner = selection
        for part in name.strip(" ?").lower().split("/")[:4]:
            if part:
                inner = inner.setdefault(part, {})
    return selection


def narrowed(carrier: Any, selection: Selection) -> Any:
    """A nested carrier with every member nulled that was not asked for."""
    if not selection or carrier is None:
        return carrier
    if isinstance(carrier, list):
        return [narrowed(element, selection) for element in carrier]
    if not isinstance(carrier, Mapping):
        return carrier
    return {
        name: narrowed(value, selection[name.lower()]) if name.lower() in selection else None
        for name, value in carrier.items()
    }
