"""The carrier of an attachment: what it is called and how large it is; its bytes travel apart."""

from __future__ import annotations

from crm.tickets.models import Attachment, is_safe
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Constant, Contract, Key

ATTACHMENT = Contract(
    "AttachmentEntity",
    Attachment,
    {
        "AttachmentId": Key(),
        "Name": Column("name", mandatory=True),
        "ContentType": "content_type",
        "AttSize": Column("size", read_only=True),
        "InlineImage": "inline_image",
        "ContentId": "content_id",
        "AuthKey": Constant(""),  # nobody gets at a file without signing in
        "IsSafeFileExtension": Computed(is_safe, ["name"], kinds.BOOLEAN),
        **RIGHTS,
    },
)
