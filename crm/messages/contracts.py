"""What SendSystemMessage takes, as the wire spells it."""

from __future__ import annotations

from crm.directory.contracts import ASSOCIATE
from crm.messages.models import MessageType, SystemMessage
from crm.wire.contract import Column, Contract, Enum, Id
from crm.wire.values import EnumNames

MESSAGE_TYPE = EnumNames("SystemMessageType", MessageType)

SEND_SYSTEM_MESSAGE = Contract(
    "SendSystemMessageRequest",
    SystemMessage,
    {
        "SystemMessageId": "system_message_id",
        "AssociateId": Id("associate", lambda: ASSOCIATE),
        "MarkdownMessage": Column("markdown", mandatory=True),
        "Expire": "expire",
        "Type": Enum("type", MESSAGE_TYPE),
    },
)
