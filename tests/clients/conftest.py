"""One running desk with the demo world, for all scripts of the official client."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from tests.calls.served import served
from tests.house.conftest import ROOT


@dataclass(frozen=True)
class Door:
    """Where the desk answers, and a token of its administrator."""

    address: str
    token: str


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Door]:
    """A desk started with the one command, on a database of its own."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("var")) as desk:
        yield Door(desk.address, create_token("tje0", desk.environment))


def create_token(name: str, environment: dict[str, str]) -> str:
    """A token of this user, made as its documentation says."""
    made = subprocess.run(
        [sys.executable, "manage.py", "create_token", name, "--name", "client tests"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()
