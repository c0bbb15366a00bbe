"""A database of its own for tests in which other processes take part, and those processes.

Such a database is a file, or one made on the same PostgreSQL server as the suite's. While a desk is open it stands in
for the default database of the test's thread, so actions and querysets work on what the workers see.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from crm.delivery.actions import Plan, plan_deliveries

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60  # seconds; a loaded machine may need most of it, a good run none
LOOK_EVERY = 0.02


def until(condition: Callable[[], object], what: str) -> None:
    """Returns as soon as the condition holds; fails after DEADLINE seconds with what was waited for."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"still waiting: {what}"
        time.sleep(LOOK_EVERY)


class WorkerProcess:
    """One `manage.py work`, from its start to its end."""

    def __init__(self, environment: dict[str, str], log: Path, *options: str) -> None:
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "work", "--verbosity=2", *options],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def said(self, words: str) -> bool:
        assert self._process.poll() in (None, 0), f"the worker ended:\n{self.log.read_text()}"
        return words in self.log.read_text()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """Ends it like a power cut; no matter when it has ended already."""
        self._process.kill()
        self._process.wait(DEADLINE)

    def finished(self) -> int:
        """The exit code, once it has ended by itself."""
        return self._process.wait(DEADLINE)

    def stop(self) -> int:
        self._process.terminate()
        return self.finished()


class Desk:
    """An open desk: its database, and workers that look after it."""

    def __init__(self, url: str, directory: Path) -> None:
        self._directory = directory
        self._workers: list[WorkerProcess] = []
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": url,
            "FJORD_VAR": str(directory),
            "FJORD_POLL_SECONDS": "0.1",
            "FJORD_RECONNECT_SECONDS": "0.1",
        }

    def plan(self, *plans: Plan) -> None:
        with transaction.atomic():
            plan_deliveries(plans)

    def hire(self, mail_url: str, *options: str, **settings: object) -> WorkerProcess:
        """A worker that sends to that server; settings by their names without FJORD_, in lower case."""
        environment = self._environment | {"EMAIL_URL": mail_url}
        environment |= {f"FJORD_{name.upper()}": str(value) for name, value in settings.items()}
        log = self._directory / f"worker-{len(self._workers)}.log"
        self._workers.append(WorkerProcess(environment, log, *options))
        return self._workers[-1]

    def close(self) -> None:
        for worker in self._workers:
            worker.signal(signal.SIGCONT)
            worker.kill()


@contextmanager
def fresh_database(directory: Path, source: Path | str | None = None) -> Iterator[Path | str]:
    """The name of a database that lasts as long as the block: an empty one, or a copy of `source`."""
    usual = connections["default"]
    if usual.vendor == "sqlite":
        file = directory / "desk.sqlite3"
        if source is not None:
            shutil.copy(source, file)
        yield file
    else:
        name = f"desk_{uuid.uuid4().hex}"
        with usual._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{source}"' if source else ""))
        try:
            yield name
        finally:
            with usual._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def standing_in(name: Path | str) -> Iterator[BaseDatabaseWrapper]:
    """Makes that database the default one of this thread."""
    usual = connections["default"]
    database = connections.create_connection("default")
    database.settings_dict = {**usual.settings_dict, "NAME": str(name)}
    connections["default"] = database
    try:
        yield database
    finally:
        database.close()
        connections["default"] = usual


def furnish(name: Path | str) -> None:
    """Makes the tables."""
    with standing_in(name):
        call_command("migrate", verbosity=0, run_syncdb=True)


def url(database: BaseDatabaseWrapper) -> str:
    """DATABASE_URL of that database."""
    given = database.settings_dict
    if database.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    user, password = quote(given["USER"] or ""), quote(given["PASSWORD"] or "")
    host = f"{given['HOST'] or 'localhost'}:{given['PORT'] or 5432}"
    return f"postgres://{user}{':' if password else ''}{password}@{host}/{given['NAME']}"
