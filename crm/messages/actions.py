"""Everything that writes system messages."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.messages.models import MessageType, SystemMessage


def send_system_message(
    *,
    by: Associate,
    associate: Associate,
    system_message_id: str,
    markdown: str,
    expire: datetime.datetime | None = None,
    type: int = MessageType.UNSPECIFIED,  # noqa: A002  # the domain's word
    onlineapp_id: int = 0,
) -> SystemMessage:
    """Tells one user something; the same id from the same application replaces what it said before.

    Without an id one is made. Others' messages need an administrator.
    """
    if associate.pk != by.pk and not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may send messages to others."))
    with transaction.atomic():
        message, _created = SystemMessage.objects.update_or_create(
            associate=associate,
            onlineapp_id=onlineapp_id,
            system_message_id=system_message_id or str(uuid.uuid4()),
            defaults={
                "markdown": markdown,
                "expire": expire,
                "type": type,
                "created_at": timezone.now(),
                "created_by": by,
            },
        )
    return message


def remove_system_message(message: SystemMessage, *, by: Associate) -> None:
    """Removes a message: dismissing it is the same."""
    if message.associate_id != by.pk and not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may remove others' messages."))
    message.delete()


def remove_expired(*, by: Associate) -> int:
    """Removes expired messages, one's own, or everybody's for an administrator; returns how many that were."""
    now = timezone.now()
    gone = SystemMessage.objects.visible_to(by).filter(expire__lte=now).delete()
    return gone[0]
