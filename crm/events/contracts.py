"""The carrier of a system event, as the wire spells it."""

from __future__ import annotations

from crm.directory.contracts import ASSOCIATE
from crm.events.models import Scope, SystemEvent
from crm.wire.contract import RIGHTS, Column, Contract, Enum, Key, Reference, Stamp
from crm.wire.deviations import approximate
from crm.wire.values import EnumNames

DEVIATIONS = {
    "enum SystemEventScope.Undefined": approximate(
        "taken for the scope that an event has by itself, and never answered: every event has one"
    )
}
SCOPE = EnumNames("SystemEventScope", Scope)

SYSTEM_EVENT = Contract(
    "SystemEventEntity",
    SystemEvent,
    {
        "SystemEventId": Key(),
        "Scope": Enum("scope", SCOPE),
        "Eta": "eta",
        "Eventkey": Column("key", mandatory=True),
        "Eventmess": "message",
        "ExtraInfo": "extra_info",
        "Owner": "owner",
        "UpdatedCount": Column("updated_count", read_only=True),
        "Registered": Stamp("registered"),
        "ActivatedBy": Reference(ASSOCIATE, "activated_by", read_only=True),
        **RIGHTS,
    },
    keeps=frozenset({"Scope", "Eventkey", "Owner"}),
)
