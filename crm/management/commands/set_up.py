"""`manage.py set_up`: everything that a release needs before it is served."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from crm.management.groundwork import is_unmanned, lay_groundwork

FIRST_USER = "Nobody can sign in yet. The first administrator: manage.py create_user NAME --administrator"


class Command(BaseCommand):
    help = (
        "Brings the database up to date, makes the rows that a desk cannot do without (statuses, priorities, a "
        "category, roles, a group of users) where they are missing, and collects the static files. "
        "Run it for each release before the server starts; a second time it changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        lay_groundwork(self.stdout.write, demo=False)
        self.stdout.write("The desk is set up.")
        if is_unmanned():
            self.stdout.write(FIRST_USER)
