"""The carriers of projects and sales, as other carriers hold them."""

from __future__ import annotations

from crm.directory.contracts.enums import SALE_COMPLETED, SALE_STATUS
from crm.directory.models import Project, Sale, SaleCompleted
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Constant, Contract, Enum, Id, Key, Stamp


def _weighted(amount: float | None, probability: int | None) -> float:
    return (amount or 0.0) * (probability or 0) / 100


def _full_name(first: str | None, middle: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, middle, last) if part)


PROJECT = Contract(
    "Project",
    Project,
    {
        "ProjectId": Key(),
        "Name": "name",
        "Description": "description",
        "URL": "url",
        "Type": "type__name",
        "AssociateId": Id("associate"),
        "AssociateFullName": "associate__full_name",
        "TypeId": Id("type"),
        "Updated": Stamp("updated"),
        "StatusId": Id("status"),
        "Status": "status__name",
        "TextId": Constant(0, kinds.INTEGER),
        "PublishTo": "publish_to",
        "PublishFrom": "publish_from",
        "IsPublished": "is_published",
        "URLName": "url_name",
        "ProjectNumber": "project_number",
        "ActiveErpLinks": Constant(0, kinds.INTEGER),
        "EventId": Constant(0, kinds.INTEGER),
        "StartDate": "start_date",
        **RIGHTS,
    },
)

SALE = Contract(
    "Sale",
    Sale,
    {
        "ContactName": "contact__name",
        "SaleDate": "sale_date",
        "SaleId": Key(),
        "Probability": "probability",
        "Title": "title",
        "Amount": "amount",
        "Currency": "currency__name",
        "ProjectName": "project__name",
        "AssociateFullName": "associate__full_name",
        "Description": "description",
        "Status": Enum("status", SALE_STATUS),
        "WeightedAmount": Computed(_weighted, ["amount", "probability"], kinds.DOUBLE),
        "ProjectId": Id("project"),
        "EarningPercent": "earning_percent",
        "Earning": "earning",
        "ContactId": Id("contact"),
        "AssociateId": Id("associate"),
        "PersonId": Id("person"),
        "SaleTypeId": Id("sale_type"),
        "SaleTypeName": "sale_type__name",
        "PersonFullName": Computed(
            _full_name, ["person__firstname", "person__middle_name", "person__lastname"], kinds.STRING
        ),
        "Completed": Enum("completed", SALE_COMPLETED),
        "ActiveErpLinks": Constant(0, kinds.INTEGER),
        "NextDueDate": "next_due_date",
        "Number": "number",
        **RIGHTS,
    },
)


def _is_done(completed: int) -> int:
    return SaleCompleted.COMPLETED if completed == SaleCompleted.COMPLETED else SaleCompleted.NOT_STARTED


SALE_SUMMARY = Contract(
    "SaleSummaryItem",
    Sale,
    {
        "SaleId": Key(),
        "SaleDate": Column("sale_date", read_only=True),
        "Probability": Column("probability", read_only=True),
        "Heading": Column("title", read_only=True),
        "Amount": Column("amount", read_only=True),
        "Currency": "currency__name",
        "AmountInBaseCurrency": Constant(0.0, kinds.DOUBLE),
        "Status": Enum("status", SALE_STATUS, read_only=True),
        "Completed": Computed(_is_done, ["completed"], kinds.enum_kind(SALE_COMPLETED)),
        "Registered": Column("registered", read_only=True, kind=kinds.STAMP),
    },
)
