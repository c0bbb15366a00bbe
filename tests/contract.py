"""The contract kit: what every entity of the API must pass, inherited by one test class per entity.

A subclass names the contract, the addresses and the actions, makes rows, and gives values for the few members whose
new value must make sense. Everything else follows from the contract and the documented carriers.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import time_machine
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from crm.directory.models import Associate
from crm.wire import lists
from crm.wire.bind import bind
from crm.wire.clock import Clock
from crm.wire.contract import Collection, Constant, Contract
from crm.wire.dialect import Dialect
from crm.wire.markup import from_xml, to_xml
from crm.wire.read import read, read_one, read_unsaved, visible
from crm.wire.zones import zone_of
from tests.callers import Api
from tests.carriers import CARRIERS, documented, misfits
from tests.changes import another, comes_back, members_sent
from tests.fidelity.recording import Shown
from tests.world import HOUR, NOON, World, again

Carrier = dict[str, Any]
LATER = NOON + HOUR
DOTNET = {
    "int32": ("System.Int32", 4),
    "double": ("System.Double", 8),
    "bool": ("System.Boolean", 2),
    "date-time": ("System.DateTime", 16),
    "timespan": ("System.TimeSpan", 8),
    "string": ("System.String", None),
    "array of string": ("System.String[]", 0),
    "dict of string": ("SuperOffice.Util.StringDictionary", 0),
}


def told_type(told: str) -> tuple[str, int | None]:
    """FieldType and FieldLength of a documented type; a text's length is its column's."""
    if told in DOTNET:
        return DOTNET[told]
    if told.startswith("enum "):
        return f"SuperOffice.Data.{told.removeprefix('enum ')}", 4
    if told.startswith("array of "):
        return f"SuperOffice.CRM.Services.{told.removeprefix('array of ')}[]", 0
    assert told in CARRIERS
    return f"SuperOffice.CRM.Services.{told}", 0


def collections_of(contract: Contract) -> int:
    """How many collections a row has, with those of its elements; listed carriers are remembered."""
    found = [spec for spec in contract.specs.values() if isinstance(spec, Collection)]
    return len(found) + sum(collections_of(spec.contract) for spec in found if not spec.contract.listed)


def undone(call: Callable[[], Any]) -> Any:
    """What a call answers at noon; what it wrote is rolled back."""
    with transaction.atomic(), time_machine.travel(NOON, tick=False):
        answer = call()
        transaction.set_rollback(True)
    return answer


def keyless(answer: Any, *names: str) -> Any:
    """An answer without what tells two equal rows apart, and without links."""
    if isinstance(answer, list):
        return [keyless(element, *names) for element in answer]
    if not isinstance(answer, dict):
        return answer
    left_out = {*names, "LinkId", "ProjectmemberId", "RecurrenceId", "_Links"}
    return {name: keyless(value, *names) for name, value in answer.items() if name not in left_out}


def without(carrier: Carrier, *names: str) -> Carrier:
    return {name: value for name, value in carrier.items() if name not in names}


class EntityContract:
    """Inherit as `Test...` and fill in."""

    contract: ClassVar[Contract]
    resource: ClassVar[str]
    agent: ClassVar[str]
    # New values for members that the generator cannot invent, made from the world.
    samples: ClassVar[Mapping[str, Any]] = {}
    # Members that the server changes together with others, and which with which.
    stamps: ClassVar[frozenset[str]] = frozenset()
    follow: ClassVar[Mapping[str, frozenset[str]]] = {}
    has_links_on_save: ClassVar[bool] = True

    def new(self, by: Associate) -> models.Model:
        """The unsaved entity with its defaults."""
        raise NotImplementedError  # said by the subclass

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> models.Model:
        """The action that creates or changes."""
        raise NotImplementedError  # said by the subclass

    def plant(self, world: World, number: int) -> list[Any]:
        """So many rows, each with something in every collection."""
        raise NotImplementedError  # said by the subclass

    def body(self, world: World) -> Carrier:
        """What a client sends to create one."""
        raise NotImplementedError  # said by the subclass

    def sample(self, world: World, name: str) -> Any:
        made = self.samples[name]
        return made(world) if callable(made) else made

    def one(self, row: models.Model, caller: Associate) -> Carrier:
        carrier = read_one(self.contract, row.pk, caller)
        assert carrier is not None
        return carrier

    def test_a_blank_one_has_every_documented_member_in_its_type(self, world: World) -> None:
        carrier = read_unsaved(self.contract, self.new(world.ada), world.ada)
        assert list(carrier) == list(documented(self.contract))
        assert list(misfits(carrier, self.contract.name)) == []
        assert carrier[self.contract.key_name] == 0

    def test_a_full_one_has_every_documented_member_in_its_type(self, world: World) -> None:
        carrier = self.one(self.plant(world, 1)[0], world.ada)
        assert list(misfits(carrier, self.contract.name)) == []
        assert self.empty_arrays(carrier) == []

    def empty_arrays(self, carrier: Carrier) -> list[str]:
        """Those that could hold something: what is not stored here is always empty."""
        stored = {name for name, spec in self.contract.specs.items() if not isinstance(spec, Constant)}
        return [name for name, value in carrier.items() if value == [] and name in stored]

    def test_a_change_of_each_member_comes_back_and_leaves_the_others_alone(
        self, world: World, shown: Shown
    ) -> None:
        (row,) = self.plant(world, 1)
        lost, moved = {}, {}
        before = self.one(row, world.tove)
        for number, member in enumerate(self.contract.writable.values()):
            name = member.name
            sent = self.sample(world, name) if name in self.samples else another(member, before[name])
            with time_machine.travel(LATER + number * HOUR, tick=False):
                self.save(again(row), bind(self.contract, {name: sent}, world.tove), world.tove)
            after = self.one(row, world.tove)
            if not comes_back(sent, after[name]) or after[name] == before[name]:
                lost[name] = sent, after[name]
            known = {name} | self.stamps | self.follow.get(name, frozenset())
            moved[name] = {other for other in after if after[other] != before[other]} - known
            before = after
            for written in members_sent(self.contract, name, sent):
                shown(f"changed {written}")
        assert lost == {}
        assert {name: others for name, others in moved.items() if others} == {}

    def test_members_that_are_the_servers_business_are_ignored(self, world: World) -> None:
        carrier = self.one(self.plant(world, 1)[0], world.ada)
        sent = {name: value for name, value in carrier.items() if name.lower() not in self.contract.writable}
        assert self.contract.key_name in sent
        assert bind(self.contract, sent | {"Unknown": {"a": [1]}, "_Links": {}}, world.ada) == {}

    def test_what_was_answered_can_be_sent_back_and_changes_nothing(self, world: World) -> None:
        (row,) = self.plant(world, 1)
        before = self.one(row, world.tove)
        self.save(again(row), bind(self.contract, before, world.tove, replacing=True), world.tove)
        after = self.one(row, world.tove)
        assert without(after, *self.stamps) == without(before, *self.stamps)

    def test_field_properties_cover_every_member_and_are_true(self, world: World) -> None:
        properties = self.one(self.plant(world, 1)[0], world.ada)["FieldProperties"]
        told = without(documented(self.contract), "TableRight", "FieldProperties")
        assert list(properties) == list(told)
        for name, property_ in properties.items():
            dotnet, length = told_type(told[name])
            spec = self.contract.specs[name]
            if told[name] == "string":
                column = getattr(spec, "path", "") and self.contract.model_field(spec.path)  # type: ignore[union-attr]  # texts have paths
                length = getattr(column, "max_length", None) or 0
            if self.contract.read_only(spec) and told[name] in CARRIERS:
                dotnet = property_["FieldType"]  # what is not stored here has no type of its own
            assert (name, property_["FieldType"], property_["FieldLength"]) == (name, dotnet, length)

    def test_a_field_is_open_to_those_who_may_write_and_closed_to_others(self, world: World) -> None:
        (row,) = self.plant(world, 1)
        assert self.one(row, world.tove)["TableRight"] == {"Mask": "FULL", "Reason": ""}
        for name, property_ in self.one(row, world.tove)["FieldProperties"].items():
            may = name.lower() in self.contract.writable
            assert property_["FieldRight"]["Mask"].split(", ")[0] == ("Update" if may else "Read"), name
        world.nils.user.groups.clear()  # type: ignore[union-attr]  # he has an account
        carrier = self.one(row, again(world.nils))
        assert {each["FieldRight"]["Mask"] for each in carrier["FieldProperties"].values()} == {"Read"}
        assert carrier["TableRight"]["Mask"] == "None"
        assert carrier["TableRight"]["Reason"]

    def test_reading_takes_as_many_statements_for_a_thousand_rows_as_for_one(self, world: World) -> None:
        self.plant(world, 1000)
        rows = visible(self.contract, world.ada).order_by("-pk")
        taken = {}
        lists.begin(secrets.randbits(62))
        for number in (1, 1, 10, 1000):  # the first time remembers the lists
            with CaptureQueriesContext(connection) as statements:
                assert len(read(self.contract, rows[:number], world.ada)) == number
            taken[number] = len(statements)
        lists.end()
        assert set(taken.values()) == {1 + collections_of(self.contract)}

    def test_reading_one_takes_a_statement_for_the_row_and_one_for_each_collection(
        self, world: World
    ) -> None:
        (row,) = self.plant(world, 1)
        lists.begin(secrets.randbits(62))
        self.one(row, world.ada)
        with CaptureQueriesContext(connection) as statements:
            self.one(row, world.ada)
        lists.end()
        assert len(statements) == 1 + collections_of(self.contract)

    def test_in_another_time_zone_the_same_dates_are_told_and_understood(self, world: World) -> None:
        (row,) = self.plant(world, 1)
        plain = self.one(row, world.tove)
        for tagged in (True, False):
            there = Dialect(Clock(zone_of("US-NY"), tagged=tagged))
            told = read_one(self.contract, row.pk, world.tove, None, there)
            assert told is not None
            late = {misfit.partition(":")[0] for misfit in misfits(told, self.contract.name)}
            dated = "date-time" in documented(self.contract).values()
            assert bool(late) is (tagged and dated)  # untagged dates look as they always do
            assert (told != plain) is dated
            as_plain = bind(self.contract, plain, world.tove)
            assert bind(self.contract, told, world.tove, dialect=there) == as_plain

    def test_rest_and_agents_create_alike(self, world: World) -> None:
        api, body = Api(world.tove), self.body(world)
        rest = undone(lambda: api.post(self.resource, body))
        agent = undone(lambda: api.post(f"Agents/{self.agent}/Save{self.contract.name}", body))
        assert ("_Links" in rest) is self.has_links_on_save
        assert keyless(rest, self.contract.key_name) == keyless(agent, self.contract.key_name)

    def test_rest_and_agents_change_alike(self, world: World) -> None:
        api, (row,) = Api(world.tove), self.plant(world, 1)
        body = self.body(world) | {self.contract.key_name: row.pk}
        rest = undone(lambda: api.put(f"{self.resource}/{row.pk}", body))
        agent = undone(lambda: api.post(f"Agents/{self.agent}/Save{self.contract.name}", body))
        assert rest[self.contract.key_name] == row.pk
        assert keyless(rest) == keyless(agent)

    def test_rest_and_agents_read_alike(self, world: World) -> None:
        api, (row,) = Api(world.ada), self.plant(world, 1)
        name = f"{self.contract.name}"
        rest = api.get(f"{self.resource}/{row.pk}")
        agent = api.post(f"Agents/{self.agent}/Get{name}?{name}Id={row.pk}", None)
        assert without(rest, "_Links") == agent == self.one(row, world.ada)
        with time_machine.travel(NOON, tick=False):
            blank = api.get(f"{self.resource}/default")
            assert blank == api.post(f"Agents/{self.agent}/CreateDefault{name}", None)

    def test_xml_tells_what_json_tells_and_binds_alike(self, world: World) -> None:
        (row,) = self.plant(world, 1)
        carrier = self.one(row, world.tove)
        document = to_xml(carrier, "", self.contract)
        read_back = from_xml(document, self.contract)
        assert list(read_back) == list(carrier)
        assert to_xml(read_back, "", self.contract) == document
        assert bind(self.contract, read_back, world.tove) == bind(self.contract, carrier, world.tove)
        answer = Api(world.tove, accept="application/xml").client.get(f"/api/v1/{self.resource}/{row.pk}")
        assert without(from_xml(answer.content, self.contract), "_Links") == read_back

    def test_a_row_that_does_not_exist_is_404_and_null_for_agents(self, world: World) -> None:
        api, name = Api(world.tove), self.contract.name
        assert api.get(f"{self.resource}/999999", status=404)["ErrorType"] == "SoNotFoundException"
        assert api.post(f"Agents/{self.agent}/Get{name}?{name}Id=999999", None) is None
        assert api.put(f"{self.resource}/999999", self.body(world), status=404)["Error"] is True
        assert api.delete(f"{self.resource}/999999", status=404)["Error"] is True
