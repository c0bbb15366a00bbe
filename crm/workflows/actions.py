"""Everything that writes workflow events."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.wire.sql import insert
from crm.workflows.models import EventType, WorkflowEvent


def record_event(event_type: int, attributes: str, *, by: Associate) -> WorkflowEvent:
    """Records an event durably, whatever becomes of it; a null event is one of type None.

    Raises PermissionDenied unless `by` may add workflow events.
    """
    if not by.may("add", WorkflowEvent):
        raise PermissionDenied(_("You do not have the right to send workflow events."))
    event = WorkflowEvent(
        event_type=event_type or EventType.NONE,
        attributes=attributes,
        received_at=timezone.now(),
        received_from=by,
    )
    insert(event)
    return event
