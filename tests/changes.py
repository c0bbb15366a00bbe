"""For each member of a carrier a value that it does not have yet, as a client would send it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from crm.wire.contract import Collection, Contract, Id, Owned, Reference, Writable
from crm.wire.dates import instant_from_text
from crm.wire.values import EnumNames, FlagNames
from tests.carriers import names_of
from tests.world import NOON

_SPANS = ("00:45:00", "01:10:00")


def _another_date(old: str) -> str:
    return (max(instant_from_text(old) or NOON, NOON) + datetime.timedelta(days=1)).isoformat()


_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "int32": lambda old: old + 1,
    "double": lambda old: old + 0.5,
    "bool": lambda old: not old,
    "timespan": lambda old: _SPANS[old == _SPANS[0]],
    "dict": lambda old: {"SuperOffice:1": "[I:7]", "x_Ny": str(len(old))},
    "date-time": _another_date,
}


def _another_name(names: EnumNames | FlagNames, old: str) -> str:
    known = names.bits if isinstance(names, FlagNames) else names.by_value
    return next(name for value, name in sorted(known.items()) if value > 0 and name != old)


def _another_row(contract: Contract, old: int = 0) -> int:
    rows = contract.model._default_manager.exclude(pk=old).order_by("-pk")
    found: int | None = rows.values_list("pk", flat=True).first()
    assert found is not None, f"there is only one {contract.name}"
    return found


def _another_value(member: Writable, old: Any) -> Any:
    names = names_of(member.kind)
    if names is not None:
        return _another_name(names, old)
    if member.kind.name == "string":
        return f"New {member.name} {len(old)}"[: member.limit or None]
    return _PLAIN[member.kind.name](old)


def _another_reference(member: Writable, old: Any) -> dict[str, int]:
    key = member.spec.contract.key_name
    return {key: _another_row(member.spec.contract, (old or {}).get(key, 0))}


def _another_owned(member: Writable, old: Any) -> dict[str, Any]:
    inner = member.spec.contract.writable.values()
    return {each.name: another(each, (old or {}).get(each.name, each.kind.blank)) for each in inner}


_BY_SPEC: Mapping[type, Callable[[Writable, Any], Any]] = {
    Id: lambda member, old: _another_row(member.spec.contract(), old),
    Reference: _another_reference,
    Owned: _another_owned,
    Collection: lambda member, old: [
        {member.spec.contract.key_name: _another_row(member.spec.contract, element)}
        for element in [element[member.spec.contract.key_name] for element in old][:1] or [0]
    ],
}


def another(member: Writable, old: Any) -> Any:
    """A value that is not the old one."""
    return _BY_SPEC.get(type(member.spec), _another_value)(member, old)


def comes_back(sent: Any, answered: Any) -> bool:
    """Whether what was answered is what was sent: dates as instants, of carriers what was sent of them."""
    if isinstance(sent, dict) and isinstance(answered, dict):
        return all(comes_back(value, answered.get(name)) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(answered, list):
        return len(sent) == len(answered) and all(map(comes_back, sent, answered))
    if isinstance(sent, str) and isinstance(answered, str) and "T" in answered[10:11]:
        return instant_from_text(sent) == instant_from_text(answered)
    return bool(sent == answered)


def members_sent(contract: Contract, name: str, sent: Any) -> Iterator[str]:
    """Which members a change writes, `TicketEntity.Title`: the one that was sent, and those within it that are bound."""
    yield f"{contract.name}.{name}"
    spec = contract.specs[name]
    if not isinstance(spec, (Owned, Collection)) or getattr(spec, "takes", "rows") != "rows":
        return
    inner = spec.contract
    for carrier in sent if isinstance(sent, list) else [sent]:
        for key in carrier if isinstance(carrier, dict) else ():
            written = inner.writable.get(key.lower())
            if written:
                yield from members_sent(inner, written.name, carrier[key])
