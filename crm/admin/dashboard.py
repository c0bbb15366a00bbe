"""The first page: what waits for the reader, and how the desk is doing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from crm.delivery.admin import standing
from crm.directory.admin.rows import associate_of, sees_all, visible
from crm.events.models import SystemEvent
from crm.messages.admin import html
from crm.messages.models import SystemMessage
from crm.tickets.admin.dashboard import panels
from crm.tickets.admin.overviews import Reader
from crm.tickets.models import Ticket

SHOWN = 5


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Everything the page shows, under the reader's rights: at most 12 statements with those of the session."""
    reader = Reader(associate_of(request), timezone.now())
    context["reader"] = reader
    if reader.associate is None:
        context["become_user_url"] = become_user_url(request)
    if sees(request, "ticket"):
        context |= panels(visible(Ticket.objects.all(), request), reader)
    if sees(request, "systemevent"):
        rows = visible(SystemEvent.objects.overdue_last(reader.now), request)
        context |= under_way(rows[: 2 * SHOWN], reader.now)
    if reader.associate is not None:
        own = SystemMessage.objects.filter(associate=reader.associate)
        context["messages_for_me"] = [(row, html(row)) for row in own.current(reader.now)[:SHOWN]]
    if sees(request, "delivery"):
        context["ledger"] = standing(reader.now)
    return context


def under_way(rows: Iterable[SystemEvent], now: datetime.datetime) -> dict[str, list[SystemEvent]]:
    """What the desk is busy with, apart from what should have ended and was never taken away."""
    events = list(rows)
    overdue = [event for event in events if event.is_overdue(now)]
    return {
        "events": [event for event in events if event not in overdue][:SHOWN],
        "overdue_events": overdue,
    }


def sees(request: HttpRequest, model: str) -> bool:
    return sees_all(request) or bool(getattr(request.user, "has_perm")(f"crm.view_{model}"))  # noqa: B009  # both kinds of user have it


def become_user_url(request: HttpRequest) -> str:
    """The form that makes the account that is signed in a user of the desk, filled in as far as it can be."""
    user: Any = request.user
    known = {
        "user": user.pk,
        "name": user.get_username(),
        "full_name": user.get_full_name(),
        "email": user.email,
    }
    return f"{reverse('admin:crm_associate_add')}?{urlencode({key: value for key, value in known.items() if value})}"
