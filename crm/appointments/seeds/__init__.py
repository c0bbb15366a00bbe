"""The diaries of the demo world."""

from __future__ import annotations

import datetime

from crm.appointments.models import AppointmentLink, AppointmentVisibility, Participant, Recurrence
from crm.appointments.seeds.around import booking_links, booking_participants, stand_up, visibility
from crm.appointments.seeds.entries import appointment_of
from crm.appointments.seeds.week import BOOKING, WEEK
from crm.directory.seeds.planting import plant

__all__ = ["seed"]


def seed(now: datetime.datetime) -> int:
    """Plants the entries that are missing and returns how many rows that took; nobody is invited by mail.

    Call inside a transaction, after the directory.
    """
    monday = now.replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(days=now.weekday())
    entries = {entry.key: entry for entry in WEEK}
    series: list[Recurrence] = plant([stand_up(monday)])
    planted = plant(appointment_of(entry, monday, now) for entry in WEEK)
    visible: list[AppointmentVisibility] = plant(visibility(entries[row.pk]) for row in planted)
    participants: list[Participant] = []
    links: list[AppointmentLink] = []
    if BOOKING in {row.pk for row in planted}:
        participants, links = plant(booking_participants()), plant(booking_links())
    return len(series) + len(planted) + len(visible) + len(participants) + len(links)
