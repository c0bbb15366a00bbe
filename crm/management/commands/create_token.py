"""`manage.py create_token`: a token for a program that signs in to the API."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from crm.directory.actions import create_token
from crm.directory.models import Associate

MOST_DAYS = 36_500


class Command(BaseCommand):
    help = "Makes an access token for a user and prints it once; it is stored as a digest only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the initials of the user, such as tje0")
        parser.add_argument("--name", default="console", help="what the token is for")
        parser.add_argument("--days", type=days, default=90, help="days until it expires, 90 unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        associate = Associate.objects.active().filter(name__iexact=options["user"]).first()
        if associate is None:
            raise CommandError(nobody(options["user"]))
        lifetime = datetime.timedelta(days=options["days"])
        try:
            token, secret = create_token(associate, name=options["name"], lifetime=lifetime, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(f"Expires {token.expires_at:%Y-%m-%d %H:%M} UTC. Shown once: keep it now.")
        self.stdout.write(secret)


def days(text: str) -> float:
    """A number of days, for the command line. Raises ArgumentTypeError."""
    try:
        given = float(text)
    except ValueError:
        given = 0.0
    if not 0 < given <= MOST_DAYS:
        raise ArgumentTypeError(f"a token lasts more than 0 and at most {MOST_DAYS} days, not {text!r}")
    return given


def nobody(name: str) -> str:
    """Why a token cannot be made for this name, and what can be done."""
    if User.objects.filter(username__iexact=name, associate=None).exists():
        return (
            f"The account {name} is not a user of the desk yet: `manage.py create_user {name}` makes it one."
        )
    return f"There is no user with the initials {name}. `manage.py create_user` makes one."
