"""What SendSystemMessage takes, as the wire spells it."""

from __future__ import annotations

from crm.directory.contracts import ASSOCIATE
from crm.messages.models import MessageType, SystemMessage
from crm.wire.contract import RIGHTS, Column, Contract, Enum, Id, Key
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

SYSTEM_MESSAGE = Contract(
    "SystemMessage",
    SystemMessage,
    {
        "MessageId": Key(),
        "AssociateId": Id("associate"),
        "OnlineappId": Column("onlineapp_id", read_only=True),
        "SystemMessageId": Column("system_message_id", read_only=True),
        "MarkdownMessage": Column("markdown", read_only=True),
        "Expire": Column("expire", read_only=True),
        "Type": Enum("type", MESSAGE_TYPE, read_only=True),
        **RIGHTS,
    },
)
