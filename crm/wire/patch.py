"""Partial changes: RFC 6902 and RFC 7396, told apart by the shape of the body and never by its type.

An array holds operations (add, replace, remove, test); an object is a merge patch and becomes operations. They are
applied to the rendered carrier, in order and all or nothing; what comes out is a body with the members that were
touched, for the binder and the action that PUT uses. Written by hand, since paths are read in any case here.

Three rules are not those of the RFCs, but documented: an object given to an array is added at its end; a dictionary
(`CustomFields`) takes the keys that are given and keeps the others; `test` compares loosely ("10" is 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crm.wire.alike import alike
from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import Contract, Member, Spec
from crm.wire.errors import BadMember, Conflict
from crm.wire.pointers import LONGEST, Draft, Place, Shape, Sort, name_in, parts_of, path_of, sort_of
from crm.wire.steps import Carrier

MAX_OPERATIONS = 1000
OPERATIONS = ("add", "replace", "remove", "test")
SHOWN = 200  # characters of a path in a refusal


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a patch. `path` is how it is told in refusals."""

    op: str
    path: str
    parts: tuple[str, ...]
    value: Any = None


def patched(contract: Contract, carrier: Carrier, body: Any, clock: Clock = PLAIN) -> Carrier:
    """The members of the carrier that a patch touches, with their new values; `clock` told the carrier's dates.

    Raises BadMember that names the path for what cannot be applied, Conflict for a `test` that fails.
    """
    draft = Draft(contract, carrier)
    for operation in _operations(contract, body):
        if operation.op == "test":
            _test(draft, operation, clock)
        else:
            _APPLY[operation.op](draft, operation)
    return {
        name: _left(contract.specs[name], carrier[name], value) for name, value in draft.changes().items()
    }


def _left(spec: Spec, before: Any, after: Any) -> Any:
    """A member as it was left: where a key that is gone would say nothing, it says that it is empty."""
    told = spec.told if isinstance(spec, Member) else None
    return told.emptied(before, after) if told and isinstance(after, dict) else after


def _operations(contract: Contract, body: Any) -> list[Operation]:
    if isinstance(body, dict):
        return list(_merging(Sort(Shape.VALUE, contract), body, ()))
    if not isinstance(body, list):
        raise BadMember("$", "A patch is expected here: an array of operations, or an object to merge.")
    if len(body) > MAX_OPERATIONS:
        raise BadMember("$", f"More than {MAX_OPERATIONS} operations.")
    return [_operation(given, f"$[{number}]") for number, given in enumerate(body)]


def _operation(given: Any, at: str) -> Operation:
    if not isinstance(given, dict):
        raise BadMember(at, "An operation with op, path and value is expected here.")
    members = {name.lower(): value for name, value in given.items()}
    op, path = members.get("op"), members.get("path")
    if not isinstance(op, str) or not isinstance(path, str):
        raise BadMember(at, "An operation has an op and a path, and both are texts.")
    if op.lower() not in OPERATIONS:
        words = f"{op[:SHOWN]!r} is not supported: add, replace, remove and test are, move and copy are not."
        raise BadMember(f"{at}.op", words)
    if "value" not in members and op.lower() != "remove":
        raise BadMember(at, f"The operation {op} needs a value.")
    parts = parts_of(path)
    if len(parts) > LONGEST:
        raise BadMember(f"{at}.path", f"The path has more than {LONGEST} parts.")
    return Operation(op.lower(), path[:SHOWN], parts, members.get("value"))


def _merging(sort: Sort, given: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Operation]:
    """The operations that a merge patch stands for."""
    for name, value in given.items():
        parts = (*above, name)
        below = _sort_below(sort, name)
        if value is None and sort.shape is Shape.DICTIONARY:
            yield _merge("drop", parts)
        elif isinstance(value, dict) and below.shape is Shape.ARRAY:
            yield _merge("add", (*parts, "-"), value)
        elif isinstance(value, dict) and (below.contract or below.shape is Shape.DICTIONARY):
            if sort.shape is Shape.DICTIONARY:
                yield _merge("open", parts)
            yield from _merging(below, value, parts)
        else:
            yield _merge("replace", parts, value)


def _merge(op: str, parts: tuple[str, ...], value: Any = None) -> Operation:
    return Operation(op, path_of(parts)[:SHOWN], parts, value)


def _sort_below(sort: Sort, name: str) -> Sort:
    if sort.contract is None:
        return Sort(sort.shape)
    known = sort.contract.lower_names.get(name.lower())
    return sort_of(sort.contract, sort.contract.specs[known]) if known else Sort(Shape.VALUE)


def _put(draft: Draft, operation: Operation) -> None:
    """`add` and `replace`, which differ in arrays only."""
    place = draft.place(operation.path, operation.parts, to_write=True)
    if place.sort.shape is Shape.OURS:
        return
    value, there = operation.value, place.value
    if isinstance(place.holder, list):
        _put_element(place, operation)
    elif place.is_dictionary and isinstance(value, dict) and isinstance(there, dict):
        for name, each in value.items():
            there[name_in(there, name) or name] = each
    elif place.sort.is_marked and value and isinstance(value, (list, dict)):
        place.holder[place.key] = _marked(there or [], value if isinstance(value, list) else [value])
    elif place.sort.shape is Shape.ARRAY and isinstance(value, dict):
        place.holder[place.key] = [*(there or ()), value]
    else:
        place.holder[place.key] = value


def _marked(there: list[Any], given: list[Any]) -> list[Any]:
    """Choices with the marks of those that are given, found by their ids; the others keep theirs.

    Source: the documented way to set interests, an `add` of the ones that change.
    """
    marks: dict[str, Any] = {}
    unknown: list[Any] = []
    for element in given:
        members = (
            {str(name).lower(): value for name, value in element.items()} if isinstance(element, dict) else {}
        )
        if "id" in members:
            marks[str(members["id"])] = (element, members.get("selected"))
        else:
            unknown.append(element)
    kept = [
        {**each, "Selected": marks.pop(str(each["Id"]))[1]} if str(each["Id"]) in marks else each
        for each in there
    ]
    return [*kept, *(element for element, _ in marks.values()), *unknown]


def _put_element(place: Place, operation: Operation) -> None:
    array, index = place.holder, place.key
    if operation.op == "add" and index <= len(array):
        array.insert(index, operation.value)
    elif operation.op == "replace" and index < len(array):
        array[index] = operation.value
    else:
        raise BadMember(operation.path, f"The array has {len(array)} elements.")


def _remove(draft: Draft, operation: Operation) -> None:
    """A member of a carrier becomes null; an element or a key of a dictionary goes."""
    place = draft.place(operation.path, operation.parts, to_write=True)
    if place.sort.shape is Shape.OURS:
        return
    if not place.exists:
        raise BadMember(operation.path, "There is nothing to remove.")
    if place.held_by.contract is not None and not isinstance(place.holder, list):
        place.holder[place.key] = None
    else:
        del place.holder[place.key]


def _drop(draft: Draft, operation: Operation) -> None:
    """Removes a key of a dictionary if it is there, as null in a merge patch asks."""
    place = draft.place(operation.path, operation.parts, to_write=True)
    if place.exists:
        del place.holder[place.key]


def _open(draft: Draft, operation: Operation) -> None:
    """Makes an object of what is none, as an object in a merge patch asks."""
    place = draft.place(operation.path, operation.parts, to_write=True)
    if not isinstance(place.value, dict):
        place.holder[place.key] = {}


def _test(draft: Draft, operation: Operation, clock: Clock) -> None:
    place = draft.place(operation.path, operation.parts, to_write=False)
    if not alike(place.sort, operation.value, place.value, clock):
        raise Conflict(f"{operation.path}: The value is another than the one that the patch tests for.")


_APPLY: dict[str, Callable[[Draft, Operation], None]] = {
    "add": _put,
    "replace": _put,
    "remove": _remove,
    "drop": _drop,
    "open": _open,
}
