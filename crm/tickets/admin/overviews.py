"""The ways into the pile of tickets: which, in what order, under which name.

Tiles of the dashboard, the sidebar, the tabs above the list and its filter all read this one table.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate
from crm.tickets.models import BaseStatus, Ticket

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PARAMETER = "which"
ENOUGH = 1000  # counted no further; beyond it a tile says "999+"
NEWEST = ("-created_at", "-id")
BY_DEADLINE = ("deadline", "id")


@dataclass(frozen=True)
class Reader:
    """Whose tickets, seen when. Days begin at midnight of the current time zone."""

    associate: Associate | None
    now: datetime.datetime

    @property
    def midnight(self) -> datetime.datetime:
        return timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def tomorrow(self) -> datetime.datetime:
        return self.midnight + datetime.timedelta(days=1)

    @property
    def key(self) -> int | None:
        return self.associate.pk if self.associate else None


@dataclass(frozen=True)
class Overview:
    """One way in."""

    key: str
    title: StrOrPromise
    icon: str
    which: Callable[[Reader], models.Q]
    order: Sequence[str] = NEWEST
    tone: str = "plain"  # what a number other than 0 means
    tile: bool = True


OPEN = models.Q(base_status=BaseStatus.ACTIVE)
DISCARDED = models.Q(base_status__in=[BaseStatus.SPAM, BaseStatus.DELETED])
WANTED = ~DISCARDED
OVERVIEWS: tuple[Overview, ...] = (
    Overview("mine", _("My open"), "inbox", lambda reader: OPEN & models.Q(owner=reader.key)),
    Overview("unassigned", _("Unassigned"), "person_off", lambda reader: OPEN & models.Q(owner=None)),
    Overview(
        "late",
        _("Late"),
        "alarm",
        lambda reader: OPEN & models.Q(deadline__lt=reader.now),
        BY_DEADLINE,
        "late",
    ),
    Overview(
        "today",
        _("Due today"),
        "schedule",
        lambda reader: OPEN & models.Q(deadline__gte=reader.now, deadline__lt=reader.tomorrow),
        BY_DEADLINE,
        "soon",
    ),
    Overview(
        "escalated",
        _("Escalated"),
        "priority_high",
        lambda reader: OPEN & models.Q(alert_level__gt=0),
        BY_DEADLINE,
        "late",
    ),
    Overview(
        "new",
        _("New today"),
        "fiber_new",
        lambda reader: WANTED & models.Q(created_at__gte=reader.midnight),
    ),
    Overview(
        "closed",
        _("Closed today"),
        "task_alt",
        lambda reader: models.Q(base_status=BaseStatus.CLOSED, closed_at__gte=reader.midnight),
        ("-closed_at", "-id"),
        "good",
    ),
    Overview("bin", _("Bin and spam"), "delete", lambda reader: DISCARDED, tile=False),
)
TILES = tuple(overview for overview in OVERVIEWS if overview.tile)
BY_KEY = {overview.key: overview for overview in OVERVIEWS}


def counts(rows: models.QuerySet[Ticket], reader: Reader) -> dict[str, int]:
    """How many of the rows each overview holds, up to ENOUGH, in one statement."""
    parts: list[str] = []
    params: list[Any] = []
    for overview in TILES:
        limited = rows.filter(overview.which(reader)).order_by().values("pk")[:ENOUGH]
        sql, given = limited.query.sql_with_params()
        name = connection.ops.quote_name(overview.key)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS {name})")  # noqa: S608  # written by the ORM
        params.extend(given)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)  # written by the ORM; values are bound
        row = cursor.fetchone()
    return dict(zip((overview.key for overview in TILES), row, strict=True))


def number(count: int) -> str:
    """A count as a tile shows it."""
    return f"{ENOUGH - 1}+" if count >= ENOUGH else str(count)
