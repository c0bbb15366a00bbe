"""The people, companies and lists of the demo world, and how rows are planted and loaded."""

from __future__ import annotations

import datetime

from crm.directory.models import Associate
from crm.directory.seeds.accounts import plant_accounts
from crm.directory.seeds.cast import DEMO_SIGN_INS
from crm.directory.seeds.companies import anchor, plant_companies, plant_people
from crm.directory.seeds.lists import plant_lists
from crm.directory.seeds.work import plant_work

__all__ = ["DEMO_SIGN_INS", "anchor", "is_demo", "seed"]


def is_demo() -> bool:
    """Whether the demo world was planted in this database before."""
    return Associate.objects.filter(is_demo=True).exists()


def seed(now: datetime.datetime) -> int:
    """Plants what is missing of the directory and returns how many rows that took. Call inside a transaction.

    Companies, people and users point at each other and at ticket priorities: the database asks at its end.
    """
    return plant_lists() + plant_companies(now) + plant_people(now) + plant_accounts(now) + plant_work(now)
