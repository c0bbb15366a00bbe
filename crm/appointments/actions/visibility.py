"""For whom an appointment is visible, and the privacy that repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm.appointments.models import Appointment, AppointmentVisibility, Privacy, Visibility
from crm.directory.models import Associate, UserGroup
from crm.wire.sql import insert

Given = Sequence[dict[str, Any]]
PRIVACY = {
    Visibility.ALL: Privacy.PUBLIC,
    Visibility.ASSOCIATE: Privacy.PRIVATE_USER,
    Visibility.GROUP: Privacy.PRIVATE_GROUP,
}


def write_visibility(appointment: Appointment, given: Given | None, *, was: int | None) -> None:
    """Keeps a row for each user and group that was named, and at least one; `was` is the privacy before, None if new.

    Of readers and privacy, which say the same twice, the one that changed counts; readers when both did. Without
    readers the privacy counts. When none of those named can be kept, nobody else sees it: it never falls open.
    """
    turned = was is not None and was != appointment.private
    if given is None and was is not None and not turned:
        return
    rows = _named(appointment, given or ())
    if turned and rows and rows.keys() == _stored(appointment):
        rows = {}
    elif given and not rows and appointment.private == Privacy.PUBLIC:
        appointment.private = Privacy.PRIVATE_USER
    _replace(appointment, [*rows.values()] or [_from_privacy(appointment)], anew=was is None)


def _replace(appointment: Appointment, rows: list[AppointmentVisibility], *, anew: bool) -> None:
    if not anew:
        AppointmentVisibility.objects.filter(appointment=appointment).delete()
    insert(*rows)
    appointment.private = PRIVACY[Visibility(min(row.visibility for row in rows))]
    stored = Appointment.objects.filter(pk=appointment.pk)
    stored.exclude(private=appointment.private).update(private=appointment.private)


def _key(row: AppointmentVisibility) -> tuple[int, int | None, int | None]:
    return row.visibility, row.associate_id, row.group_id


def _stored(appointment: Appointment) -> set[tuple[int, int | None, int | None]]:
    return {_key(row) for row in AppointmentVisibility.objects.filter(appointment=appointment)}


def _named(appointment: Appointment, given: Given) -> dict[Any, AppointmentVisibility]:
    """A row for each of those who exist, once."""
    rows: dict[Any, AppointmentVisibility] = {}
    for values in given:
        row = _row(appointment, values.get("visibility"), values.get("visible_id", 0))
        if row is not None:
            rows.setdefault(_key(row), row)
    return rows


def _row(appointment: Appointment, visibility: int | None, key: int) -> AppointmentVisibility | None:
    if visibility == Visibility.ALL:
        return AppointmentVisibility(appointment=appointment, visibility=visibility)
    if visibility == Visibility.ASSOCIATE and key in Associate.objects.catalog():
        return AppointmentVisibility(appointment=appointment, visibility=visibility, associate_id=key)
    if visibility == Visibility.GROUP and key in UserGroup.objects.catalog():
        return AppointmentVisibility(appointment=appointment, visibility=visibility, group_id=key)
    return None


def _from_privacy(appointment: Appointment) -> AppointmentVisibility:
    group = appointment.associate.group_id
    if appointment.private == Privacy.PRIVATE_GROUP and group is not None:
        return AppointmentVisibility(appointment=appointment, visibility=Visibility.GROUP, group_id=group)
    if appointment.private == Privacy.PUBLIC:
        return AppointmentVisibility(appointment=appointment, visibility=Visibility.ALL)
    return AppointmentVisibility(
        appointment=appointment, visibility=Visibility.ASSOCIATE, associate_id=appointment.associate_id
    )
