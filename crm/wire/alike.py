"""Whether two values mean the same: "10" is 10, "active" is "Active", an unset date is null, an id is its carrier."""

from __future__ import annotations

from typing import Any

from crm.wire import kinds
from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import Contract
from crm.wire.kinds import Kind
from crm.wire.pointers import Shape, Sort, name_in, sort_of

_UNREADABLE = object()


def alike(sort: Sort, given: Any, there: Any, clock: Clock = PLAIN) -> bool:
    """Whether what a client gives means what stands there, dates being read by the clock.

    Of a carrier only the members that are given count; of a relation its id alone may be given.
    """
    if given == there and type(given) is type(there):
        return True
    if sort.shape is Shape.ARRAY:
        return _same_elements(sort, given or [], there or [], clock)
    if sort.contract is not None:
        return _same_carrier(sort.contract, given, there, clock)
    if sort.kind is not None and sort.shape is Shape.VALUE:
        return _same_value(sort.kind, given, there, clock)
    return _same_data(given, there)


def _same_elements(sort: Sort, given: Any, there: Any, clock: Clock) -> bool:
    if not (isinstance(given, list) and isinstance(there, list) and len(given) == len(there)):
        return False
    element = Sort(Shape.VALUE, sort.contract)
    return all(alike(element, one, other, clock) for one, other in zip(given, there, strict=True))


def _same_carrier(contract: Contract, given: Any, there: Any, clock: Clock) -> bool:
    if not isinstance(given, dict):
        given = {_key_name(contract): given}
    if not given:
        return not there
    there = there if isinstance(there, dict) else {}
    for name, value in given.items():
        known = contract.lower_names.get(name.lower())
        if known is None:
            return False
        if not alike(
            sort_of(contract, contract.specs[known]),
            value,
            there.get(name_in(there, known) or known),
            clock,
        ):
            return False
    return True


def _key_name(contract: Contract) -> str:
    try:
        return contract.key_name
    except LookupError:
        return ""  # a carrier without an id: nothing but an object is like it


def _same_value(kind: Kind, given: Any, there: Any, clock: Clock = PLAIN) -> bool:
    if kind is kinds.TIME_OF_DAY:  # its reader sees no date in a time of day
        return _same_data(given, there)
    mine = _read(kind, given, clock)
    return mine is not _UNREADABLE and bool(mine == _read(kind, there, clock))


def _read(kind: Kind, value: Any, clock: Clock) -> Any:
    try:
        return kind.hear(clock, value) if kind.hear else kind.read(value)
    except ValueError:
        return _UNREADABLE


def _same_data(given: Any, there: Any) -> bool:
    """Data that no contract tells of: numbers may be texts, and what is empty is null."""
    if isinstance(given, dict) and isinstance(there, dict):
        return all(
            _same_data(value, there.get(name_in(there, name) or name)) for name, value in given.items()
        )
    if isinstance(given, list) and isinstance(there, list):
        return len(given) == len(there) and all(map(_same_data, given, there))
    if given in (None, "", [], {}):
        return there in (None, "", [], {})
    if isinstance(given, bool) or isinstance(there, bool):
        return _same_value(kinds.BOOLEAN, given, there)
    if isinstance(given, (int, float)) or isinstance(there, (int, float)):
        return _same_value(kinds.DOUBLE, given, there)
    return bool(given == there)
