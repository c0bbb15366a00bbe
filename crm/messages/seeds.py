"""What the users of the demo world are told by programs and by each other."""

from __future__ import annotations

import datetime

from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.planting import ago, plant
from crm.messages.models import MessageType, SystemMessage

_WARNING, _INFO = MessageType.WARNING, MessageType.INFO
# key, to, id, kind, days until it expires (none: never), text
MESSAGES = (
    (1, "tje0", "welcome", _INFO, None, "**This world is invented:** its people, companies and tickets. Change what you like."),
    (2, "tje0", "report.weekly", _INFO, 6, "The weekly report was sent to three colleagues."),
    (3, "aha0", "backup.late", _WARNING, 2, "The nightly backup took *four hours* instead of one."),
    (4, "jpe0", "import.checked", _INFO, 7, "214 addresses checked, 3 refused: rows 17, 90 and 91."),
    (5, "lny0", "supplier", _WARNING, 5, "The supplier's portal is closed on Friday."),
    (6, "mko0", "ehf.certificate", _WARNING, 20, "The certificate for EHF invoices expires in three weeks."),
    (7, "aha0", "old.notice", _INFO, -3, "Expired three days ago: nobody should see this any more."),
)  # fmt: skip


def seed(now: datetime.datetime) -> int:
    """Plants the messages that are missing and returns how many that were. Call inside a transaction."""
    return len(
        plant(
            SystemMessage(
                id=key,
                associate_id=KEYS[name],
                system_message_id=message_id,
                type=kind,
                expire=None if days is None else ago(now, days=-days),
                markdown=text,
                created_at=ago(now, days=4, hours=key),
                created_by_id=KEYS["tje0"],
            )
            for key, name, message_id, kind, days, text in MESSAGES
        )
    )
