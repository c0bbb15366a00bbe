"""System events as an archive; its column names differ from those of the entity."""

from __future__ import annotations

from crm.directory.archives import USER_COLUMNS
from crm.events.contracts import SCOPE
from crm.events.models import SystemEvent
from crm.wire.archive.columns import Archive, Columns, Related
from crm.wire.archive.plain import Holding, OneOf, Since, Until, Words
from crm.wire.archive.words import Day, Fixed, Made, Moment, Text, Whole

SYSTEM_EVENTS = Archive(
    "SystemEvents",
    SystemEvent,
    "systemevent",
    Columns(
        {
            "SystemEvent_id": Whole("id"),
            "scope": Whole("scope"),
            "type": Made(SCOPE.name, ["scope"]),
            "owner": Whole("owner"),
            "eventkey": Text("key"),
            "eventname": Text("key"),
            "status": Fixed("Active"),
            "eventmess": Text("message"),
            "extrainfo": Whole("extra_info"),
            "eta": Moment("eta"),
            "registered": Day("registered", stamp=True),
            "updatedCount": Whole("updated_count"),
            "registered_associate_id/": Related(lambda: USER_COLUMNS, "activated_by"),
        }
    ),
    order=("-registered", "-pk"),
    filters={
        "q": Words("eventkey", "eventmess", says="Words that the key or the message holds."),
        "key": Holding("eventkey", says="What the key holds."),
        "owner": OneOf("owner", says="Numbers of owners."),
        "eta_from": Since("eta", says="Due from this date on."),
        "eta_to": Until("eta", says="Due up to this date."),
        "registered_from": Since("registered", says="Made from this date on."),
        "registered_to": Until("registered", says="Made up to this date."),
    },
)
ARCHIVES = [SYSTEM_EVENTS]
