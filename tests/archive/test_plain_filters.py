"""Plain filters: names that suit people, joined with `$filter`, and refusals that help."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.tickets.models import Ticket, TicketTag
from crm.urls import ARCHIVES, ROUTES
from tests.callers import Api
from tests.world import NOON, World, plant

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "lists.md"
LISTS = {routes.name: routes.view.archive for routes in ROUTES if routes.view.archive}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def tickets(world: World) -> dict[str, Ticket]:
    """Tickets that differ in everything that is filtered by, by their titles."""
    rows: list[dict[str, Any]] = [
        {
            "title": "Printer jams",
            "author": "Anna",
            "owner": world.ada,
            "status": world.open,
            "created_at": NOON,
        },
        {
            "title": "Lamp is dark",
            "author": "Printer Paul",
            "owner": world.bo,
            "status": world.waiting,
            "created_at": NOON - 3 * DAY,
            "has_attachment": True,
        },
        {"title": "Door, jammed", "author": "Carl", "status": world.open, "created_at": NOON - 9 * DAY},
    ]
    same = {"last_changed": NOON, "category": world.support, "priority": world.normal}
    made = plant(*[Ticket(**same, base_status=row["status"].base, **row) for row in rows])
    Ticket.objects.exclude(pk__in=[ticket.pk for ticket in made]).delete()
    made[2].tags.add(plant(TicketTag(name="doors"))[0])
    return {str(ticket.title): ticket for ticket in made}


def titles(api: Api, query: str, status: int = 200) -> list[str]:
    page = api.get(f"Ticket?$select=title&{query}", status=status)
    return sorted(row["title"] for row in page["value"])


ALL = ["Door, jammed", "Lamp is dark", "Printer jams"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=printer", ["Lamp is dark", "Printer jams"]),
        ("q=jam%20CARL", ["Door, jammed"]),
        ("title=jam", ["Door, jammed", "Printer jams"]),
        ("TITLE=jam", ["Door, jammed", "Printer jams"]),
        ("owner=me", ["Printer jams"]),
        ("owner=bo", ["Lamp is dark"]),
        ("owner=Ada%20Berg,none", ["Door, jammed", "Printer jams"]),
        ("has_attachment=true", ["Lamp is dark"]),
        ("has_attachment=0", ["Door, jammed", "Printer jams"]),
        ("created_from=2026-02-27", ["Lamp is dark", "Printer jams"]),
        ("created_to=2026-02-27", ["Door, jammed", "Lamp is dark"]),
        ("created_from=2026-02-27T12:00:01Z&created_to=2026-03-02T12:00:00Z", ["Printer jams"]),
        ("title=jam&owner=me", ["Printer jams"]),
        ("title=jam&$filter=author%20is%20'Carl'", ["Door, jammed"]),
        ("title=jam&$filter=title%20begins%20'L'%20or%20author%20is%20'Carl'", ["Door, jammed"]),
        ("title=&_=1712345", ALL),
        ("title=o'", []),
    ],
)
def test_a_plain_filter_finds_what_its_name_says(
    world: World, tickets: dict[str, Ticket], query: str, found: list[str]
) -> None:
    assert titles(Api(world.ada), query) == found


def test_lists_are_named_by_their_items_or_by_number(world: World, tickets: dict[str, Ticket]) -> None:
    api = Api(world.ada)
    both = ["Door, jammed", "Printer jams"]
    name = quote(world.open.name.upper())
    assert titles(api, f"status={name}") == both == titles(api, f"status={world.open.pk}")
    assert titles(api, f"status={name},{world.waiting.pk}") == ALL
    assert titles(api, f"tag={tickets['Door, jammed'].tags.get().pk}") == ["Door, jammed"]
    assert titles(api, f"id={tickets['Lamp is dark'].pk}") == ["Lamp is dark"]
    assert titles(api, "state=active") == titles(api, f"$filter=status%20eq%20{world.open.base}")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("statsu=1", "did you mean status?"),
        ("$filterr=x", "did you mean $filter?"),
        ("$expand=Messages", "$expand"),
        ("zzz=1", "it has q, id, title"),
        ("status=Nonsense", "status: 'Nonsense' is none of"),
        ("state=nothing", "state: 'nothing' is none of"),
        ("created_from=soon", "created_from: "),
        ("has_attachment=perhaps", "has_attachment: "),
        ("person=Anna", "person: 'Anna' is no number."),
        ("id=" + "9" * 5000, "id: "),
        ("q=" + "a+" * 30, "q: at most 20 words"),
        ("title=a%00b", "title: "),
    ],
)
def test_what_cannot_be_filtered_by_is_refused_by_name(world: World, query: str, told: str) -> None:
    assert told in Api(world.ada).get(f"Ticket?{query}", status=400)["ErrorMessage"]


def test_the_next_page_keeps_the_filter(world: World, tickets: dict[str, Ticket]) -> None:
    api = Api(world.ada)
    page = api.get("Ticket?title=jam&$top=1&$select=title")
    link = urlsplit(page["odata.nextLink"])
    following = api.get(f"Ticket?{link.query}")
    assert {page["value"][0]["title"], following["value"][0]["title"]} == {"Door, jammed", "Printer jams"}
    assert following["odata.nextLink"] is None


def test_rows_below_a_row_are_filtered_too(world: World, tickets: dict[str, Ticket]) -> None:
    api = Api(world.ada)
    assert api.get(f"Ticket/{world.ticket.pk}/Messages?important=true", status=404)["Error"] is True
    ticket = tickets["Printer jams"].pk
    assert api.get(f"Ticket/{ticket}/Messages?level=internal")["value"] == []
    assert "level" in api.get(f"Ticket/{ticket}/Messages?levell=internal", status=400)["ErrorMessage"]


def test_a_plain_filter_takes_as_many_statements_as_the_same_condition(
    world: World, tickets: dict[str, Ticket]
) -> None:
    api, taken = Api(world.ada), []
    for query in ("title=jam", "$filter=title%20contains%20'jam'"):
        api.get(f"Ticket?{query}")
        with CaptureQueriesContext(connection) as statements:
            api.get(f"Ticket?{query}")
        taken.append(len(statements))
    assert taken[0] == taken[1]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_filter_of_a_list_can_be_asked(world: World, name: str) -> None:
    archive = LISTS[name]
    assert archive is not None
    values = {"Since": "2026-01-01", "Until": "2026-01-01T10:00:00Z", "Yes": "true", "OneOf": "1"}
    asked = {each: values.get(type(plain).__name__, "x") for each, plain in archive.filters.items()}
    assert asked, "a list without plain filters"
    query = "&".join(f"{each}={value}" for each, value in asked.items())
    assert Api(world.tove).get(f"{name}?{query}")["value"] == []


def test_the_documentation_names_every_filter() -> None:
    text = DOCS.read_text(encoding="utf-8")
    named: dict[str, Any] = {archive.name: archive.filters for archive in ARCHIVES if archive.filters}
    assert [(name, each) for name, known in named.items() for each in known if f"`{each}`" not in text] == []
