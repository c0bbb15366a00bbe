"""Restrictions that an agent takes as objects, turned into the tree that `$filter` makes.

Each object is one condition; `InterParenthesis` opens (above 0) or closes (below 0) so many parentheses around it, and
`InterOperator` joins it to the next. Inactive ones are skipped. Source: the carrier of the official client.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm.wire.archive.grammar import MAX_CONDITIONS, MAX_DEPTH, Condition, Junction, Tree, decoded
from crm.wire.errors import BadMember

OPEN, CLOSE = "(", ")"
Sign = Condition | Junction | str


def tree_of(given: Any, path: str) -> Tree | None:
    """The tree of an array of restrictions, None of an empty one. Raises BadMember with the path of the one at fault."""
    signs = _signs(given, path)
    if not signs:
        return None
    tree, rest = _any(signs, path)
    if rest:
        raise BadMember(path, "A parenthesis is closed that was never opened.")
    return tree


def _signs(given: Any, path: str) -> list[Sign]:
    """Conditions, parentheses and the words between them, in their order."""
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MAX_CONDITIONS:
        raise BadMember(path, f"An array of at most {MAX_CONDITIONS} restrictions is expected here.")
    signs: list[Sign] = []
    joins = "and"
    for number, element in enumerate(given):
        place = f"{path}[{number}]"
        members = _members(element, place)
        if members.get("isactive") is False:
            continue
        if signs:
            signs.append(joins)
        around = _whole(members.get("interparenthesis") or 0, place)
        signs += [OPEN] * around + [_condition(members, place)] + [CLOSE] * -around
        joins = "or" if str(members.get("interoperator") or "And").lower() == "or" else "and"
    return signs


def _members(element: Any, path: str) -> dict[str, Any]:
    if not isinstance(element, Mapping):
        raise BadMember(path, "A restriction is expected here.")
    return {str(name).lower(): value for name, value in element.items()}


def _whole(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_DEPTH:
        raise BadMember(f"{path}.InterParenthesis", f"A number up to {MAX_DEPTH} is expected here.")
    return value


def _condition(members: Mapping[str, Any], path: str) -> Condition | Junction:
    """One restriction; with sub-restrictions, all of them must hold too."""
    name, operator = members.get("name"), members.get("operator")
    if not isinstance(name, str) or not isinstance(operator, str):
        raise BadMember(path, "A restriction needs a Name and an Operator.")
    values = members.get("values") or []
    if not isinstance(values, list) or not all(
        isinstance(value, (str, int, float)) or value is None for value in values
    ):
        raise BadMember(f"{path}.Values", "An array of texts is expected here.")
    own = Condition(
        name, operator, tuple(decoded(value) if isinstance(value, str) else value for value in values)
    )
    below = tree_of(members.get("subrestrictions"), f"{path}.SubRestrictions")
    return own if below is None else Junction(every=True, parts=(own, below))


def _any(signs: Sequence[Sign], path: str) -> tuple[Tree, Sequence[Sign]]:
    first, rest = _all(signs, path)
    parts = [first]
    while rest and rest[0] == "or":
        part, rest = _all(rest[1:], path)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Junction(every=False, parts=tuple(parts))), rest


def _all(signs: Sequence[Sign], path: str) -> tuple[Tree, Sequence[Sign]]:
    first, rest = _one(signs, path)
    parts = [first]
    while rest and rest[0] == "and":
        part, rest = _one(rest[1:], path)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Junction(every=True, parts=tuple(parts))), rest


def _one(signs: Sequence[Sign], path: str) -> tuple[Tree, Sequence[Sign]]:
    sign = signs[0]
    if sign != OPEN:
        if isinstance(sign, str):
            raise BadMember(path, "A parenthesis is closed that was never opened.")
        return sign, signs[1:]
    tree, rest = _any(signs[1:], path)
    if not rest or rest[0] != CLOSE:
        raise BadMember(path, "A parenthesis is opened and never closed.")
    return tree, rest[1:]
