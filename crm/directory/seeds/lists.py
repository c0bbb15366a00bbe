"""The short lists of the demo world. Keys are fixed, so that samples and tests can name them."""

from __future__ import annotations

from crm.directory.models import (
    Business,
    ContactCategory,
    ContactInterest,
    Country,
    Currency,
    PersonInterest,
    Position,
    Priority,
    ProjectStatus,
    ProjectType,
    RejectReason,
    SaleType,
    Task,
    TaskColor,
    TaskDirection,
    TaskType,
    UserGroup,
    VideoMeetingDefault,
)
from crm.directory.models.lists import ListItem
from crm.directory.seeds.planting import plant

# Keys are the numbers of ISO 3166. The documented ticket names 927, which ISO leaves free: it is the sea.
COUNTRIES = (
    (36, "AU", "Australia"),
    (76, "BR", "Brazil"),
    (124, "CA", "Canada"),
    (208, "DK", "Denmark"),
    (233, "EE", "Estonia"),
    (246, "FI", "Finland"),
    (250, "FR", "France"),
    (276, "DE", "Germany"),
    (300, "GR", "Greece"),
    (352, "IS", "Iceland"),
    (356, "IN", "India"),
    (372, "IE", "Ireland"),
    (376, "IL", "Israel"),
    (392, "JP", "Japan"),
    (410, "KR", "South Korea"),
    (504, "MA", "Morocco"),
    (528, "NL", "Netherlands"),
    (566, "NG", "Nigeria"),
    (578, "NO", "Norway"),
    (616, "PL", "Poland"),
    (620, "PT", "Portugal"),
    (704, "VN", "Vietnam"),
    (724, "ES", "Spain"),
    (752, "SE", "Sweden"),
    (804, "UA", "Ukraine"),
    (826, "GB", "United Kingdom"),
    (840, "US", "United States"),
    (927, "XZ", "International waters"),
)
BUSINESSES = (
    "Accounting",
    "Energy",
    "Food and drink",
    "Manufacturing",
    "Public sector",
    "Retail",
    "Shipping",
    "Software",
)
CONTACT_CATEGORIES = (
    "Customer",
    "VIP Customer",
    "Prospect",
    "Partner",
    "Supplier",
    "Former customer",
    "Our own company",
)
POSITIONS = (
    "Managing director",
    "Head of service",
    "Service agent",
    "Account manager",
    "Accountant",
    "Bookkeeper",
    "Developer",
    "Finance",
    "IT manager",
    "Office manager",
    "Purchasing",
    "Technician",
)
CURRENCIES = ("NOK", "EUR", "SEK", "DKK", "USD", "GBP", "PLN", "JPY")
PRIORITIES = ("Low", "Normal", "High")
PROJECT_TYPES = ("Introduction", "Integration", "Event")
PROJECT_STATUSES = ("Planned", "Running", "Finished", "Stopped")
SALE_TYPES = ("New customer", "More licences", "Renewal", "Consulting")

SERVICE_DESK, SECOND_LINE, FINANCE, SALES, MANAGEMENT, FIELD_SERVICE = 1, 2, 3, 4, 5, 431
GROUPS = (
    (SERVICE_DESK, "Service desk", "Answers customers first"),
    (SECOND_LINE, "Second line", "Developers on duty"),
    (FINANCE, "Finance", "Invoices and payments"),
    (SALES, "Sales", "Accounts and renewals"),
    (MANAGEMENT, "Management", ""),
    (FIELD_SERVICE, "Field service", "On the road"),
)

MEETING, CALL_OUT, CALL_IN, TO_DO, VIDEO_MEETING, HOLIDAY = 1, 2, 3, 4, 5, 12
_BLUE, _GREEN, _YELLOW, _RED = (
    TaskColor.LIGHT_BLUE,
    TaskColor.LIGHT_GREEN,
    TaskColor.LIGHT_YELLOW,
    TaskColor.LIGHT_RED,
)
TASKS = (
    (MEETING, "Meeting", TaskType.APPOINTMENT, TaskDirection.UNKNOWN, _BLUE),
    (CALL_OUT, "Call", TaskType.PHONE, TaskDirection.OUTGOING, _GREEN),
    (CALL_IN, "Incoming call", TaskType.PHONE, TaskDirection.INCOMING, _GREEN),
    (TO_DO, "To do", TaskType.TO_DO, TaskDirection.UNKNOWN, _YELLOW),
    (VIDEO_MEETING, "Video meeting", TaskType.APPOINTMENT, TaskDirection.UNKNOWN, _BLUE),
    (6, "E-mail", TaskType.EMAIL, TaskDirection.OUTGOING, _YELLOW),
    (7, "Fax", TaskType.FAX, TaskDirection.OUTGOING, _YELLOW),
    (8, "Letter", TaskType.DOCUMENT, TaskDirection.OUTGOING, _YELLOW),
    (9, "Mail merge, draft", TaskType.MAIL_MERGE_DRAFT, TaskDirection.OUTGOING, _YELLOW),
    (10, "Mail merge", TaskType.MAIL_MERGE_FINAL, TaskDirection.OUTGOING, _YELLOW),
    (11, "Report", TaskType.REPORT, TaskDirection.UNKNOWN, _YELLOW),
    (HOLIDAY, "Holiday", TaskType.APPOINTMENT, TaskDirection.UNKNOWN, _RED),
)

# Names that are kept in several languages, as administrators write them where people speak more than one.
IN_LANGUAGES = {
    "Supplier": 'NO:"Leverandør";US:"Supplier";SW:"Leverantör";GE:"Lieferant"',
    "Holiday": 'NO:"Ferie";US:"Holiday";SW:"Semester";GE:"Urlaub"',
}

_NAMED: tuple[tuple[type[ListItem], tuple[str, ...]], ...] = (
    (Business, BUSINESSES),
    (ContactCategory, CONTACT_CATEGORIES),
    (Position, POSITIONS),
    (Currency, CURRENCIES),
    (Priority, PRIORITIES),
    (ProjectType, PROJECT_TYPES),
    (ContactInterest, ("Newsletter", "Courses", "Beta versions")),
    (PersonInterest, ("Newsletter", "User meetings", "Price lists")),
    (RejectReason, ("Double booked", "Not my subject", "On leave")),
    (ProjectStatus, PROJECT_STATUSES),
    (SaleType, SALE_TYPES),
)


def key_of(names: tuple[str, ...], name: str | None) -> int | None:
    """The key of a list item, which is its place in the list from 1; None stands for none."""
    return None if name is None else names.index(name) + 1


def country_key(iso_code: str | None) -> int | None:
    return None if iso_code is None else {code: key for key, code, _ in COUNTRIES}[iso_code]


def plant_lists() -> int:
    """Plants every list that the directory chooses from and returns how many rows that took."""
    planted = [
        *plant(
            Country(id=key, iso_code=code, name=name, rank=rank)
            for rank, (key, code, name) in enumerate(COUNTRIES, 1)
        ),
        *plant(
            UserGroup(id=key, name=name, tooltip=tooltip, rank=rank)
            for rank, (key, name, tooltip) in enumerate(GROUPS, 1)
        ),
        *_plant_tasks(),
    ]
    for model, names in _NAMED:
        planted += plant(_item(model, key, name) for key, name in enumerate(names, 1))
    return len(planted)


def _item(model: type[ListItem], key: int, name: str) -> ListItem:
    item = model(name=IN_LANGUAGES.get(name, name), rank=key)
    item.pk = key
    return item


def _plant_tasks() -> list[Task]:
    return plant(
        Task(
            id=key,
            name=IN_LANGUAGES.get(name, name),
            type=kind,
            direction=direction,
            color=color,
            rank=key,
            is_default_all_day=key == HOLIDAY,
            is_default_free=key == TO_DO,
            video_meeting=VideoMeetingDefault.VIDEO_MEETING_ON
            if key == VIDEO_MEETING
            else VideoMeetingDefault.NO_CHANGE,
        )
        for key, name, kind, direction, color in TASKS
    )
