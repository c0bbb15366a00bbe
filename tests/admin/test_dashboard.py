"""The first page tells the truth, to each reader theirs."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.events.models import Scope, SystemEvent
from crm.messages.models import SystemMessage
from crm.tickets.admin.charts import Day, DaysChart, ceiling
from crm.tickets.admin.overviews import ENOUGH, TILES, Overview, Reader, counts, number
from crm.tickets.models import Ticket
from tests.admin.conftest import SignIn, tickets
from tests.world import World

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def busy(desk: World) -> World:
    now = timezone.now()
    tickets(desk, 3, owner=desk.tove, deadline=now - HOUR)
    tickets(desk, 2, owner=None, category=desk.secret, deadline=None, alert_level=1)
    tickets(desk, 4, owner=desk.bo, deadline=now + 40 * HOUR)
    tickets(desk, 2, status=desk.solved, base_status=desk.solved.base, closed_at=now)
    tickets(desk, 1, status=desk.spam, base_status=desk.spam.base)
    return desk


@pytest.mark.parametrize("who", ["tove", "ada", "bo"])
@pytest.mark.parametrize("overview", TILES, ids=lambda overview: overview.key)
def test_a_tile_counts_what_its_list_shows(
    busy: World, sign_in: SignIn, who: str, overview: Overview
) -> None:
    associate = getattr(busy, who)
    browser = sign_in(associate)
    tile = next(
        tile for tile in browser.get(reverse("admin:index")).context["tiles"] if tile.title == overview.title
    )
    listed = browser.get(tile.url).context["cl"].result_count
    plain = (
        Ticket.objects.visible_to(associate).filter(overview.which(Reader(associate, timezone.now()))).count()
    )
    assert int(tile.number) == listed == plain


def test_a_count_stops_where_it_tells_no_more(desk: World) -> None:
    tickets(desk, ENOUGH + 1, owner=desk.tove)
    counted = counts(Ticket.objects.all(), Reader(desk.tove, timezone.now()))
    assert counted["mine"] == ENOUGH
    assert number(ENOUGH) == "999+"
    assert number(ENOUGH - 1) == "999"


def test_my_next_tickets_come_by_deadline_and_those_without_come_last(tove: Client, desk: World) -> None:
    now = timezone.now()
    tickets(desk, 1, title="Never", owner=desk.tove, deadline=None)
    tickets(desk, 1, title="Later", owner=desk.tove, deadline=now + 5 * HOUR)
    tickets(desk, 1, title="Late", owner=desk.tove, deadline=now - HOUR)
    lines = tove.get(reverse("admin:index")).context["next_tickets"]
    assert [line.ticket.title for line in lines] == ["Late", "Later", "Never"]


def test_the_chart_counts_each_day(tove: Client, desk: World) -> None:
    yesterday = timezone.now() - datetime.timedelta(days=1)
    tickets(desk, 3, created_at=yesterday)
    tickets(
        desk,
        2,
        created_at=yesterday,
        status=desk.solved,
        base_status=desk.solved.base,
        closed_at=timezone.now(),
    )
    chart = tove.get(reverse("admin:index")).context["chart"]
    assert [(day.new, day.closed) for day in chart.days[-2:]] == [(5, 0), (0, 2)]
    assert len(chart.days) == 30


def test_the_chart_is_a_picture_with_a_sentence(tove: Client, busy: World) -> None:
    body = tove.get(reverse("admin:index")).content.decode()
    svg = ET.fromstring(body[body.index('<svg class="desk-chart"') : body.index("</svg>") + 6])
    assert svg.attrib["role"] == "img"
    title = next(node for node in svg if node.tag == "title")
    assert title.text == "11 new and 2 closed tickets in the last 30 days"
    assert svg.attrib["aria-labelledby"] == title.attrib["id"]
    assert "style" not in svg.attrib


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (4, 4), (5, 8), (9, 12), (13, 20), (21, 40), (121, 200), (999, 1200)]
)
def test_the_scale_ends_on_a_round_number(most: int, top: int) -> None:
    assert ceiling(most) == top


def test_bars_end_at_the_number_they_stand_for() -> None:
    today = timezone.localdate()
    chart = DaysChart([Day(today, 4, 0), Day(today, 2, 1)])
    assert [bar.y for bar in chart.new] == [chart.y(4), chart.y(2)]
    assert [bar.y + bar.height for bar in [*chart.new, *chart.closed]] == [chart.base] * 3
    assert max(bar.x + bar.width for bar in [*chart.new, *chart.closed]) <= chart.right


def test_current_events_and_my_own_messages_stand_on_top(desk: World, sign_in: SignIn) -> None:
    now = timezone.now()
    SystemEvent.objects.create(key="all", scope=Scope.DATABASE, message="Import runs", registered=now)
    SystemEvent.objects.create(key="bo", scope=Scope.USER, owner=desk.bo.pk, message="For Bo", registered=now)
    for key, expire in (("now", None), ("over", now - HOUR)):
        SystemMessage.objects.create(
            associate=desk.ada, system_message_id=key, markdown=f"says {key}", expire=expire, created_at=now
        )
    ada = sign_in(desk.ada).get(reverse("admin:index")).content.decode()
    tove = sign_in(desk.tove).get(reverse("admin:index")).content.decode()
    assert "Import runs" in ada
    assert "For Bo" not in ada
    assert "says now" in ada
    assert "says over" not in ada
    assert "says now" not in tove


def test_what_should_have_ended_comes_last_and_apart(tove: Client, desk: World) -> None:
    now = timezone.now()
    for key, eta in (("open", None), ("over", now - HOUR), ("soon", now + HOUR)):
        SystemEvent.objects.create(key=key, scope=Scope.DATABASE, registered=now, eta=eta)
    shown = tove.get(reverse("admin:index")).context
    assert [event.key for event in shown["events"]] == ["soon", "open"]
    assert [event.key for event in shown["overdue_events"]] == ["over"]


def test_old_events_do_not_push_current_ones_off_the_page(tove: Client, desk: World) -> None:
    now = timezone.now()
    SystemEvent.objects.create(key="now", scope=Scope.DATABASE, registered=now - 9 * HOUR)
    for place in range(12):
        SystemEvent.objects.create(key=f"{place}", scope=Scope.DATABASE, registered=now, eta=now - HOUR)
    assert [event.key for event in tove.get(reverse("admin:index")).context["events"]] == ["now"]


def test_a_message_is_dismissed_by_its_reader_and_nobody_else(desk: World, sign_in: SignIn) -> None:
    now = timezone.now()
    message = SystemMessage.objects.create(
        associate=desk.ada, system_message_id="x", markdown="asperiores", created_at=now
    )
    url = reverse("admin:crm_systemmessage_dismiss", args=[message.pk])
    assert url in sign_in(desk.ada).get(reverse("admin:index")).content.decode()
    assert sign_in(desk.ada).get(url).status_code == 405
    assert sign_in(desk.bo).post(url).status_code == 404
    assert SystemMessage.objects.filter(pk=message.pk).exists()
    assert sign_in(desk.ada).post(url).status_code == 302
    assert not SystemMessage.objects.filter(pk=message.pk).exists()


def test_what_was_thrown_away_is_not_among_the_newest(tove: Client, desk: World) -> None:
    tickets(desk, 1, title="Gone", status=desk.spam, base_status=desk.spam.base)
    lines = tove.get(reverse("admin:index")).context["newest_tickets"]
    assert [line.ticket.title for line in lines] == ["No light"]


def test_an_agent_is_not_told_of_deliveries(ada: Client, tove: Client, rows: object) -> None:
    assert "ledger" not in ada.get(reverse("admin:index")).context
    assert tove.get(reverse("admin:index")).context["ledger"].dead == 1
