"""Aggregates in `$select`, held against the worked examples of the documentation."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from crm.directory.models import Contact, Person
from tests.archive.conftest import at
from tests.callers import Api
from tests.world import World, plant

pytestmark = pytest.mark.django_db
Rows = list[tuple[Any, ...]]


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


@pytest.fixture
def company(world: World) -> Contact:
    """The company of the documentation: five people, two middle names."""
    (company,) = plant(Contact(name="Superoso"))
    plant(
        *[
            Person(firstname=first, middle_name=middle, lastname=last, rank=rank, contact=company)
            for first, middle, last, rank in (
                ("Jane", "Ray", "Doe", 1),
                ("Billy", "Ray", "Doe", 2),
                ("Bobby", "Sue", "Doe", 3),
                ("Mary", "Sue", "Smith", 4),
                ("Tabby", "Sue", "Smith", 5),
            )
        ]
    )
    return company


def report(api: Api, company: Contact, select: str, **options: str) -> Rows:
    given = {"select": select, "filter": f"contactId eq {company.pk}", "orderBy": "rank", **options}
    path = "Archive/Person?" + "&".join(f"%24{name}={quote(value)}" for name, value in given.items())
    rows = api.get(path)["value"]
    return [tuple(value for name, value in row.items() if name != "PrimaryKey") for row in rows]


def test_a_band_has_a_header_its_rows_and_a_footer(api: Api, company: Contact) -> None:
    select = (
        "GroupBy(middleName):HideDetail:Header:Footer,CountAll(firstName),firstName,lastName,rank,Sum(rank)"
    )
    assert report(api, company, select, options="GrandTotal=true") == [
        ("header:1", "Ray", 2, None, None, None, 3),
        ("person", None, 1, "Jane", "Doe", 1, 1),
        ("person", None, 2, "Billy", "Doe", 2, 3),
        ("footer:1", "Ray", 2, None, None, None, 3),
        ("header:1", "Sue", 3, None, None, None, 12),
        ("person", None, 1, "Bobby", "Doe", 3, 3),
        ("person", None, 2, "Mary", "Smith", 4, 7),
        ("person", None, 3, "Tabby", "Smith", 5, 12),
        ("footer:1", "Sue", 3, None, None, None, 12),
        ("grandtotal", None, 5, None, None, None, 15),
    ]


def test_groups_lie_in_groups(api: Api, company: Contact) -> None:
    select = (
        "Count(middleName),CountAll(firstName),firstName,GroupBy(middleName):HideDetail,Header,Footer,1,"
        "GroupBy(lastName):HideDetail,Header,Footer,2,Sum(rank):HideDetail"
    )
    assert report(api, company, select, options="GrandTotal=True") == [
        ("header:1", 1, 2, None, "Ray", None, 3),
        ("header:2", 1, 2, None, None, "Doe", 3),
        ("person", 1, 1, "Jane", None, None, None),
        ("person", 1, 2, "Billy", None, None, None),
        ("footer:2", 1, 2, None, None, "Doe", 3),
        ("footer:1", 1, 2, None, "Ray", None, 3),
        ("header:1", 1, 3, None, "Sue", None, 12),
        ("header:2", 1, 1, None, None, "Doe", 3),
        ("person", 1, 1, "Bobby", None, None, None),
        ("footer:2", 1, 1, None, None, "Doe", 3),
        ("header:2", 1, 2, None, None, "Smith", 9),
        ("person", 1, 1, "Mary", None, None, None),
        ("person", 1, 2, "Tabby", None, None, None),
        ("footer:2", 1, 2, None, None, "Smith", 9),
        ("footer:1", 1, 3, None, "Sue", None, 12),
        ("grandtotal", 2, 5, None, None, None, 15),
    ]


def test_hidden_details_leave_the_groups_alone(api: Api, company: Contact) -> None:
    select = "Count(personId):HideDetail,GroupBy(middleName):Footer:HideDetail,Avg(rank):HideDetail,Percent(rank):HideDetail"
    assert report(api, company, select) == [
        ("footer:1", 2, "Ray", 1.5, 20.0),
        ("footer:1", 3, "Sue", 4.0, 80.0),
    ]


def test_a_total_needs_no_group(api: Api, company: Contact) -> None:
    assert report(
        api, company, "Sum(rank):HideDetail,Count(lastName):HideDetail", options="GrandTotal=true"
    ) == [("grandtotal", 15, 2)]
    assert report(
        api, company, "Sum(rank):HideDetail", options="GrandTotal=true", filter="getNoRows=true"
    ) == [("grandtotal", 0)]


def test_lists_and_enums_are_grouped_by_key_and_shown_as_text(api: Api, tickets: Any) -> None:
    select = "GroupBy(ownedBy):Footer:HideDetail,CountAll(ticketId):HideDetail"
    rows = api.get(f"Ticket?$select={select}")["value"]
    counted = {
        row["GroupBy(ownedBy):Footer:HideDetail"]: row["CountAll(ticketId):HideDetail"] for row in rows
    }
    assert counted == {"": 1, "Ada Berg": 2, "Bo Dahl": 1}
    [active, closed] = api.get(
        "Ticket?$select=GroupBy(status):Footer:HideDetail,CountAll(ticketId):HideDetail"
    )["value"]
    assert (active["GroupBy(status):Footer:HideDetail"], closed["GroupBy(status):Footer:HideDetail"]) == (
        "Active",
        "Closed",
    )


# Worked out with a calendar: 15 Oct 2025 is a Wednesday of ISO week 42; 31 Dec 2024 lies in week 1 of 2025.
@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("Year", [2024, 2025, 2025, 2025]),
        ("Quarter", [3, 4, 4, 4]),
        ("Month", [7, 10, 10, 12]),
        ("Day", [1, 12, 15, 31]),
        ("DayOfYear", [182, 285, 288, 366]),
        ("DayOfWeek", [2, 2, 3, 7]),
        ("Hour", [0, 8, 23, 23]),
        ("Weekno", [1, 27, 41, 42]),
        ("YearMonth", ["2024-12", "2025-07", "2025-10", "2025-10"]),
        ("YearWeekno", ["2025-01", "2025-27", "2025-41", "2025-42"]),
        ("YearQuarter", ["2024-04", "2025-03", "2025-04", "2025-04"]),
    ],
)
def test_a_part_of_a_date_is_that_of_the_calendar(
    part: str, wanted: list[Any], api: Api, tickets: Any
) -> None:
    name = f"DatePart(createdAt):{part}"
    rows = api.get(f"Ticket?$select=title,{name}")["value"]
    assert sorted(row[name] for row in rows) == wanted
    grouped = api.get(f"Ticket?$select=GroupBy({name}):Footer:HideDetail,CountAll(title):HideDetail")["value"]
    assert [row[f"GroupBy({name}):Footer:HideDetail"] for row in grouped] == sorted(set(wanted))


def test_parts_are_those_of_the_zone_that_was_asked_for(world: World, tickets: Any) -> None:
    oslo = Api(world.tove, **{"so-timezone": "NO"})
    rows = oslo.get("Ticket?$select=title,DatePart(createdAt):Year&$filter=title is ''")["value"]
    assert [row["DatePart(createdAt):Year"] for row in rows] == [2025]  # half past midnight there
    assert at("2024-12-31T23:30").year == 2024


def test_pages_of_a_report_are_linked_too(api: Api, company: Contact) -> None:
    select = quote("GroupBy(rank):Footer:HideDetail,CountAll(rank):HideDetail")
    page = api.get(f"Archive/Person?$select={select}&$top=2&$filter=contactId eq {company.pk}")
    assert len(page["value"]) == 2
    assert "%24skip=2" in page["odata.nextLink"]


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ("Median(rank)", "no aggregate"),
        ("Sum(firstName)", "no number"),
        ("Sum(nothing)", "no column"),
        ("DatePart(rank):Year", "no date"),
        ("DatePart(createdAt)", "no column"),
        ("DatePart(personUpdatedDate)", "part such as"),
        ("GroupBy(rank):Sideways", "none of"),
        ("Sum(Sum(rank))", "only DatePart"),
        ("Sum(", "no aggregate"),
    ],
)
def test_what_cannot_be_aggregated_is_refused(select: str, words: str, api: Api) -> None:
    refused = api.get(f"Archive/Person?$select={quote(select)}", status=400)
    assert words in refused["ErrorMessage"]
