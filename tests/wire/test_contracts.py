"""Every contract says what the documentation says: names, order, types, and the spelling of every enum."""

from typing import Any

import pytest

from crm.wire.contract import Contract
from crm.wire.kinds import Kind
from crm.wire.read import read
from crm.wire.rights import TABLE_RIGHTS
from crm.wire.values import EnumNames, FlagNames
from tests.carriers import CARRIERS, ENUMS, agrees, contracts, documented, misfits, names_of, type_of
from tests.world import World

# Members of the original that nothing here can have: what its searches ask for, and what its flags add up to.
NOT_HERE = {"SaleStatus": {"SaintAll"}, "SystemMessageType": {"UndefinedValue4"}}
EVERY_CONTRACT = pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.name)


def enums() -> dict[str, EnumNames | FlagNames]:
    """The names of all enums and flags that contracts use, by what they are called."""
    found: dict[str, EnumNames | FlagNames] = {}
    for contract in contracts():
        for spec in contract.specs.values():
            kind: Kind | None = getattr(spec, "kind", None)
            names = names_of(kind) if kind else None
            if names is not None:
                found[names.called] = names
    return found


@EVERY_CONTRACT
def test_members_have_the_documented_names_and_order(contract: Contract) -> None:
    assert list(contract.specs) == list(documented(contract))


@EVERY_CONTRACT
def test_members_have_the_documented_types(contract: Contract) -> None:
    told = documented(contract)
    said = {name: type_of(contract, spec) for name, spec in contract.specs.items()}
    assert {name: (said[name], told[name]) for name in said if not agrees(said[name], told[name])} == {}


def test_no_two_carriers_share_a_name() -> None:
    names = [contract.name for contract in contracts() if contract.shown_as is None]
    assert sorted(set(names)) == sorted(names)


def test_the_five_calls_reach_every_documented_carrier_of_theirs() -> None:
    built_by_hand = {
        "TableRight", "FieldProperty", "FieldRight", "ErrorResponse", "Workflow_SendEventRequest",
        "LocalizedField", "RecurrenceDate", "EntityElement",
        "Diagnostics_SendSystemMessageRequest", "MDOListItem", "SelectableMDOListItem",
        "PersonSummary", "ContactSummary", "ResolvedPerson", "EntityCounts", "SoSystemInfoCarrier",
    }  # fmt: skip
    not_stored = {
        "TicketFormSubmission", "TimeZoneData", "TimeZoneRule", "Competitor", "ConsentInfo", "Credited",
        "Rating", "Reason", "ReasonSold", "ReasonStalled", "SaleStakeholder", "SavedUtmParameters", "Source",
        "LicenseOwner", "ModuleLicenseLink", "Credential", "CredentialType", "CustomCommand",
        "ChatSummaryItem",
    }  # fmt: skip
    assert set(CARRIERS) - {contract.name for contract in contracts()} == built_by_hand | not_stored


@pytest.mark.parametrize("called", sorted(enums()))
def test_an_enum_has_every_documented_member_under_its_number_and_spelling(called: str) -> None:
    names = enums()[called]
    told = {value: name for name, value in ENUMS[called].items() if name not in NOT_HERE.get(called, set())}
    said = names.accepted if isinstance(names, EnumNames) else {0: names.zero, **names.bits, **names.whole}
    assert said == told


def test_rights_are_spelled_as_documented() -> None:
    told = ENUMS["ETableRight"]
    for value, name in {**TABLE_RIGHTS.bits, **TABLE_RIGHTS.whole}.items():
        assert told[name] == value
    assert TABLE_RIGHTS.name(0) in told


@EVERY_CONTRACT
@pytest.mark.django_db
def test_rows_come_out_with_the_documented_members_and_types(contract: Contract, world: World) -> None:
    told = next(name for name, members in CARRIERS.items() if members is documented(contract))
    carriers: list[Any] = read(contract, contract.model._default_manager.all(), world.ada)
    assert [list(misfits(carrier, told)) for carrier in carriers] == [[]] * len(carriers)
