"""What the dashboard says of tickets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.directory.admin.show import due, since
from crm.tickets.admin import overviews, show
from crm.tickets.admin.charts import Day, DaysChart
from crm.tickets.admin.overviews import PARAMETER, Overview, Reader
from crm.tickets.models import BaseStatus, Ticket

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 6
CHART_DAYS = 30
NEW, DONE = 1, 2
COLUMNS = (
    "title",
    "created_at",
    "deadline",
    "base_status",
    "read_status",
    "alert_level",
    "num_messages",
    "has_attachment",
    "status__name",
)


@dataclass(frozen=True)
class Tile:
    """A number that links to the list which proves it."""

    title: StrOrPromise
    icon: str
    number: str
    tone: str
    url: str


@dataclass(frozen=True)
class Line:
    """A ticket in a short list."""

    ticket: Ticket
    subject: SafeString
    when: SafeString


def list_url(overview: Overview) -> str:
    return f"{reverse('admin:crm_ticket_changelist')}?{PARAMETER}={overview.key}"


def panels(rows: models.QuerySet[Ticket], reader: Reader) -> dict[str, Any]:
    """All of it: four statements whatever the number of tickets."""
    lines = rows.select_related("status").only(*COLUMNS)
    chart = DaysChart(list(per_day(rows, reader)))
    return {
        "tiles": list(tiles(rows, reader)),
        "next_tickets": [
            line(ticket, due(ticket.deadline, reader.now)) for ticket in due_next(lines, reader)
        ],
        "newest_tickets": [
            line(ticket, since(ticket.created_at, reader.now))
            for ticket in lines.filter(overviews.WANTED)[:SHOWN]
        ],
        "chart": chart,
        "chart_title": sentence(chart),
    }


def tiles(rows: models.QuerySet[Ticket], reader: Reader) -> Iterator[Tile]:
    counted = overviews.counts(rows, reader)
    for overview in overviews.TILES:
        number = counted[overview.key]
        tone = overview.tone if number else "plain"
        yield Tile(overview.title, overview.icon, overviews.number(number), tone, list_url(overview))


def line(ticket: Ticket, when: SafeString) -> Line:
    return Line(ticket, show.subject(ticket), when)


def due_next(rows: models.QuerySet[Ticket], reader: Reader) -> models.QuerySet[Ticket]:
    """My open tickets, the most urgent first; those without a deadline come last."""
    mine = rows.filter(overviews.OPEN, owner=reader.key)
    return mine.order_by(models.F("deadline").asc(nulls_last=True), "id")[:SHOWN]


def per_day(rows: models.QuerySet[Ticket], reader: Reader) -> Iterator[Day]:
    first = timezone.localdate(reader.now) - datetime.timedelta(days=CHART_DAYS - 1)
    begin = reader.midnight - datetime.timedelta(days=CHART_DAYS - 1)
    new = by_day(rows.filter(overviews.WANTED, created_at__gte=begin), "created_at", NEW)
    closed = by_day(rows.filter(base_status=BaseStatus.CLOSED, closed_at__gte=begin), "closed_at", DONE)
    counted = {(row["kind"], row["day"]): row["number"] for row in new.union(closed, all=True)}
    for place in range(CHART_DAYS):
        date = first + datetime.timedelta(days=place)
        yield Day(date, counted.get((NEW, date), 0), counted.get((DONE, date), 0))


def by_day(rows: models.QuerySet[Ticket], field: str, kind: int) -> models.QuerySet[Any, Any]:
    """How many rows a day, with a mark that tells one count from another in a union."""
    days = rows.order_by().annotate(kind=models.Value(kind), day=TruncDate(field))
    return days.values("kind", "day").annotate(number=models.Count("pk"))


def sentence(chart: DaysChart) -> str:
    """The chart in a sentence, for its title and for those who do not see it."""
    return _("%(new)s new and %(closed)s closed tickets in the last %(days)s days") % {
        "new": sum(day.new for day in chart.days),
        "closed": sum(day.closed for day in chart.days),
        "days": len(chart.days),
    }
