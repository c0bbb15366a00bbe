"""A mark for everything documented, from what passing tests have shown and what the code says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from crm.wire.members import RIGHTS
from tests.fidelity.facts import Facts, accepted, offered
from tests.fidelity.inventory import Endpoint, Inventory, Method, carrier_in
from tests.fidelity.recording import Evidence

EXACT, APPROXIMATE, IGNORED, REFUSED = MARKS = ("exact", "approximate", "ignored", "refused")
KINDS = ("endpoint", "parameter", "method", "argument", "field", "enum", "header")


@dataclass(frozen=True)
class Row:
    """One documented name, how far it holds, why not further, and the tests that show it; `lacks` is what is missing."""

    kind: str
    name: str
    mark: str = ""
    why: str = ""
    tests: frozenset[str] = frozenset()
    lacks: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def test(self) -> str:
        """The first test that shows it."""
        return min(self.tests, default="")


class Marking:
    """All rows of one inventory."""

    def __init__(self, inventory: Inventory, evidence: Evidence, facts: Facts) -> None:
        self.inventory, self.evidence, self.facts = inventory, evidence, facts

    def rows(self) -> list[Row]:
        found = [*self._calls(), *self._fields(), *self._enums(), *self._headers()]
        return sorted(map(self._deviated, found), key=lambda row: (KINDS.index(row.kind), row.name))

    def stale_deviations(self, rows: Iterable[Row]) -> list[str]:
        """Declared deviations that name no row."""
        keys = [row.key for row in rows]
        return [name for name in self.facts.deviations if not any(fnmatchcase(key, name) for key in keys)]

    def _deviated(self, row: Row) -> Row:
        said = self._said(row.key)
        # What is said of all members of a carrier or an enum is said of those that no test sees otherwise.
        of_all = row.kind in ("enum", "field") and row.key not in self.facts.deviations
        if said is None or row.mark == REFUSED or (of_all and not row.lacks):
            return row
        found = self.facts.deviations[said]
        # What never goes well, or never comes at all, is shown by the test that names what is declared of it.
        tests = row.tests or self._shown(f"departs {said}")
        return Row(row.kind, row.name, found.mark, found.why, tests, "" if tests else row.lacks)

    def _said(self, key: str) -> str | None:
        """The declared deviation that a row falls under, as it is declared."""
        return next((name for name in self.facts.deviations if fnmatchcase(key, name)), None)

    def _shown(self, row: str) -> frozenset[str]:
        return frozenset(self.evidence.get(row, ()))

    def _calls(self) -> Iterator[Row]:
        for endpoint in self.inventory.endpoints:
            yield (row := self._call("endpoint", endpoint.name))
            yield from self._asked(row, "parameter", endpoint.query)
        for method in self.inventory.methods:
            yield (row := self._call("method", method.name))
            yield from self._asked(row, "argument", method.asked)

    def _call(self, kind: str, name: str) -> Row:
        served, refused = self._shown(f"served {name}"), self._shown(f"refused {name}")
        misfits = self._shown(f"misfit {name}")
        if misfits and self._said(f"{kind} {name}") is None:
            lacks = f"its answer in {min(misfits)} is not of the documented type"
            return Row(kind, name, tests=served | misfits, lacks=lacks)
        if served or misfits:
            return Row(kind, name, EXACT, tests=served or misfits)
        if refused:
            return Row(kind, name, REFUSED, "501", refused)
        return Row(kind, name, lacks="no test calls it")

    def _asked(self, row: Row, kind: str, names: Iterable[str]) -> Iterator[Row]:
        for each in names:
            name = f"{row.name} {each}"
            shown = self._shown(f"{kind} {name}")
            if row.mark == REFUSED:
                yield Row(kind, name, REFUSED, row.why, row.tests)
            elif shown:
                yield Row(kind, name, EXACT, tests=shown)
            else:
                yield Row(kind, name, lacks="no test sends it in a call that goes well")

    @cached_property
    def _served(self) -> list[Endpoint | Method]:
        every: list[Endpoint | Method] = [*self.inventory.endpoints, *self.inventory.methods]
        return [each for each in every if f"served {each.name}" in self.evidence]

    @cached_property
    def _written(self) -> set[tuple[str, str]]:
        bodies = {carrier_in(each.body) for each in self._served if each.body}
        asked = {
            told for each in self._served if isinstance(each, Method) for told in each.arguments.values()
        }
        return self.facts.written(bodies | asked)

    @cached_property
    def _holders(self) -> dict[str, list[tuple[str, str]]]:
        """The members that hold each carrier or enum."""
        found: dict[str, list[tuple[str, str]]] = {}
        for carrier, members in self.inventory.carriers.items():
            for member, told in members.items():
                inner = carrier_in(told).removeprefix("enum ")
                found.setdefault(inner, []).append((carrier, member))
        return found

    def _fields(self) -> Iterator[Row]:
        for carrier, members in self.inventory.carriers.items():
            for member in members:
                yield self._field(carrier, member)

    def _field(self, carrier: str, member: str) -> Row:
        name = f"{carrier}.{member}"
        read, valued = self._shown(f"read {name}"), self._shown(f"valued {name}")
        changed, sent = self._shown(f"changed {name}"), self._shown(f"sent {name}")
        constant = self.facts.constant(carrier, member)
        written = (carrier, member) in self._written
        if not read:
            return self._unread(carrier, name, sent)
        if constant is not None:
            taken = any(each == carrier for each, _ in self._written)
            return Row(
                "field", name, IGNORED if taken else APPROXIMATE, f"always {told(constant.value)}", read
            )
        if written and not changed:
            return Row("field", name, tests=read, lacks="no test sees a change of it come back")
        # Rows of lists and rows within others tell no rights: null and {}, as the original's answers have them.
        if not written and not valued and member not in RIGHTS:
            return Row("field", name, tests=read, lacks="no test sees it with a value")
        return Row("field", name, EXACT, tests=changed if written else valued or read)

    def _unread(self, carrier: str, name: str, sent: frozenset[str]) -> Row:
        """A member that no test has read: only sent, refused with its calls, or held by what is always empty."""
        every: list[Endpoint | Method] = [*self.inventory.endpoints, *self.inventory.methods]
        calls = [each for each in every if carrier in self._reached(each)]
        if sent and not any(carrier in self._answered(each) for each in self._served):
            return Row("field", name, EXACT, "sent only", sent)
        refused = [self._shown(f"refused {each.name}") for each in calls]
        if calls and all(refused):
            return Row("field", name, REFUSED, f"501 of {calls[0].name}", refused[0])
        constants = [
            pair for pair in self._holders.get(carrier, ()) if self.facts.constant(*pair) is not None
        ]
        if not calls and constants:
            holders = ", ".join(".".join(pair) for pair in constants)
            return Row("field", name, IGNORED, f"only in {holders}, always empty", self._read(constants))
        return Row("field", name, tests=self._around(carrier), lacks="no test reads it")

    def _around(self, carrier: str) -> frozenset[str]:
        """The tests that read what may hold a carrier."""
        pairs = [(name, member) for name, members in self.inventory.carriers.items() for member in members]
        holding = [
            (name, member)
            for name, member in pairs
            if carrier in self.inventory.within(self.inventory.carriers[name][member])
        ]
        every: list[Endpoint | Method] = [*self.inventory.endpoints, *self.inventory.methods]
        served = [each for each in every if carrier == carrier_in(each.answer)]
        return self._read(holding).union(*(self._shown(f"served {each.name}") for each in served))

    def _read(self, pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
        return frozenset().union(*(self._shown(f"read {carrier}.{member}") for carrier, member in pairs))

    def _answered(self, call: Endpoint | Method) -> set[str]:
        return self._filled(call.answer)

    def _reached(self, call: Endpoint | Method) -> set[str]:
        arguments = call.arguments.values() if isinstance(call, Method) else ()
        return self._filled(call.answer, call.body, *arguments)

    def _filled(self, *types: str) -> set[str]:
        """The carriers of some types, without those that are held by nothing but constants."""
        found: set[str] = set()
        waiting = list(types)
        while waiting:
            name = carrier_in(waiting.pop())
            if name in self.inventory.carriers and name not in found:
                found.add(name)
                members = self.inventory.carriers[name].items()
                waiting += [kind for member, kind in members if self.facts.constant(name, member) is None]
        return found

    def _enums(self) -> Iterator[Row]:
        for enum, member in self.inventory.enum_members():
            yield self._enum(enum, member)

    def _enum(self, enum: str, member: str) -> Row:
        name = f"{enum}.{member}"
        names = self.facts.enums.get(enum)
        answered, sent = self._shown(f"enum {name}"), self._shown(f"sent {name}")
        unknown = self._shown(f"unknown {name}")
        if names is None:
            return self._unused(enum, name, answered | sent)
        if member not in accepted(names):
            if unknown:
                return Row("enum", name, REFUSED, "400, with the names that are taken", unknown)
            return Row("enum", name, lacks="no test sees it refused")
        if member in offered(names) and not answered:
            around = self._read(self._holders[enum])
            return Row("enum", name, tests=around, lacks="no test sees it answered")
        if any(pair in self._written for pair in self._holders[enum]) and not sent:
            return Row("enum", name, tests=answered, lacks="no test sends it")
        return Row("enum", name, EXACT, tests=answered | sent)

    def _unused(self, enum: str, name: str, shown: frozenset[str]) -> Row:
        """A member of an enum that no contract has: that of a refused carrier, of a constant, or made by hand."""
        if shown:
            return Row("enum", name, EXACT, tests=shown)
        fields = [self._field(*pair) for pair in self._holders[enum]]
        for mark in (REFUSED, IGNORED, APPROXIMATE):
            found = [row for row in fields if row.mark == mark]
            if found and all(row.mark in (REFUSED, IGNORED, APPROXIMATE) for row in fields):
                return Row("enum", name, mark, f"as {found[0].name}", found[0].tests)
        around = self._read(self._holders[enum])
        return Row("enum", name, tests=around, lacks="no test sees it answered")

    def _headers(self) -> Iterator[Row]:
        for header in self.inventory.headers:
            name = f"{header.direction} {header.name}"
            shown = self._shown(name)
            yield Row(
                "header", name, EXACT if shown else "", tests=shown, lacks="" if shown else "no test has it"
            )


def told(value: object) -> str:
    """A constant as the wire has it."""
    words = {None: "null", True: "true", False: "false"}
    return words.get(value, repr(value)) if value is None or isinstance(value, bool) else repr(value)


def totals(rows: Iterable[Row]) -> Counter[tuple[str, str]]:
    """How many rows of each kind have each mark."""
    return Counter((row.kind, row.mark) for row in rows if not row.lacks)
