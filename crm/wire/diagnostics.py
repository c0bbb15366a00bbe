"""The Diagnostics agent as far as it speaks of the desk itself: what is remembered, what somebody has made, what runs here."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, models

from crm.wire import lists
from crm.wire.calls import AgentCall, AgentMethod, agent_method
from crm.wire.dates import UNSET
from crm.wire.deviations import approximate
from crm.wire.errors import BadMember
from crm.wire.select import narrowed
from crm.wire.steps import Carrier

AGENT = "Diagnostics"
DEVIATIONS = {
    "field SoSystemInfoCarrier.*": approximate(
        "of licences, builds and travel there is nothing to tell: empty or 0"
    ),
    "enum NetServerBuildType.*": approximate("every desk is of one kind of build"),
}
# All of it hangs on one stamp in the database, so that every process forgets when one of these is to be forgotten.
CACHES = ("Lists", "Rights", "Users")
Counted = Mapping[str, type[models.Model]]


def _must_administer(call: AgentCall) -> None:
    if not call.caller.is_administrator:
        raise PermissionDenied("Only administrators may do this.")


@agent_method(AGENT)
def flush_caches(call: AgentCall) -> None:
    """Makes every process forget what it remembers of lists, rights and users."""
    _must_administer(call)
    lists.touch()


@agent_method(AGENT, "", "string[]")
def get_cache_names(call: AgentCall) -> list[str]:
    """The names of what is remembered."""
    _must_administer(call)
    return list(CACHES)


@agent_method(AGENT, "{CacheNames: string[]}")
def flush_caches_by_name(call: AgentCall) -> None:
    """Makes every process forget what goes by these names; they are remembered, and forgotten, together."""
    _must_administer(call)
    known = {name.lower() for name in CACHES}
    names = call.texts("CacheNames")
    for number, name in enumerate(names):
        if name.lower() not in known:
            raise BadMember(f"$.CacheNames[{number}]", f"{name[:40]!r} is none of {', '.join(CACHES)}.")
    if names:
        lists.touch()


@agent_method(AGENT, "", "SoSystemInfoCarrier")
def get_system_info(call: AgentCall) -> Carrier:
    """What runs here: the database, its version and its name. There are no licences."""
    _must_administer(call)
    found: Carrier = {
        "License": None,
        "WarningEnglish": "",
        "WarningResource": "",
        "BranchName": "",
        "BuildLabel": "",
        "AssemblyVersion": "",
        "AccumulatedNextCheckDate": UNSET,
        "FileVersion": "",
        "Description": "Fjord",
        "DaysUntilNetServerExpiry": 0,
        "BuildType": "Release",
        "DatabaseVersion": 0,
        "IsUnicode": True,
        "CompanyName": "",
        "CompanyId": 0,
        "DatabaseType": connection.vendor,
        "DatabaseMinor": _database_version(),
        "DatabaseName": Path(str(connection.settings_dict["NAME"])).name,
        "IsOnTravel": False,
        "IsSatellite": False,
        "DatabaseLanguage": None,
        "TableRight": None,
        "FieldProperties": {},
    }
    shown: Carrier = narrowed(found, call.selection or {})
    return shown


def _database_version() -> str:
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    version: Any = connection.get_database_version()
    return ".".join(map(str, version))


def counting(counted: Counted) -> AgentMethod:
    """The method that tells how many rows of these models, each by its name, the caller has made."""

    def count(call: AgentCall) -> list[Carrier]:
        return [
            narrowed(
                {
                    "EntityName": name,
                    "Records": _made_by(call, model),
                    "TableRight": None,
                    "FieldProperties": {},
                },
                call.selection or {},
            )
            for name, model in counted.items()
            if call.caller.may("view", model)
        ]

    return AgentMethod(
        AGENT,
        "GetEntityCountsForCurrentUser",
        count,
        "How many rows of each kind the caller has made, and may see.",
        "EntityCounts[]",
    )


def _made_by(call: AgentCall, model: Any) -> int:
    rows: Any = model.objects.visible_to(call.caller).filter(created_by=call.caller)
    return int(rows.count())


AGENT_METHODS = [flush_caches, get_cache_names, flush_caches_by_name, get_system_info]
