"""What a row that is about to be written refers to already: it may be sent back, and what is hidden is not lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from crm.wire.contract import Collection, Contract, Id, Reference
from crm.wire.guard import is_closed, known_to


@dataclass(frozen=True)
class Stored:
    """A stored row, as the caller knows it."""

    contract: Contract
    row: models.Model
    caller: Any

    def refers_to(self, contract: Contract) -> set[int]:
        """The rows of a contract that the row refers to, whether or not the caller may see them."""
        found: set[int] = set()
        for spec in self._writable():
            if isinstance(spec, Collection):
                found |= self._in_collection(spec, contract)
            elif _contract_of(spec) is contract:
                found.add(getattr(self.row, f"{spec.path}_id") or 0)
        return found

    def _in_collection(self, spec: Collection, contract: Contract) -> set[int]:
        if spec.takes == "ids":
            paths = ["pk"] if spec.contract is contract else []
        else:
            inner = (each for each in spec.contract.specs.values() if isinstance(each, (Id, Reference)))
            paths = [f"{each.path}_id" for each in inner if _contract_of(each) is contract]
        return {key or 0 for path in paths for key in self._rows(spec).values_list(path, flat=True)}

    def _rows(self, spec: Collection) -> Any:
        return getattr(self.row, spec.path).all()

    def keep(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values without those that would empty what the caller cannot see, with what hidden elements there are."""
        kept = dict(values)
        for spec in self._writable():
            if isinstance(spec, Collection):
                if spec.takes == "ids" and spec.path in kept:
                    kept[spec.path] = [*kept[spec.path], *self._hidden_elements(spec)]
            elif f"{spec.path}_id" in kept and kept[f"{spec.path}_id"] is None and self._is_hidden(spec):
                del kept[f"{spec.path}_id"]
        return kept

    def _is_hidden(self, spec: Id | Reference) -> bool:
        key = getattr(self.row, f"{spec.path}_id")
        if key is None or spec.path in self.contract.open:
            return False
        relation: Any = self.contract.model._meta.get_field(spec.path)
        known = known_to(relation.related_model, self.caller)
        return is_closed(known) and not known.filter(pk=key).exists()

    def _hidden_elements(self, spec: Collection) -> list[int]:
        known = known_to(spec.contract.model, self.caller)
        if not is_closed(known):
            return []
        return list(self._rows(spec).exclude(pk__in=known.values("pk")).values_list("pk", flat=True))

    def _writable(self) -> list[Any]:
        kinds = (Id, Reference, Collection)
        return [member.spec for member in self.contract.writable.values() if isinstance(member.spec, kinds)]


def _contract_of(spec: Id | Reference) -> Contract | None:
    if isinstance(spec, Reference):
        return spec.contract
    return spec.contract() if spec.contract is not None else None
