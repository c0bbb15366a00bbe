"""The scratch database of a bench: made, filled, dropped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.server import ROOT, children_of, cpu_of
from bench.world import World

DEFAULT_URL = "postgres://postgres@127.0.0.1:5432/postgres"


def manage(environment: dict[str, str], *words: str) -> str:
    """Runs a command of this Python in the house, and gives back what it printed."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


class Database:
    """A PostgreSQL database of its own on the server of DATABASE_URL, gone at the end unless it was named."""

    def __init__(self, folder: Path, kept: str | None) -> None:
        self.server = urlsplit(os.environ.get("DATABASE_URL") or DEFAULT_URL)
        self.name = kept or f"fjord_bench_{os.getpid()}"
        self.kept = kept is not None
        self.environment = {
            "DATABASE_URL": self.server._replace(path=f"/{self.name}").geturl(),
            "FJORD_VAR": str(folder),
            "BENCH_WORLD": str(folder / "world.json"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def __enter__(self) -> Database:
        self.admin: psycopg.Connection[Any] = psycopg.connect(
            self.server._replace(path="/postgres").geturl(), autocommit=True
        )
        self.postmaster = self._postmaster()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.kept:
            self.admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.admin.close()

    def world(self, tickets: int) -> World:
        """The world in it, built unless it stands already."""
        there = self.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
        if there.fetchone() is None:
            self.admin.execute(f'CREATE DATABASE "{self.name}"')
        manage(self.environment, "manage.py", "migrate", "--verbosity", "0")
        words = manage(self.environment, "-m", "bench.world", "--tickets", str(tickets))
        Path(self.environment["BENCH_WORLD"]).write_text(words, encoding="utf-8")
        return World(**json.loads(words))

    def _postmaster(self) -> int:
        """The process that all backends come from; 0 when it runs elsewhere."""
        [backend] = self.admin.execute("SELECT pg_backend_pid()").fetchone() or [0]
        try:
            return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            return 0

    def cpu(self) -> float:
        """Seconds of CPU that backends have used so far, those that have ended too."""
        if not self.postmaster:
            return 0.0
        living = sum(cpu_of(child) for child in children_of(self.postmaster))
        return living + cpu_of(self.postmaster, reaped=True)
