"""Saving and deleting appointments."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.appointments.actions.around import write_links, write_participants
from crm.appointments.actions.visibility import write_visibility
from crm.appointments.models import Appointment, Recurrence, State
from crm.appointments.models.state import IN_THE_CHECKLIST, IN_THE_DIARY, OUT_OF_THE_DIARY, merged
from crm.directory.actions import with_fields
from crm.directory.models import Associate
from crm.wire.dates import FOREVER
from crm.wire.rights import must_reach
from crm.wire.sql import insert

COLLECTIONS = ("participants", "links", "visible_for")
SHOWN_STATUS = ("completed", "assignment_status", "invitation_status")
HALF_HOUR = datetime.timedelta(minutes=30)


def save_appointment(appointment: Appointment, values: Mapping[str, Any], *, by: Associate) -> Appointment:
    """Creates or changes an appointment. All or nothing.

    `values` go by attribute; `participants`, `links` and `visible_for` are lists of dicts of attributes, `recurrence`
    is such a dict or None. The three properties that show the status are merged into the one that is stored.
    Raises Appointment.DoesNotExist for one that has been deleted meanwhile, and PermissionDenied when somebody
    else's is changed by who does not administer.
    """
    with transaction.atomic():
        created = appointment._state.adding
        if not created:
            appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
            _check_owner(appointment, by)
            must_reach("change", appointment, by)
        private = None if created else appointment.private
        owner, rule, at = appointment.associate_id, appointment.recurrence_id, timezone.now()
        for name, value in with_fields(appointment, values).items():
            if name not in (*COLLECTIONS, *SHOWN_STATUS, "recurrence"):
                setattr(appointment, name, value)
        appointment.associate_id = appointment.associate_id or owner or by.pk
        _stamp(appointment, by, at, created=created)
        _settle_times(appointment, at)
        _settle_state(appointment, values, at)
        if "recurrence" in values:
            appointment.recurrence = _write_recurrence(appointment.recurrence, values["recurrence"])
        if created:
            insert(appointment)
            must_reach("add", appointment, by)
        else:
            appointment.save()
        if rule != appointment.recurrence_id:
            _forget_rule(rule)
        _write_collections(appointment, values, by)
        write_visibility(appointment, values.get("visible_for"), was=private)
    return appointment


def delete_appointment(appointment: Appointment, *, by: Associate) -> None:
    """Deletes an appointment with everything around it, and cancels it in the diaries of those who were invited.

    A cancelled booking stays where it is until its owner has seen it. Raises as saving does.
    """
    with transaction.atomic():
        appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
        _check_owner(appointment, by)
        must_reach("delete", appointment, by)
        _cancel_bookings(appointment)
        appointment.delete()
        _forget_rule(appointment.recurrence_id)


def _check_owner(appointment: Appointment, by: Associate) -> None:
    if not appointment.is_changeable_by(by):
        raise PermissionDenied(_("Only the owner of an appointment may change or delete it."))


def _cancel_bookings(mother: Appointment) -> None:
    """Locks the bookings of a locked meeting, as whoever saves one does it, and sets them free."""
    bookings = Appointment.objects.filter(mother=mother).exclude(pk=mother.pk)
    for booking in bookings.select_for_update(of=("self",)).order_by("pk"):
        booking.state, booking.mother = State.BOOKING_DELETED, None
        booking.busy_from = booking.busy_until = booking.done_at = None
        booking.save(update_fields=["state", "mother", "busy_from", "busy_until", "done_at"])


def _forget_rule(rule: int | None) -> None:
    """Deletes the rule of a series that no appointment belongs to any more.

    Whoever takes the last but one away at the same time holds the rule until that is saved.
    """
    if rule is not None and Recurrence.objects.select_for_update().filter(pk=rule).first():
        Recurrence.objects.filter(pk=rule, appointments=None).delete()


def next_half_hour(moment: datetime.datetime) -> datetime.datetime:
    """The first half or full hour after a moment."""
    whole = moment.replace(minute=0 if moment.minute < 30 else 30, second=0, microsecond=0)
    return whole + HALF_HOUR


def _stamp(appointment: Appointment, by: Associate, at: datetime.datetime, *, created: bool) -> None:
    if created:
        appointment.created_by, appointment.created_at = by, at
    appointment.updated_by, appointment.updated_at = by, at


def _settle_times(appointment: Appointment, at: datetime.datetime) -> None:
    if appointment.start is None:
        appointment.start = appointment.end - 2 * HALF_HOUR if appointment.end else next_half_hour(at)
    if appointment.end is None:
        appointment.end = _later(appointment.start, 2 * HALF_HOUR)


def _later(moment: datetime.datetime, span: datetime.timedelta) -> datetime.datetime:
    """The moment so much later; nothing is later than forever."""
    return min(moment, FOREVER - span) + span


def _settle_state(appointment: Appointment, values: Mapping[str, Any], at: datetime.datetime) -> None:
    given = {name: values[name] for name in SHOWN_STATUS if name in values}
    appointment.state = merged(appointment.state, given)
    is_done = appointment.state == State.COMPLETED
    appointment.done_at = (appointment.done_at or at) if is_done else None
    planned = appointment.end if appointment.type in IN_THE_CHECKLIST else appointment.start
    appointment.active_date = appointment.done_at or planned
    appointment.busy_from, appointment.busy_until = busy_span(appointment)


def busy_span(appointment: Appointment) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """The span that other entries collide with, lead and lag included; none for what leaves the owner free."""
    start, end = appointment.start, appointment.end
    leaves_free = (
        appointment.is_free
        or appointment.type not in IN_THE_DIARY
        or appointment.state in OUT_OF_THE_DIARY
        or start is None
        or end is None
        or end <= start
    )
    if leaves_free or start is None or end is None:
        return None, None
    return (
        start - datetime.timedelta(minutes=appointment.lead_minutes),
        _later(end, datetime.timedelta(minutes=appointment.lag_minutes)),
    )


def _write_recurrence(current: Recurrence | None, given: dict[str, Any] | None) -> Recurrence | None:
    if given is None or not given.pop("is_recurrence", True):
        return None
    recurrence = current or Recurrence()
    for name, value in given.items():
        setattr(recurrence, name, value)
    recurrence.save()
    return recurrence


def _write_collections(appointment: Appointment, values: Mapping[str, Any], by: Associate) -> None:
    if "participants" in values:
        write_participants(appointment, values["participants"])
    if "links" in values:
        write_links(appointment, values["links"], by=by)
