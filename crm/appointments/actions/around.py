"""Writing what stands around an appointment: the whole collection is replaced by what was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps

from crm.appointments.models import Appointment, AppointmentLink, Participant
from crm.directory.models import Associate
from crm.wire.sql import insert

Given = Sequence[dict[str, Any]]
LINKED = frozenset({"appointment", "contact", "person", "project", "sale", "ticket"})  # names of models


def write_participants(appointment: Appointment, given: Given) -> None:
    """Keeps everybody once: users, persons, and bare e-mail addresses."""
    appointment.participants.all().delete()
    kept: dict[Any, Participant] = {}
    for values in given:
        participant = Participant(appointment=appointment, **values)
        who = (participant.associate_id, participant.person_id, participant.email_address.lower())
        if any(who):
            kept.setdefault(who[:2] if any(who[:2]) else who, participant)
    insert(*kept.values())


def write_links(appointment: Appointment, given: Given, *, by: Associate) -> None:
    """Keeps links to rows that `by` may see; others are left out. A link that stays keeps its id."""
    wanted: dict[tuple[str, int], dict[str, Any]] = {}
    for values in given:
        kind, key = values.get("entity_name", "").strip().lower(), values.get("entity_id", 0)
        if kind in LINKED and key > 0:
            wanted.setdefault((kind, key), {**values, "entity_name": kind})
    links = AppointmentLink.objects.filter(appointment=appointment)
    there = {(link.entity_name, link.entity_id): link for link in links}
    known = _known(wanted.keys() - there.keys(), by) | (wanted.keys() & there.keys())
    if gone := [link.pk for place, link in there.items() if place not in known]:
        links.filter(pk__in=gone).delete()
    for place in known & there.keys():
        _change(there[place], wanted[place])
    insert(
        *[
            AppointmentLink(appointment=appointment, **values)
            for place, values in wanted.items()
            if place in known - there.keys()
        ]
    )


def _known(places: Iterable[tuple[str, int]], by: Associate) -> set[tuple[str, int]]:
    """Those places where a row stands that `by` may see."""
    by_kind: dict[str, list[int]] = {}
    for kind, key in places:
        by_kind.setdefault(kind, []).append(key)
    return {
        (kind, key)
        for kind, keys in by_kind.items()
        for key in _rows(kind).visible_to(by).filter(pk__in=keys).values_list("pk", flat=True)
    }


def _rows(kind: str) -> Any:
    """Found by name: what an appointment links to may belong to a feature that this one knows nothing of."""
    return apps.get_model("crm", kind)._default_manager


def _change(link: AppointmentLink, values: dict[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(link, name) != value]
    for name in changed:
        setattr(link, name, values[name])
    if changed:
        link.save(update_fields=changed)
