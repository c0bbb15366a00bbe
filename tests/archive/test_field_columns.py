"""Columns of custom fields: offered as published, compared and sorted by their types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.directory.actions import publish_fields, save_contact, save_field
from crm.directory.models import Business, Contact, CustomField, FieldOwner, FieldType
from tests.callers import Api
from tests.directory.fieldwork import EVERY_TYPE, EXTRAS, publish
from tests.world import World

pytestmark = pytest.mark.django_db

SEATS, CODE, STORY, RENEWAL, FOUNDED, PARTNER, TRADE, DISCOUNT = [f"contactUdef/{key}" for key in EVERY_TYPE]
SCORE, SEEN = "contactExtra/x_score", "contactExtra/x_seen"
# What the companies have, in the order of EVERY_TYPE and then the extra fields; None is nothing.
ROWS: dict[str, list[Any]] = {
    "Ours": [5, "Zoo", "a tale", "2026-02-03", "0900-01-01", True, 1, 4.5, 7, "2026-02-03T09:15:00"],
    "Lab": [40, "ant", "b TALE", "2026-02-04", "1066-10-14", False, 2, 12.25, -3, "2026-02-04T00:00:00"],
    "Yard": [None, None, None, None, None, None, None, None, None, None],
}


@pytest.fixture
def api(world: World) -> Api:
    publish(world, FieldOwner.CONTACT, *EVERY_TYPE.values(), EXTRAS["x_score"], EXTRAS["x_seen"])
    items = [Business.objects.create(name=name) for name in ("Wood", "Coal")]
    for company, (name, values) in zip((world.ours, world.lab, world.yard), ROWS.items(), strict=True):
        sent = dict(zip([*EVERY_TYPE, "x_score", "x_seen"], values, strict=True))
        if sent["SuperOffice:7"]:
            sent["SuperOffice:7"] = items[sent["SuperOffice:7"] - 1].pk
        save_contact(company, {"name": name, "custom_fields": sent}, by=world.tove)
    Contact.objects.exclude(name__in=ROWS).update(deleted=True)
    return Api(world.ada)


def rows(api: Api, **options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(
        "Archive/SimpleContact?" + urlencode({f"${name}": text for name, text in options.items()})
    )["value"]
    return found


def names(api: Api, **options: str) -> list[str]:
    return [row["name"] for row in rows(api, select="name", **options)]


# A filter, and whose rows it finds.
FILTERS = [
    (f"{SEATS} = 40", ["Lab"]),
    (f"{SEATS} gt 5", ["Lab"]),
    (f"{SEATS} between (0, 5)", ["Ours", "Yard"]),
    (f"{SEATS} = 0", ["Yard"]),
    (f"{CODE} = 'zoo'", ["Ours"]),
    (f"{CODE} begins 'A'", ["Lab"]),
    (f"{CODE} isNot 'ant'", ["Ours", "Yard"]),
    (f"{STORY} contains 'tale'", ["Lab", "Ours"]),
    (f"{RENEWAL} = '2026-02-03'", ["Ours"]),
    (f"{RENEWAL} after '2026-02-03'", ["Lab"]),
    (f"{FOUNDED} before '1000-01-01'", ["Ours"]),
    (f"{PARTNER} = true", ["Ours"]),
    (f"{PARTNER} = 0", ["Lab", "Yard"]),
    (f"{DISCOUNT} ge 4.5", ["Lab", "Ours"]),
    (f"{DISCOUNT} = 12.25", ["Lab"]),
    (f"{SCORE} lt 0", ["Lab"]),
    (f"{SEEN} afterTime '2026-02-03T12:00:00'", ["Lab"]),
    (f"contactudef/superoffice:1 = 5 and {SCORE} = 7", ["Ours"]),
]


def test_each_type_is_compared_as_what_it_is(api: Api) -> None:
    for text, wanted in FILTERS:
        assert sorted(names(api, filter=text)) == wanted, text
    coal = Business.objects.get(name="Coal")
    assert names(api, filter=f"{TRADE} = {coal.pk}") == ["Lab"]
    assert names(api, filter=f"{TRADE} oneOf ({coal.pk}, 999)") == ["Lab"]


@pytest.mark.parametrize("zone", ["UTC", "US-NY", "AU-NSW"])
def test_a_day_is_the_same_day_in_every_time_zone(api: Api, world: World, zone: str) -> None:
    there = Api(world.ada, **{"SO-TimeZone": zone})
    assert names(there, filter=f"{RENEWAL} = '2026-02-03'") == ["Ours"]
    assert rows(there, select=f"name,{RENEWAL}", filter="name = 'Ours'")[0][RENEWAL].startswith(
        "2026-02-03T00:00:00"
    )


# A column, and the rows in its order: nothing comes first.
ORDERS = [
    (SEATS, ["Yard", "Ours", "Lab"]),
    (CODE, ["Yard", "Ours", "Lab"]),
    (RENEWAL, ["Yard", "Ours", "Lab"]),
    (FOUNDED, ["Yard", "Ours", "Lab"]),
    (DISCOUNT, ["Yard", "Ours", "Lab"]),
    (TRADE, ["Yard", "Lab", "Ours"]),
    (SCORE, ["Lab", "Yard", "Ours"]),
    (SEEN, ["Yard", "Ours", "Lab"]),
]


def test_each_type_sorts_and_pages_as_what_it_is(api: Api) -> None:
    for column, wanted in ORDERS:
        assert names(api, orderBy=f"{column} asc") == wanted, column
        assert names(api, orderBy=f"{column} desc") == wanted[::-1], column
        found, address = (
            [],
            "Archive/SimpleContact?" + urlencode({"$select": "name", "$orderBy": column, "$top": "1"}),
        )
        while address:
            page = api.get(address)
            found += [row["name"] for row in page["value"]]
            address = (page["odata.nextLink"] or "").partition("/api/v1/")[2]
        assert found == wanted, column


def test_values_are_shown_by_type_and_agents_get_them_encoded(api: Api) -> None:
    columns = [SEATS, CODE, RENEWAL, PARTNER, TRADE, DISCOUNT, SCORE]
    full = {row["name"]: row for row in rows(api, select=",".join(["name", *columns]))}
    assert [full["Ours"][column] for column in columns] == [
        5,
        "Zoo",
        "2026-02-03T00:00:00",
        True,
        "Wood",
        4.5,
        7,
    ]
    assert [full["Yard"][column] for column in columns] == [0, "", "0001-01-01T00:00:00", False, "", 0.0, 0]
    body = {
        "ProviderName": "SimpleContact", "Columns": columns, "PageSize": 9,
        "Restriction": [{"Name": "name", "Operator": "is", "Values": ["Ours"], "IsActive": True}],
    }  # fmt: skip
    [row] = api.post("Agents/Archive/GetArchiveListByColumns", body)
    told = [row["ColumnData"][column]["DisplayValue"] for column in columns]
    assert told == ["[I:5]", "Zoo", "[D:2026-02-03]", "[I:1]", "Wood", "[F:4.5]", "[I:7]"]


def test_columns_are_grouped_and_summed(api: Api) -> None:
    for column, wanted in ((PARTNER, [(False, 40), (True, 5)]), (CODE, [("", 0), ("ant", 40), ("Zoo", 5)])):
        select = f"GroupBy({column}):Header:HideDetail,Sum({SEATS}):HideDetail"
        found = [tuple(row.values())[-2:] for row in rows(api, select=select)]
        assert sorted(found, key=str) == sorted(wanted, key=str)
    for column in (SEATS, TRADE, DISCOUNT, RENEWAL):
        assert len(rows(api, select=f"GroupBy({column}):Header:HideDetail,CountAll(name):HideDetail")) == 3, (
            column
        )


def test_what_is_published_is_offered_and_nothing_else(api: Api, world: World) -> None:
    listed = api.post("Agents/Archive/GetAvailableColumns", {"ProviderName": "SimpleContact"})
    told = {column["Name"]: column for column in listed}
    described = api.get("Archive/SimpleContact/$metadata")
    assert {name for name in told if name.startswith(("contactUdef/", "contactExtra/"))} == {
        *[f"contactUdef/{key}" for key in EVERY_TYPE], SCORE, SEEN,
    }  # fmt: skip
    shown = ("DisplayName", "RestrictionType", "RestrictionListName", "CanOrderBy", "CanRestrictBy")
    assert [told[TRADE][name] for name in shown] == ["Trade", "listAny", "business", True, True]
    assert [told[RENEWAL][name] for name in shown] == ["Renewal", "date", "", True, True]
    assert described[TRADE] == told[TRADE]
    for unknown in (
        "contactUdef/SuperOffice:99",
        "contactExtra/SuperOffice:1",
        "contactUdef/i1",
    ):
        assert (
            "has no column"
            in api.get(f"Archive/SimpleContact?$filter={unknown} = 1", status=400)["ErrorMessage"]
        )


def test_a_column_follows_its_field_at_once(api: Api, world: World) -> None:
    assert names(api, filter=f"{SEATS} gt 9") == ["Lab"]
    field = CustomField.objects.working(FieldOwner.CONTACT).get(label="Seats")
    save_field(field, {"type": FieldType.SHORT_TEXT}, by=world.tove)
    publish_fields(FieldOwner.CONTACT, by=world.tove)
    assert names(api, filter=f"{SEATS} begins '4'") == ["Lab"]
    assert (
        "has no operator"
        in api.get(f"Archive/SimpleContact?$filter={SEATS} afterTime 9", status=400)["ErrorMessage"]
    )
    field = CustomField.objects.working(FieldOwner.CONTACT).get(label="Discount")
    save_field(field, {"default": "50"}, by=world.tove)
    publish_fields(FieldOwner.CONTACT, by=world.tove)
    assert names(api, filter=f"{DISCOUNT} gt 12.25") == ["Yard"]


def test_fields_of_what_is_related_are_columns_too(api: Api, world: World) -> None:
    people = api.get(
        f"Archive/Person?$select=contact/{SEATS}&$filter=contact/{SEATS} = 40 and personId = {world.cleo_person.pk}"
    )
    assert [row[f"contact/{SEATS}"] for row in people["value"]] == [40]


OTHERS = [
    (FieldOwner.PERSON, "Person", "personExtra/x_score"),
    (FieldOwner.PROJECT, "FindProject", "projectExtra/x_score"),
    (FieldOwner.SALE, "FindSale", "saleExtra/x_score"),
    (FieldOwner.APPOINTMENT, "FindAppointment", "appointmentExtra/x_score"),
    (FieldOwner.TICKET, "Ticket", "extra/x_score"),
    (FieldOwner.TICKET_MESSAGE, "TicketMessage", "extra/x_score"),
    (FieldOwner.USER, "AllUsers", "extra/x_score"),
]


@pytest.mark.parametrize(("owner", "archive", "column"), OTHERS)
def test_every_kind_of_row_has_its_columns(
    world: World, owner: FieldOwner, archive: str, column: str
) -> None:
    publish(world, owner, {**EXTRAS["x_score"], "default": "3"})
    admin = Api(world.tove)
    total = len(admin.get(f"Archive/{archive}?$select={column}")["value"])
    kept = admin.get(f"Archive/{archive}?$select={column}&$filter={column} = 3&$orderBy={column}")["value"]
    assert {row[column] for row in kept} <= {3}
    assert len(kept) == total


def test_a_list_of_custom_fields_takes_as_many_statements_as_any(api: Api) -> None:
    address = f"Archive/SimpleContact?$select=name,{SEATS},{TRADE}&$orderBy={TRADE}&$filter={SEATS} gt 1"
    plain = "Archive/SimpleContact?$select=name,business&$orderBy=business&$filter=contactId gt 1"
    counts = []
    for asked in (address, plain):
        api.get(asked)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.get(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]
