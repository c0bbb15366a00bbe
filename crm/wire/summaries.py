"""A row with what happened around it lately: the newest rows of several features, put together by the index of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from crm.wire.calls import AgentCall, AgentMethod
from crm.wire.contract import Contract
from crm.wire.read import read, read_one, visible
from crm.wire.select import narrowed
from crm.wire.steps import Carrier

MOST, USUAL = 100, 10  # rows of each kind: what is given at most, and without a limit


@dataclass(frozen=True)
class Recent:
    """Rows of a feature, by which path of theirs they belong to what is summed up, the newest first by a column."""

    contract: Contract
    path: str
    newest: str


Parts = Mapping[str, Recent | None]  # None is what this desk does not have: always empty


def summary_method(agent: str, contract: Contract, parts: Parts) -> AgentMethod:
    """The method that answers one row, as its flat carrier, with the newest rows around it, or null."""
    key_name = contract.key_name

    def summary(call: AgentCall) -> Carrier | None:
        call.must("view", contract.model)
        key, limit = call.number(key_name), call.number("Limit")
        flat = read_one(contract, key, call.caller, None, call.dialect)
        if flat is None:
            return None
        shown = min(limit, MOST) if limit > 0 else USUAL
        around = {name: _newest(call, part, key, shown) for name, part in parts.items()}
        found = {contract.name: flat, **around}
        return found if call.selection is None else narrowed(found, call.selection)

    return AgentMethod(
        agent,
        f"Get{contract.name}Summary",
        summary,
        f"One {contract.name} with the newest rows around it, or null.",
        f"{contract.name}Summary",
        f"{{{key_name}, Limit}}",
    )


def _newest(call: AgentCall, part: Recent | None, key: int, limit: int) -> list[Carrier]:
    if part is None or not call.caller.may("view", part.contract.model):
        return []
    rows = visible(part.contract, call.caller).filter(**{part.path: key})
    rows = rows.order_by(
        F(part.newest).desc(nulls_last=True), "-pk"
    )  # databases differ in where nothing stands
    return read(part.contract, rows[:limit], call.caller, None, call.dialect)
