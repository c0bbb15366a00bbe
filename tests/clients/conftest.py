"""One running desk with the demo world, for all scripts of the official client."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.house.conftest import ROOT, Desk, environment

__all__ = ["environment"]


@dataclass(frozen=True)
class Served:
    """A desk that answers, and a token of its administrator."""

    address: str
    token: str


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[Served]:
    """A desk started with the one command, on a database of its own."""
    desk = Desk(environment)
    try:
        yield Served(desk.address, create_token("tje0", environment))
    finally:
        desk.stop(signal.SIGTERM)
        desk.process.communicate()


def create_token(name: str, environment: dict[str, str]) -> str:
    """A token of this user, made as its documentation says."""
    made = subprocess.run(
        [sys.executable, "manage.py", "create_token", name, "--name", "client tests"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()
