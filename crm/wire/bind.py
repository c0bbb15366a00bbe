"""Bodies become values: keys in any case, dictionaries verbatim, only ids of nested carriers, filler left out.

`bind` gives what an action takes: values by model attribute (`owner_id`, `title`), ids for collections of ids, and
dicts of attributes for collections of rows. What is unknown or the server's business is ignored; what cannot be read
or does not exist is refused with the JSON path of the member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import Collection, Computed, Contract, Id, Member, Owned, Reference, Writable
from crm.wire.dialect import RAW, Dialect
from crm.wire.errors import BadMember
from crm.wire.forms import check_form
from crm.wire.kinds import INTEGER
from crm.wire.read import known_ids
from crm.wire.rights import Caller
from crm.wire.stored import Stored

Values = dict[str, Any]
MAX_ELEMENTS = 1000


@dataclass(slots=True)
class _Wanted:
    """A row that a body refers to, and what becomes of it when it does not exist."""

    path: str
    key: int
    drop: Callable[[], None] | None = None


@dataclass(slots=True)
class _Binding:
    """One act of binding: the clock that dates are read by, and the rows referred to so far, by contract."""

    clock: Clock = PLAIN
    wanted: dict[str, tuple[Contract, list[_Wanted]]] = field(default_factory=dict)
    stored: Stored | None = None

    def want(self, contract: Contract, wanted: _Wanted) -> None:
        self.wanted.setdefault(contract.name, (contract, []))[1].append(wanted)


def bind(
    contract: Contract,
    body: Any,
    caller: Caller,
    *,
    replacing: bool = False,
    path: str = "$",
    row: models.Model | None = None,
    dialect: Dialect = RAW,
) -> Values:
    """The values of a carrier, the whole body unless it stands at another `path`.

    With `replacing`, members that are left out take their blanks, as PUT asks. `row` is the stored row that is
    written: what it refers to may be sent back, and what is hidden of that stays. Raises BadMember with the path of the first member at fault.
    """
    if not isinstance(body, dict):
        raise BadMember(path, f"One {contract.name} is expected here.")
    check_form(body, contract.specs)
    binding = _Binding(dialect.clock, stored=None if row is None else Stored(contract, row, caller))
    values = _members(contract, body, path, binding)
    _check(binding, caller)
    for pruned in [value for value in values.values() if isinstance(value, _Rows)]:
        pruned.prune()
    bound = {name: value.kept if isinstance(value, _Rows) else value for name, value in values.items()}
    values = {**contract.blanks, **bound} if replacing else bound
    return binding.stored.keep(values) if binding.stored else values


def key_in(contract: Contract, body: Any, path: str = "$") -> int:
    """The key that a carrier names, 0 when it names none."""
    return key_of_carrier(contract, body, path) if isinstance(body, dict) else 0


class _Rows:
    """The elements of a collection; those whose rows do not exist are left out at the end."""

    def __init__(self) -> None:
        self.elements: list[tuple[Any, list[bool]]] = []
        self.kept: list[Any] = []

    def prune(self) -> None:
        seen: set[Any] = set()
        for element, missing in self.elements:
            if missing or (isinstance(element, int) and element in seen):
                continue
            if isinstance(element, int):
                seen.add(element)
            self.kept.append(element)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a member stands in the body, and where its value goes."""

    path: str
    values: Values
    binding: _Binding

    def at(self, path: str) -> _Place:
        return _Place(path, self.values, self.binding)


def _members(contract: Contract, body: dict[str, Any], path: str, binding: _Binding) -> Values:
    values: Values = {}
    writable = contract.writable
    for given_name, given in body.items():
        member = writable.get(given_name.lower())
        if member is not None:
            _BINDERS[type(member.spec)](member, given, _Place(f"{path}.{member.name}", values, binding))
    return values


def _bind_column(member: Writable, given: Any, place: _Place) -> None:
    value = _value(member, given, place)
    if member.limit and isinstance(value, str) and len(value) > member.limit:
        raise BadMember(place.path, f"The text is {len(value)} characters long; {member.limit} fit.")
    if member.span and isinstance(value, int) and not member.span[0] <= value <= member.span[1]:
        raise BadMember(place.path, f"{value} lies outside {member.span[0]} to {member.span[1]}.")
    if member.unset is not None and value == member.unset:
        value = None
    if value is not None or member.null:
        place.values[member.spec.path] = value


def _value(member: Writable, given: Any, place: _Place) -> Any:
    """What was sent, dates read by the clock of the request."""
    kind, clock = member.kind, place.binding.clock
    if kind.hear is None or clock is PLAIN:
        return _read(kind.read, given, place.path)
    return _read(partial(kind.hear, clock), given, place.path)


def _bind_computed(member: Writable, given: Any, place: _Place) -> None:
    value = _value(member, given, place)
    if value is not None:
        place.values[member.spec.writes] = value


def _bind_id(member: Writable, given: Any, place: _Place) -> None:
    _refer(member.spec.contract(), member.spec.path, _read(INTEGER.read, given, place.path), place)


def _bind_reference(member: Writable, given: Any, place: _Place) -> None:
    spec = member.spec
    if isinstance(given, dict):
        key = key_of_carrier(spec.contract, given, place.path)
        place = place.at(f"{place.path}.{spec.contract.key_name}")
    else:
        key = _read(INTEGER.read, given, place.path)
    if key in spec.instructions:
        place.values[f"{spec.path}_id"] = key
    else:
        _refer(spec.contract, spec.path, key, place)


def _refer(contract: Contract, attribute: str, key: int, place: _Place) -> None:
    place.values[f"{attribute}_id"] = key if key > 0 else None
    if key > 0:
        place.binding.want(contract, _Wanted(place.path, key))


def _bind_owned(member: Writable, given: Any, place: _Place) -> None:
    spec = member.spec
    if given not in (None, "") and not isinstance(given, dict):
        raise BadMember(place.path, f"One {spec.contract.name} is expected here.")
    members = _members(spec.contract, given, place.path, place.binding) if given else None
    if spec.path:
        place.values[spec.path] = members
    else:
        place.values.update(members or {})


def _bind_collection(member: Writable, given: Any, place: _Place) -> None:
    place.values[member.spec.path] = _collection(member.spec, given, place.path, place.binding)


_BINDERS: dict[type, Callable[[Writable, Any, _Place], None]] = {
    Member: _bind_column,
    Computed: _bind_computed,
    Id: _bind_id,
    Reference: _bind_reference,
    Owned: _bind_owned,
    Collection: _bind_collection,
}


def key_of_carrier(contract: Contract, given: dict[str, Any], path: str) -> int:
    """The id inside a nested carrier; 0 when there is none, as in `{}`."""
    wanted = contract.key_name.lower()
    for name, value in given.items():
        if name.lower() == wanted:
            return int(_read(INTEGER.read, value, f"{path}.{contract.key_name}"))
    return 0


def _collection(spec: Collection, given: Any, path: str, binding: _Binding) -> _Rows:
    rows = _Rows()
    for number, element in enumerate(_elements(spec, given, path)):
        place = f"{path}[{number}]"
        missing: list[bool] = []
        if spec.takes == "ids":
            bound: Any = _element_key(spec, element, place)
            if bound <= 0:
                continue
            binding.want(spec.contract, _Wanted(place, bound, drop=_dropping(missing)))
        elif isinstance(element, dict):
            inner = _Binding(binding.clock)
            bound = _members(spec.contract, element, place, inner)
            for contract, wanted in inner.wanted.values():
                for reference in wanted:
                    binding.want(contract, _Wanted(reference.path, reference.key, drop=_dropping(missing)))
        else:
            raise BadMember(place, "An object is expected here.")
        rows.elements.append((bound, missing))
    return rows


def _elements(spec: Collection, given: Any, path: str) -> list[Any]:
    if given is None:
        return []
    if isinstance(given, dict) and given.keys() == {spec.contract.name}:
        # An array of one element, in XML that nobody could know to be an array.
        return list(given.values())
    if not isinstance(given, list):
        raise BadMember(path, "An array is expected here.")
    if len(given) > MAX_ELEMENTS:
        raise BadMember(path, f"More than {MAX_ELEMENTS} elements.")
    return given


def _element_key(spec: Collection, element: Any, path: str) -> int:
    if isinstance(element, dict):
        return key_of_carrier(spec.contract, element, path)
    return int(_read(INTEGER.read, element, path))


def _dropping(missing: list[bool]) -> Callable[[], None]:
    return lambda: missing.append(True)


def _check(binding: _Binding, caller: Caller) -> None:
    for contract, wanted in binding.wanted.values():
        keys = {reference.key for reference in wanted}
        known = known_ids(contract, keys, caller)
        if binding.stored and keys - known:
            known |= binding.stored.refers_to(contract)
        for reference in wanted:
            if reference.key in known:
                continue
            if reference.drop is None:
                raise BadMember(
                    reference.path, f"There is no {contract.name} {reference.key} that you may see."
                )
            reference.drop()


def refusal(contract: Contract, error: ValidationError, path: str = "$") -> BadMember:
    """What an action refused, told by the path of the member whose value it was."""
    if not hasattr(error, "error_dict"):
        return BadMember(path, " ".join(error.messages))
    attribute, texts = next(iter(error.message_dict.items()))
    name = named(contract, attribute)
    return BadMember(f"{path}.{name}" if name else path, " ".join(texts))


def named(contract: Contract, attribute: str) -> str:
    """The member behind an attribute, and what stands within it: `custom_fields.x_a` is `CustomFields.x_a`."""
    head, dot, key = attribute.partition(".")
    name = contract.attributes.get(head, "")
    return f"{name}{dot}{key}" if name else ""


@contextmanager
def refusing(contract: Contract, path: str = "$") -> Iterator[None]:
    """Tells an action's refusal of a value by the path of its member."""
    try:
        yield
    except ValidationError as error:
        raise refusal(contract, error, path) from error


def _read(read: Callable[[Any], Any], given: Any, path: str) -> Any:
    try:
        return read(given)
    except ValueError as error:
        raise BadMember(path, str(error)) from None
