"""`manage.py create_user`: somebody who signs in, and owns tickets under the same name."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from crm.directory.actions import open_account


class Command(BaseCommand):
    help = (
        "Makes an account that signs in and the user of the desk behind it. An account that is there already, such as "
        "one of createsuperuser, becomes a user of the desk. The password is asked for, or read from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the name to sign in with, which is also the user's initials: ann")
        parser.add_argument("--full-name", default="", help="what colleagues read: 'Ann Berg'")
        parser.add_argument("--email", default="", help="where notifications go")
        parser.add_argument("--administrator", action="store_true", help="may do everything")
        parser.add_argument(
            "--role", help="what else they may do: the name of a role, such as 'Service agents'"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        account = User.objects.filter(username=name).first()
        role = self.role(options["role"])
        if not (role or options["administrator"] or account):
            raise CommandError(f"Say what {name} may do: --administrator, or --role with one of {roles()}.")
        try:
            associate = open_account(
                name,
                password="" if account else self.password(),
                full_name=options["full_name"],
                email=options["email"],
                administrator=options["administrator"],
                role=role,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{name} signs in at /admin/ and is user {associate.pk} of the desk (AssociateId).")
        if not associate.email:
            self.stdout.write("Without --email nobody tells them anything; add the address under Users.")

    def role(self, name: str | None) -> Group | None:
        role = Group.objects.filter(name=name).first() if name else None
        if name and role is None:
            raise CommandError(f"There is no role {name!r}; there are {roles()}.")
        return role

    def password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Once more: "):
            raise CommandError("The two passwords differ; nobody was made.")
        return password


def roles() -> str:
    """The names of all roles, in quotes."""
    names = ", ".join(repr(name) for name in Group.objects.order_by("name").values_list("name", flat=True))
    return names or "none yet (manage.py set_up makes some)"
