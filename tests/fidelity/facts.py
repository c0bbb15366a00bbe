"""What the code says of itself: which members are constant, which are written, and where it departs."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import crm
from crm.wire.contract import Collection, Constant, Contract, Owned
from crm.wire.deviations import Deviation
from crm.wire.values import EnumNames, FlagNames
from tests.carriers import CALLED_THERE, contracts, names_of


class Facts:
    """The contracts by the documented names of their carriers, and the declared deviations."""

    def __init__(self, known: Iterable[Contract] | None = None) -> None:
        self.by_name: dict[str, list[Contract]] = {}
        for contract in contracts() if known is None else known:
            name = CALLED_THERE.get(contract.name, contract.name)
            self.by_name.setdefault(name, []).append(contract)

    def constant(self, carrier: str, member: str) -> Any | None:
        """The `Constant` that stands for a member, None when it is stored or made."""
        found = [each.specs[member] for each in self.by_name.get(carrier, ()) if member in each.specs]
        constants = [spec for spec in found if isinstance(spec, Constant)]
        return constants[0] if found and len(found) == len(constants) else None

    def written(self, bodies: Iterable[str]) -> set[tuple[str, str]]:
        """The members that clients write when they send these carriers, with those of the rows within."""
        found: set[tuple[str, str]] = set()
        waiting = [(name, each) for name in bodies for each in self.by_name.get(name, ())]
        seen: set[int] = set()
        while waiting:
            name, contract = waiting.pop()
            if id(contract) in seen:
                continue
            seen.add(id(contract))
            for member in contract.writable.values():
                found.add((name, member.name))
                spec = contract.specs[member.name]
                if isinstance(spec, Owned) or (isinstance(spec, Collection) and spec.takes == "rows"):
                    waiting.append((spec.contract.name, spec.contract))
        return found

    @cached_property
    def enums(self) -> dict[str, EnumNames | FlagNames]:
        """The names of every enum that a contract has, by what it is called."""
        found: dict[str, EnumNames | FlagNames] = {}
        for contract in [each for same in self.by_name.values() for each in same]:
            for spec in contract.specs.values():
                kind = getattr(spec, "kind", None)
                names = names_of(kind) if kind else None
                if names is not None and not isinstance(spec, Constant):
                    found[names.called] = names
        return found

    @cached_property
    def deviations(self) -> dict[str, Deviation]:
        """Every declared deviation, by the row or rows that it names."""
        found: dict[str, Deviation] = {}
        for module in pkgutil.walk_packages(crm.__path__, "crm."):
            if ".migrations" not in module.name:
                found.update(getattr(importlib.import_module(module.name), "DEVIATIONS", {}))
        return found


def offered(names: EnumNames | FlagNames) -> set[str]:
    """The members that can be answered."""
    if isinstance(names, EnumNames):
        return set(names.by_value.values())
    return {names.zero, *names.bits.values(), *names.whole.values()}


def accepted(names: EnumNames | FlagNames) -> set[str]:
    """The members that can be sent."""
    return set(names.accepted.values()) if isinstance(names, EnumNames) else offered(names)
