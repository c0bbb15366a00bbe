"""What becomes of an appointment's status: done or not, seen or not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from crm.appointments.actions.appointment import save_appointment
from crm.appointments.models import ActivityStatus, Appointment, State
from crm.appointments.models.state import SEEN
from crm.directory.actions import save_sale
from crm.directory.models import Associate, Sale

Activity = Appointment | Sale


def set_status(activities: Sequence[Activity], status: int, *, by: Associate) -> None:
    """Makes activities done, started or not started. All or nothing; raises as saving them does."""
    with transaction.atomic():
        for activity in _in_order(activities):
            if isinstance(activity, Appointment):
                save_appointment(activity, {"completed": status}, by=by)
            else:
                save_sale(activity, {"completed": status}, by=by)


def toggle_status(activities: Sequence[Activity], *, by: Associate) -> int:
    """Makes activities done, or started when the first of them is done already; gives what they are now.

    All or nothing; raises as saving them does.
    """
    with transaction.atomic():
        done = {activity: _is_done(activity) for activity in _in_order(activities)}
        status = ActivityStatus.STARTED if done[activities[0]] else ActivityStatus.COMPLETED
        set_status(activities, status, by=by)
    return status


def set_seen(appointments: Sequence[Appointment], *, by: Associate) -> None:
    """Marks those invitations and assignments as seen that wait for it. All or nothing; raises as saving does."""
    with transaction.atomic():
        for appointment in sorted(appointments, key=lambda each: each.pk):
            seen = SEEN.get(State(appointment.state))
            if seen is not None:
                save_appointment(appointment, {"state": seen}, by=by)


def _in_order(activities: Sequence[Activity]) -> list[Activity]:
    """One order for all, so that two who write the same rows wait for one another."""
    return sorted(activities, key=lambda each: (type(each).__name__, each.pk))


def _is_done(activity: Activity) -> bool:
    """Whether it is done; the row is locked, so that two clicks are two."""
    rows = type(activity)._default_manager.select_for_update(of=("self",))
    column = "state" if isinstance(activity, Appointment) else "completed"
    return bool(getattr(rows.get(pk=activity.pk), column) == State.COMPLETED)
