"""Everything that writes system events."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.events.models import Scope, SystemEvent
from crm.wire.sql import insert

HOUR = datetime.timedelta(hours=1)
UNIQUE = ("key", "scope", "owner")


def new_system_event(*, by: Associate) -> SystemEvent:
    """An unsaved event with the defaults that a new one gets: for this database, ending in an hour."""
    now = timezone.now()
    return SystemEvent(scope=Scope.DATABASE, eta=now + HOUR, registered=now, activated_by=by)


def save_system_event(event: SystemEvent, values: Mapping[str, Any], *, by: Associate) -> SystemEvent:
    """Starts or updates an event. A new one with the key, scope and owner of a running one updates that.

    All or nothing; the server counts updates and remembers who started it when.
    """
    values = dict(values)
    if values.get("scope") == Scope.UNDEFINED:
        del values["scope"]
    with transaction.atomic():
        if not event._state.adding:
            return _update(_locked(pk=event.pk) or event, values, by)
        for name, value in values.items():
            setattr(event, name, value)
        _check(event, by)
        if not event.key:
            raise ValidationError({"key": _("An event needs a key.")})
        running = _locked(**{name: getattr(event, name) for name in UNIQUE})
        if running is not None:
            return _update(running, values, by)
        event.registered, event.activated_by, event.updated_count = timezone.now(), by, 0
        event.eta = values.get("eta", event.registered + HOUR)
        return _start(event, values, by)


def _start(event: SystemEvent, values: Mapping[str, Any], by: Associate) -> SystemEvent:
    """Inserts the event, unless somebody started it a moment ago: then that one is updated."""
    try:
        with transaction.atomic():
            insert(event)
    except IntegrityError:
        running = _locked(**{name: getattr(event, name) for name in UNIQUE})
        if running is None:
            raise
        return _update(running, values, by)
    return event


def delete_system_event(event: SystemEvent, *, by: Associate) -> None:
    """Finishes an event."""
    _check(event, by)
    event.delete()


def _locked(**which: Any) -> SystemEvent | None:
    return SystemEvent.objects.select_for_update(of=("self",)).filter(**which).first()


def _update(event: SystemEvent, values: Mapping[str, Any], by: Associate) -> SystemEvent:
    _check(event, by)
    for name, value in values.items():
        setattr(event, name, value)
    _check(event, by)
    event.updated_count += 1
    taken = SystemEvent.objects.filter(**{name: getattr(event, name) for name in UNIQUE}).exclude(pk=event.pk)
    if taken.exists():
        raise ValidationError({"key": _("Another event with this key, scope and owner is running.")})
    event.save()
    return event


def _check(event: SystemEvent, by: Associate) -> None:
    """Only administrators speak to others; the wider scopes keep whatever owner was sent."""
    if by.is_administrator or (event.scope == Scope.USER and event.owner == by.pk):
        return
    raise PermissionDenied(_("Only an administrator may do this for others than themselves."))
