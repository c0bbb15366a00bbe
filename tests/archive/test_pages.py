"""Pages: shapes, order, and tokens that lead through every row once."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.tickets.models import Ticket, TicketMessage
from tests.archive.conftest import NOW
from tests.archive.documented import documented
from tests.callers import Api
from tests.world import World, plant

pytestmark = pytest.mark.django_db
Tickets = dict[str, Ticket]


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


def ask(api: Api, path: str = "Ticket", **options: Any) -> Any:
    return api.get(path + "?" + "&".join(f"%24{name}={quote(str(value))}" for name, value in options.items()))


def chunks(names: list[str], size: int) -> list[list[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


def pages(api: Api, **options: Any) -> list[Any]:
    """Every page, by following the links."""
    page = ask(api, **options)
    found = [page]
    while page["odata.nextLink"]:
        link = urlsplit(page["odata.nextLink"])
        page = api.get(f"{link.path.removeprefix('/api/v1/')}?{link.query}")
        found.append(page)
        assert len(found) < 50
    return found


def test_a_slim_page_has_the_recorded_shape(api: Api, tickets: Tickets) -> None:
    page = ask(
        api,
        select="title,ownedBy, status ,person/fullName,createdAt,has_attachment,nonsense?",
        top=1,
        filter="title is 'crane stops'",
    )
    a = tickets["a"]
    assert list(page) == ["odata.metadata", "odata.nextLink", "value"]
    assert page["odata.metadata"] == "http://testserver/api/v1/Archive/$metadata"
    assert page["odata.nextLink"] is None
    assert page["value"] == [
        {
            "PrimaryKey": str(a.pk),
            "EntityName": "ticket",
            "title": "Crane stops",
            "ownedBy": "Ada Berg",
            "status": "Active",
            "person/fullName": "Cleo Marsh",
            "createdAt": "2025-10-15T08:00:00",
            "has_attachment": True,
        }
    ]


def test_a_full_page_tells_stored_values_beside_shown_ones(api: Api, tickets: Tickets, world: World) -> None:
    page = ask(api, select="title,ownedBy,status,closedAt", mode="full", filter="title is 'pump'")
    [row] = page["value"]
    assert list(row) == ["PrimaryKey", "EntityName", "StyleHint", "LinkHint", "TableRight", "Column"]
    assert row["PrimaryKey"] == tickets["c"].pk
    assert row["LinkHint"] == f"nav=ticket&ticket_id={tickets['c'].pk}"
    assert row["TableRight"] == {"Mask": 15, "Reason": ""}
    hints = {"LinkHint": "", "TooltipHint": ""}
    assert row["Column"] == {
        "title": {"RawValue": "Pump", "DisplayValue": "Pump", **hints},
        "ownedBy": {"RawValue": None, "DisplayValue": "", **hints},
        "status": {"RawValue": 2, "DisplayValue": "Closed", **hints},
        "closedAt": {"RawValue": "0001-01-01T00:00:00", "DisplayValue": "0001-01-01T00:00:00", **hints},
    }


def test_names_are_kept_as_they_were_asked_for_or_made_safe(api: Api, tickets: Tickets) -> None:
    [row] = ask(api, select="TITLE,person/contact/name", top=1)["value"]
    assert list(row)[2:] == ["TITLE", "person/contact/name"]
    [row] = ask(api, select="title,person/email/emailAddress", top=1, jsonSafe="true")["value"]
    assert list(row)[2:] == ["title", "person_email_emailAddress"]


def test_without_a_selection_all_plain_columns_come(api: Api, tickets: Tickets) -> None:
    [row] = ask(api, top=1)["value"]
    assert list(row)[:2] == ["PrimaryKey", "EntityName"]
    assert set(list(row)[2:]) == {name for name in documented("Ticket") if not name.startswith("get")}
    assert not [name for name in row if "/" in name or name.startswith("get")]


def test_option_names_are_known_in_any_case(api: Api, tickets: Tickets) -> None:
    rows = api.get("ticket?$SELECT=title&%24Top=2&$ORDERBY=ticketId DESC&$Filter=status eq 1")["value"]
    assert [row["title"] for row in rows] == ["", "crane 100% O'Brien_x"]


@pytest.mark.parametrize(
    "order",
    ["", "ticketId desc", "createdAt", "createdAt desc", "deadline", "deadline desc", "numberOfMessages desc,title",
     "ownedBy,title desc", "person/lastName desc", "categoryFullName", "person/fullName", "status,ticketId desc"],
)  # fmt: skip
@pytest.mark.parametrize("top", [1, 3])
def test_following_the_links_shows_every_row_once_in_order(
    api: Api, tickets: Tickets, order: str, top: int
) -> None:
    whole = [row["PrimaryKey"] for row in ask(api, select="ticketId", orderBy=order)["value"]]
    walked = [
        [row["PrimaryKey"] for row in page["value"]]
        for page in pages(api, select="ticketId", orderBy=order, top=top)
    ]
    assert list(itertools.chain(*walked)) == whole
    assert len(whole) == 4
    assert all(len(page) == top for page in walked[:-1])
    skipped = [ask(api, select="ticketId", orderBy=order, top=1, skip=number)["value"] for number in range(5)]
    assert [row["PrimaryKey"] for rows in skipped for row in rows] == whole


def test_nothing_comes_before_everything(api: Api, tickets: Tickets) -> None:
    letters = {str(ticket.pk): letter for letter, ticket in tickets.items()}

    def ordered(order: str) -> str:
        return "".join(
            letters[row["PrimaryKey"]] for row in ask(api, select="ticketId", orderBy=order)["value"]
        )

    assert ordered("deadline") == "cdba"
    assert ordered("deadline desc") == "abdc"


def test_a_page_of_another_order_is_refused(api: Api, tickets: Tickets) -> None:
    link = urlsplit(ask(api, select="ticketId", top=1, orderBy="title")["odata.nextLink"])
    for spoiled in (
        link.query.replace("orderBy=title", "orderBy=author"),
        link.query[:-4],
        "%24skiptoken=x",
        "%24skiptoken=bnVsbA",
    ):
        assert api.get(f"Ticket?{spoiled}", status=400)["ErrorMessage"].startswith("$skiptoken")


def test_an_empty_page_is_a_page(api: Api, tickets: Tickets) -> None:
    assert ask(api, skip=20, top=20)["value"] == []
    assert ask(api, top=0) == {
        "odata.metadata": "http://testserver/api/v1/Archive/$metadata",
        "odata.nextLink": None,
        "value": [],
    }


def test_all_rows_are_counted_when_asked(api: Api, tickets: Tickets) -> None:
    page = ask(api, inlineCount="AllPages", top=1, filter="status eq 1")
    assert page["odata.count"] == "3"
    assert "odata.count" not in ask(api, inlineCount="False", top=1)


@pytest.mark.parametrize(
    ("option", "value"),
    [("top", "-1"), ("top", "many"), ("skip", "1.5"), ("mode", "thick"), ("inlineCount", "perhaps"),
     ("orderBy", "title sideways"), ("orderBy", "nothing"), ("orderBy", "tags"), ("entities", "sale"), ("filter", "x")],
)  # fmt: skip
def test_an_option_that_cannot_be_is_refused_by_name(
    api: Api, tickets: Tickets, option: str, value: str
) -> None:
    refused = api.get(f"Ticket?%24{option}={quote(value)}", status=400)
    assert refused["ErrorMessage"].startswith(f"${option}")


def test_a_page_costs_two_statements_whatever_its_size(api: Api, world: World) -> None:
    def cost(rows: int) -> int:
        plant(
            *[
                Ticket(
                    title=f"T{number}", created_at=NOW, last_changed=NOW, status=world.open, owner=world.ada
                )
                for number in range(rows)
            ]
        )
        query = "Ticket?$select=ticketId,title,ownedBy,ticketStatusName,person/fullName,createdAt&$filter=status eq 1&$orderBy=createdAt desc"
        api.get(query)
        with CaptureQueriesContext(
            connection,
        ) as found:
            api.get(query)
        return len(found)

    assert cost(10) == cost(300) == 2


def test_messages_of_a_ticket_follow_its_rights(api: Api, world: World) -> None:
    (secret,) = plant(
        Ticket(title="Secret", created_at=NOW, last_changed=NOW, status=world.open, category=world.secret)
    )
    plant(
        TicketMessage(ticket=secret, created_at=NOW, body="Hush"),
        TicketMessage(ticket=world.ticket, created_at=NOW, body="Hei"),
    )
    assert [row["body"] for row in ask(api, f"Ticket/{secret.pk}/Messages", select="body")["value"]] == [
        "Hush"
    ]
    bo = Api(world.bo)
    bo.get(f"Ticket/{secret.pk}/Messages", status=404)
    assert [row["body"] for row in ask(bo, "Archive/TicketMessage", select="body")["value"]] == ["Hei"]
    assert ask(bo, "Archive/TicketMessage", select="body", filter="ticket/title is 'secret'")["value"] == []
    assert ask(bo, filter="title is 'secret'")["value"] == []


def test_a_caller_from_outside_is_not_offered_what_belongs_to_others(world: World) -> None:
    cleo = Api(world.cleo)
    [row] = ask(cleo, select="ticketId,title,sale/heading,person/fullName,ownedBy", top=1)["value"] or [{}]
    assert not {"sale/heading", "ownedBy"} & set(row)
    for name in ("saleId", "connectId", "numberOfMessages", "content"):
        assert "no column" in cleo.get(f"Ticket?$filter={name} isNotNull", status=400)["ErrorMessage"]
    refused = cleo.get("Ticket?$filter=sale/heading contains 'a'", status=400)
    assert "no column" in refused["ErrorMessage"]


def test_archives_are_named_described_and_asked_by_name(api: Api, tickets: Tickets) -> None:
    names = [row["name"] for row in api.get("Archive")["value"]]
    assert {"Ticket", "TicketMessage", "SystemEvents", "Person", "SimpleContact"} <= set(names)
    for address in ("Archive/ticket/$metadata", "Archive/Ticket$metadata", "archive/TICKET?$metadata=ALL"):
        columns = api.get(address)
        assert columns["title"]["RestrictionType"] == "string"
        assert columns["ownedBy"] | {"RestrictionType": "ejUser", "CanOrderBy": True} == columns["ownedBy"]
        assert columns["body"]["CanRestrictBy"] is False if "body" in columns else True
    assert len(ask(api, "Archive/Ticket", select="title")["value"]) == 4
    assert "no archive" in api.get("Archive/nothing", status=404)["ErrorMessage"]


def test_options_may_stand_in_a_body(api: Api, tickets: Tickets) -> None:
    body = {"$select": "title", "$filter": "title is 'pump'", "$top": 5}
    assert api.post("Archive/Ticket", body)["value"][0]["title"] == "Pump"
    form = api.client.post(
        "/api/v1/Archive/ticket",
        "%24select=title&%24filter=title+is+'pump'",
        content_type="application/x-www-form-urlencoded",
    )
    assert form.json()["value"][0]["title"] == "Pump"


@pytest.mark.parametrize(
    "path",
    [
        "SystemEvent",
        "Archive/SystemEvents",
        "Archive/FindProject",
        "Archive/FindSale",
        "Archive/Person",
        "Archive/SimpleContact",
        "Archive/AllUsers",
        "Archive/FindAppointment",
        "Archive/Participants",
        "Archive/Links",
    ],
)
def test_every_archive_can_be_read_whole_sorted_and_filtered_by_each_column(
    api: Api, world: World, path: str
) -> None:
    assert ask(api, path)["value"] is not None
    name = "SystemEvents" if path == "SystemEvent" else path.partition("/")[2]
    columns = api.get(f"Archive/{name}/$metadata").values()
    shown = [column["Name"] for column in columns if column["IsVisible"]]
    sorted_by = [column["Name"] for column in columns if column["CanOrderBy"]]
    bare = ("bool", "intArray", "*None*")
    compared = [column["Name"] for column in columns if column["RestrictionType"] not in bare]
    for names in chunks(shown, 60):
        ask(api, path, select=",".join(names), top=1)
    for names in chunks(sorted_by, 8):
        ask(api, path, orderBy=",".join(f"{one} desc" for one in names), top=1)
    for names in chunks(compared, 40):
        ask(api, path, filter=" or ".join(f"{one} isNotNull" for one in names), top=1)


def test_dates_are_told_in_the_zone_that_was_asked_for(world: World, tickets: Tickets) -> None:
    api = Api(world.tove, **{"so-timezone": "NO,includeTZOffset"})
    [row] = ask(api, select="createdAt,deadline,closedAt", filter="deadline date '2025-10-17'")["value"]
    assert (row["createdAt"], row["deadline"], row["closedAt"]) == (
        "2025-10-15T08:00:00Z",
        "2025-10-17T00:30:00+02:00",
        "0001-01-01T00:00:00Z",
    )
