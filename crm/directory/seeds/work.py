"""Projects and sales of the demo world."""

from __future__ import annotations

import datetime

from crm.directory.models import Project, Sale, SaleCompleted, SaleStatus
from crm.directory.seeds import lists
from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.companies import company_of, people_by_name
from crm.directory.seeds.lists import key_of
from crm.directory.seeds.planting import ago, plant

# key, name, type, status, owner, days since its start
PROJECTS = (
    (301, "Fjord for Nordlys kommune", "Introduction", "Running", "iso0", 75),
    (302, "Invoices by EHF", "Integration", "Running", "aha0", 40),
    (303, "Offshore pilot", "Introduction", "Running", "lny0", 120),
    (304, "Autumn gathering of customers", "Event", "Planned", "iso0", -20),
    (305, "Move to the new telephone system", "Integration", "Finished", "yta0", 300),
)
_OPEN, _SOLD, _LOST, _STALLED = SaleStatus.OPEN, SaleStatus.SOLD, SaleStatus.LOST, SaleStatus.STALLED
# key, title, status, type, amount, currency, probability, customer, owner, project, days since its date
SALES = (
    (401, "Twenty licences and training", _OPEN, 1, 184_000, "EUR", 60, "Casimer Lebsack", "iso0", None, -14),
    (402, "Renewal 2027", _OPEN, 3, 96_000, "NOK", 90, "Ingrid Dahl", "iso0", None, -30),
    (403, "Integration with the payroll", _OPEN, 4, 240_000, "NOK", 40, "Turid Hætta", "aha0", 301, -45),
    (404, "Offshore pilot, second platform", _OPEN, 2, 78_500, "EUR", 75, "Bobbie Hoppe-Goldner Blanda", "lny0", 303, -7),
    (405, "First licences", _SOLD, 1, 420_000, "JPY", 100, "花子 佐藤", "yta0", None, 35),
    (406, "Till and desk together", _LOST, 1, 31_000, "EUR", 0, "Éloïse Lefèvre", "iso0", None, 90),
    (407, "Five more licences", _SOLD, 2, 22_500, "SEK", 100, "Oskar Lind", "iso0", None, 12),
    (408, "A desk for the bakery", _STALLED, 1, 18_000, "PLN", 25, "Łukasz Zając", "iso0", None, 60),
)  # fmt: skip


def plant_work(now: datetime.datetime) -> int:
    """Plants projects and sales and returns how many rows that took."""
    return len(_plant_projects(now)) + len(_plant_sales(now))


def _plant_projects(now: datetime.datetime) -> list[Project]:
    return plant(
        Project(
            id=key,
            name=name,
            project_number=f"P-{key}",
            type_id=key_of(lists.PROJECT_TYPES, kind),
            status_id=key_of(lists.PROJECT_STATUSES, status),
            associate_id=KEYS[owner],
            start_date=ago(now, days=days),
            registered=ago(now, days=max(days, 0) + 20),
            updated=ago(now, days=max(days, 0) + 20),
        )
        for key, name, kind, status, owner, days in PROJECTS
    )


def _plant_sales(now: datetime.datetime) -> list[Sale]:
    people = people_by_name()
    return plant(
        Sale(
            id=key,
            title=title,
            number=f"S-{key}",
            status=status,
            completed=SaleCompleted.COMPLETED if status in (_SOLD, _LOST) else SaleCompleted.STARTED,
            sale_type_id=kind,
            amount=amount,
            earning=amount * 0.4,
            earning_percent=40,
            probability=probability,
            currency_id=key_of(lists.CURRENCIES, currency),
            person_id=people[customer],
            contact_id=company_of(people[customer]),
            project_id=project,
            associate_id=KEYS[owner],
            sale_date=ago(now, days=days),
            registered=ago(now, days=max(days, 0) + 30),
            updated=ago(now, days=max(days, 0)),
        )
        for key, title, status, kind, amount, currency, probability, customer, owner, project, days in SALES
    )
