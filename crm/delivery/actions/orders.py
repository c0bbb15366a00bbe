"""People deciding about single deliveries."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.delivery.models import Delivery, State
from crm.directory.models import Associate

CANCELLABLE = (State.PLANNED, State.DEAD)


def retry_dead(delivery: Delivery, *, by: Associate) -> Delivery:
    """Lets workers try a dead delivery again, at once and with all its attempts, under its old Message-ID.

    Raises ValidationError when it is not dead.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.state != State.DEAD:
            raise ValidationError(
                _("Only a dead delivery can be retried; this one is %(state)s."),
                params={"state": row.get_state_display()},
            )
        row.state = State.PLANNED
        row.failures = 0
        row.due_at = timezone.now()
        row.finished_at = None
        row.reason = _("Retried by %(who)s after: %(error)s") % {"who": by, "error": row.reason}
        row.save(update_fields=["state", "failures", "due_at", "finished_at", "reason"])
    return row


def cancel(delivery: Delivery, *, by: Associate, reason: str) -> Delivery:
    """Suppresses a delivery that waits or is dead; its reason says who did it and why.

    Raises ValidationError when it is being sent or has come to another end.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.state not in CANCELLABLE:
            raise ValidationError(
                _("A delivery that is %(state)s cannot be cancelled."),
                params={"state": row.get_state_display()},
            )
        row.state = State.SUPPRESSED
        row.finished_at = timezone.now()
        row.reason = _("Cancelled by %(who)s: %(reason)s") % {"who": by, "reason": reason}
        row.save(update_fields=["state", "finished_at", "reason"])
    return row
