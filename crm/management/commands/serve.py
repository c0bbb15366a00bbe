"""`manage.py serve`: a running desk, from whatever is there to a printed address."""

import errno
import socket
import sys
import urllib.error
import urllib.request
from argparse import ArgumentTypeError
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from crm.directory.seeds import DEMO_SIGN_INS, is_demo
from crm.management.groundwork import is_unmanned, lay_groundwork
from crm.management.pair import Pair

FIRST_ANSWER_SECONDS = 60
HIGHEST_PORT = 65_535

ADDRESSES = """
Fjord is running at {url}

  Desk             {url}admin/
  REST API         {url}api/v1
  API reference    {url}api/docs/
"""
SIGN_INS = """
  Demo sign-ins, name / password:"""
BEHIND_PROXY = """
Fjord is running, and answers HTTPS only: it waits at {door} for your proxy.
People reach it where the proxy does the HTTPS: {url} (FJORD_URL); docs/production.md shows one.
"""
FIRST_USER = (
    "\n  Nobody can sign in yet: `manage.py create_user NAME --administrator` makes the first account.\n"
)
FAREWELL = "\nCtrl-C stops it."
ENDED = "The server or the worker ended by itself (exit code {code}), so both are stopped. Its own words stand above."


class Command(BaseCommand):
    help = "Migrates, seeds an empty demo database, then runs the server and the worker until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port",
            type=port_number,
            default=settings.FJORD_PORT,
            help="The port to listen on; PORT unless given, 0 for any that is free.",
        )
        parser.add_argument(
            "--bind",
            default=settings.FJORD_HOST,
            metavar="ADDRESS",
            help="The address to listen on; FJORD_BIND unless given, 0.0.0.0 for all.",
        )

    def handle(self, *_args: Any, port: int, bind: str, **_options: Any) -> None:
        try:
            with closing(open_door(bind, port)) as door:
                self.prepare()
                code = self.run(door)
        except OperationalError as error:
            raise CommandError(f"The database that DATABASE_URL names cannot be used: {error}") from error
        except KeyboardInterrupt:
            code = 0  # stopped while setting up; every step can be taken again
        if code:
            sys.exit(code)

    def run(self, door: socket.socket) -> int:
        """Serves behind the open door until told to stop; the exit code of what ended first."""
        url = address(door)
        with Pair() as pair:
            server = [
                "gunicorn",
                "-c",
                "python:config.server",
                "--bind",
                f"fd://{door.fileno()}",
                "config.wsgi",
            ]
            pair.start([sys.executable, "-m", *server], keep_open=[door.fileno()])
            pair.start([sys.executable, str(settings.BASE_DIR / "manage.py"), "work"])
            door.close()  # from here on the server alone holds it, and callers notice when it dies
            if answers(url):
                self.greet(url)
            code = pair.wait()
        if not pair.told_to_stop:
            self.stderr.write(ENDED.format(code=code))
        return code

    def prepare(self) -> None:
        lay_groundwork(self.stdout.write, demo=True)

    def greet(self, url: str) -> None:
        if settings.PRODUCTION:
            lines = BEHIND_PROXY.format(door=url, url=settings.FJORD_URL or "https://...")
        else:
            lines = ADDRESSES.format(url=url)
        if is_demo():
            width = max(len(f"{name} / {password}") for name, password, _what in DEMO_SIGN_INS)
            signs = [
                f"    {f'{name} / {password}':{width}}  {what}" for name, password, what in DEMO_SIGN_INS
            ]
            lines += "\n".join([SIGN_INS, *signs, ""])
        elif is_unmanned():
            lines += FIRST_USER
        self.stdout.write(lines + FAREWELL)
        self.stdout.flush()


def port_number(text: str) -> int:
    """A port, for the command line. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST_PORT):
        raise ArgumentTypeError(f"a port is a whole number from 0 to {HIGHEST_PORT}, not {text!r}")
    return int(text)


def open_door(bind: str, port: int) -> socket.socket:
    """The listening socket. Taken before anything else, so that a taken port is known at once.

    Callers that come before the server is up wait in its queue instead of being turned away.
    """
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        return socket.create_server((bind, port), family=family, backlog=1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < HIGHEST_PORT else port - 1
            message = f"Port {port} is taken. Stop what runs there, or take another: make run PORT={other}"
        elif error.errno == errno.EACCES:
            message = f"Port {port} needs administrator rights. Take one above 1023: make run PORT=8000"
        else:
            message = f"Cannot listen on {bind} port {port}: {error.strerror}."
        raise CommandError(message) from error


def address(door: socket.socket) -> str:
    """What a browser on this machine can open."""
    host, port = door.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def answers(url: str) -> bool:
    """Whether the server has said anything at all; when it has not, the pair knows why."""
    try:
        urllib.request.urlopen(f"{url}healthz", timeout=FIRST_ANSWER_SECONDS).close()  # noqa: S310  # our own
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
