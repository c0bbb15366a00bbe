"""Columns of projects and sales."""

from __future__ import annotations

from crm.directory.archives.fields import field_columns
from crm.directory.archives.people import CONTACT_COLUMNS, PERSON_COLUMNS
from crm.directory.archives.users import USER_COLUMNS
from crm.directory.contracts.enums import SALE_COMPLETED, SALE_STATUS
from crm.directory.models import (
    Associate,
    Currency,
    FieldOwner,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectType,
    Sale,
    SaleType,
)
from crm.wire.archive.columns import Archive, Columns, Related
from crm.wire.archive.plain import Holding, OneOf, Since, Until, Words
from crm.wire.archive.words import Choice, Day, Decimal, Joined, Listed, Text, Truth, Whole

PROJECT_COLUMNS = Columns(
    {
        "projectId": Whole("id"),
        "name": Text("name"),
        "number": Text("project_number"),
        "description": Text("description"),
        "type": Listed("type", ProjectType, list_name="projecttype"),
        "status": Listed("status", ProjectStatus, list_name="projectstatus"),
        "associateId": Listed("associate", Associate, type_="associate", list_name="associate"),
        "URL/URLAddress": Text("url"),
        "endDate": Day("end_date"),
        "nextMilestone": Day("start_date"),
        "isPublished": Truth("is_published"),
        "registeredDate": Day("registered", stamp=True),
        "updatedDate": Day("updated", stamp=True),
        "associate/": Related(lambda: USER_COLUMNS, "associate"),
        **field_columns(FieldOwner.PROJECT, "project"),
    }
)
FIND_PROJECT = Archive(
    "FindProject",
    Project,
    "project",
    PROJECT_COLUMNS,
    order=("name", "pk"),
    link="nav=project&project_id=",
    filters={
        "q": Words("name", "number", "description", says="Words that name, number or description hold."),
        "name": Holding("name", says="What the name holds."),
        "number": Holding("number", says="What the number holds."),
        "type": OneOf("type", says="Types, by name or number."),
        "status": OneOf("status", says="Statuses, by name or number."),
        "owner": OneOf("associateId", says="Users, by name or number; me."),
        "ends_from": Since("endDate", says="Ending from this date on."),
        "ends_to": Until("endDate", says="Ending up to this date."),
        "changed_from": Since("updatedDate", says="Changed from this date on."),
        "changed_to": Until("updatedDate", says="Changed up to this date."),
    },
)

PROJECT_MEMBER = Archive(
    "ProjectMember",
    ProjectMember,
    "projectMember",
    Columns(
        {
            "projectMemberId": Whole("id"),
            "projectId": Whole("project_id"),
            "personId": Whole("person_id"),
            "contactId": Whole("contact_id"),
            "firstName": Text("person__firstname"),
            "lastName": Text("person__lastname"),
            "fullName": Joined(" ", "person__firstname", "person__middle_name", "person__lastname"),
            "comment": Text("comment"),
            "registeredDate": Day("registered", stamp=True),
            "updatedDate": Day("updated", stamp=True),
            "person/": Related(lambda: PERSON_COLUMNS, "person"),
            "contact/": Related(lambda: CONTACT_COLUMNS, "contact"),
            "project/": Related(lambda: PROJECT_COLUMNS, "project"),
        }
    ),
    order=("person__lastname", "person__firstname", "pk"),
    open=frozenset({"project"}),
)

SALE_COLUMNS = Columns(
    {
        "saleId": Whole("id"),
        "heading": Text("title"),
        "number": Text("number"),
        "description": Text("description"),
        "date": Day("sale_date"),
        "nextDueDate": Day("next_due_date"),
        "amount": Decimal("amount"),
        "currency": Listed("currency", Currency, list_name="currency"),
        "earning": Decimal("earning"),
        "earningPercent": Decimal("earning_percent"),
        "probPercent": Whole("probability"),
        "saleStatus": Choice("status", SALE_STATUS),
        "completed": Choice("completed", SALE_COMPLETED),
        "saleType": Listed("sale_type", SaleType, list_name="saletype"),
        "associateId": Listed("associate", Associate, type_="associate", list_name="associate"),
        "contactId": Whole("contact_id"),
        "personId": Whole("person_id"),
        "projectId": Whole("project_id"),
        "registeredDate": Day("registered", stamp=True),
        "updatedDate": Day("updated", stamp=True),
        "contact/": Related(lambda: CONTACT_COLUMNS, "contact"),
        "person/": Related(lambda: PERSON_COLUMNS, "person"),
        "project/": Related(lambda: PROJECT_COLUMNS, "project"),
        "associate/": Related(lambda: USER_COLUMNS, "associate"),
        **field_columns(FieldOwner.SALE, "sale"),
    }
)
FIND_SALE = Archive(
    "FindSale",
    Sale,
    "sale",
    SALE_COLUMNS,
    order=("-sale_date", "-pk"),
    link="nav=sale&sale_id=",
    filters={
        "q": Words("heading", "number", "description", says="Words that title, number or description hold."),
        "title": Holding("heading", says="What the title holds."),
        "number": Holding("number", says="What the number holds."),
        "type": OneOf("saleType", says="Types, by name or number."),
        "status": OneOf("saleStatus", says="Open, Sold, Lost or Stalled."),
        "owner": OneOf("associateId", says="Users, by name or number; me."),
        "company": OneOf("contactId", says="Numbers of companies."),
        "person": OneOf("personId", says="Numbers of people."),
        "project": OneOf("projectId", says="Numbers of projects."),
        "date_from": Since("date", says="Sold, or to be sold, from this date on."),
        "date_to": Until("date", says="Sold, or to be sold, up to this date."),
        "changed_from": Since("updatedDate", says="Changed from this date on."),
        "changed_to": Until("updatedDate", says="Changed up to this date."),
    },
)
