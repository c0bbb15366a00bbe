"""Everything that writes system events."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import IntegerField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.events.models import Scope, SystemEvent
from crm.wire.sql import Statement, insert_new, mark, text_mark

HOUR = datetime.timedelta(hours=1)
UNIQUE = ("key", "scope", "owner")
_KEY, _SCOPE, _OWNER = text_mark("key"), mark(1), mark(2)


def new_system_event(*, by: Associate) -> SystemEvent:
    """An unsaved event with the defaults that a new one gets: for this database, ending in an hour."""
    now = timezone.now()
    return SystemEvent(scope=Scope.DATABASE, eta=now + HOUR, registered=now, activated_by=by)


def save_system_event(event: SystemEvent, values: Mapping[str, Any], *, by: Associate) -> SystemEvent:
    """Starts or updates an event. A new one with the key, scope and owner of a running one updates that.

    All or nothing; the server counts updates and remembers who started it when. Raises SystemEvent.DoesNotExist for
    one that has been finished meanwhile: it does not rise again.
    """
    values = dict(values)
    if values.get("scope") == Scope.UNDEFINED:
        del values["scope"]
    with transaction.atomic():
        if not event._state.adding:
            return _update(_lock(event), values, by)
        for name, value in values.items():
            setattr(event, name, value)
        _check(event, by)
        if not event.key:
            raise ValidationError({"key": _("An event needs a key.")})
        running = _same(event)
        if running is not None:
            return _update(running, values, by)
        event.registered, event.activated_by, event.updated_count = timezone.now(), by, 0
        event.eta = values.get("eta", event.registered + HOUR)
        return _start(event, values, by)


def _start(event: SystemEvent, values: Mapping[str, Any], by: Associate) -> SystemEvent:
    """Inserts the event, unless somebody started it a moment ago: then that one is updated."""
    while not insert_new(event):
        running = _same(event)
        if running is not None:
            return _update(running, values, by)
    return event


def delete_system_event(event: SystemEvent, *, by: Associate) -> None:
    """Finishes an event. Raises SystemEvent.DoesNotExist when somebody else has."""
    with transaction.atomic():
        running = _lock(event)
        _check(running, by)
        running.delete()


@cache
def _running() -> Statement:
    """Locks the event of a key, scope and owner. The scope is an expression, since no mark fits into its column."""
    scope = Value(_SCOPE, IntegerField())
    rows = SystemEvent.objects.select_for_update().filter(key=_KEY, scope=scope, owner=_OWNER)
    return Statement(rows.order_by().values_list("pk"))


def _same(event: SystemEvent) -> SystemEvent | None:
    """The running event with the key, scope and owner of this one, locked."""
    for (key,) in _running().rows({_KEY: event.key, _SCOPE: event.scope, _OWNER: event.owner}):
        return SystemEvent.objects.get(pk=key)
    return None


def _lock(event: SystemEvent) -> SystemEvent:
    """The event as it is now, locked."""
    return SystemEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _update(event: SystemEvent, values: Mapping[str, Any], by: Associate) -> SystemEvent:
    _check(event, by)
    for name, value in values.items():
        setattr(event, name, value)
    _check(event, by)
    event.updated_count += 1
    taken = SystemEvent.objects.filter(**{name: getattr(event, name) for name in UNIQUE}).exclude(pk=event.pk)
    if taken.exists():
        raise ValidationError({"key": _("Another event with this key, scope and owner is running.")})
    event.save(force_update=True)
    return event


def _check(event: SystemEvent, by: Associate) -> None:
    """Only administrators speak to others; the wider scopes keep whatever owner was sent."""
    if by.is_administrator or (event.scope == Scope.USER and event.owner == by.pk):
        return
    raise PermissionDenied(_("Only an administrator may do this for others than themselves."))
