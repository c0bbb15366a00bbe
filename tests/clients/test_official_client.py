"""The official client of the original against a running desk: each script is a story of one noun."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import Door
from tests.clients.methods import METHODS

SCRIPTS = (
    "appointment", "ticket", "system_event", "signals", "sign_in", "conversation", "lists", "people", "appointment_agent",
    "around", "reading", "archives", "dialects",
)  # fmt: skip
RUNS = [(script, "password") for script in SCRIPTS] + [("ticket", "ticket"), ("appointment", "token")]
SECONDS = 60
HERE = Path(__file__).parent

pytestmark = pytest.mark.node


class Stories:
    """Scripts against one desk, each told once in each way of signing in."""

    def __init__(self, door: Door, folder: Path) -> None:
        self.door, self.folder = door, folder
        self._told: dict[tuple[str, str], subprocess.CompletedProcess[str]] = {}

    def tell(self, script: str, sign_in: str = "password") -> subprocess.CompletedProcess[str]:
        """What became of a script."""
        story = (script, sign_in)
        if story not in self._told:
            self._told[story] = self._run(script, sign_in)
        return self._told[story]

    def called(self) -> set[str]:
        """The methods of the client that the scripts call, as `TicketAgent.getTicketAsync`."""
        for script in SCRIPTS:
            self.tell(script)
        return {name for path in self.folder.glob("*.json") for name in json.loads(path.read_text())}

    def _run(self, script: str, sign_in: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["node", f"{script}.js"],
            cwd=HERE,
            # The client reads dates without an offset as local ones. Fjord answers UTC, so the client lives there too.
            env={
                "PATH": os.environ["PATH"],
                "TZ": "UTC",
                "FJORD_ADDRESS": self.door.address,
                "FJORD_SIGN_IN": sign_in,
                "FJORD_TOKEN": self.door.token,
                "FJORD_CALLED": str(self.folder / f"{script}-{sign_in}.json"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )


@pytest.fixture(scope="module")
def stories(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Stories:
    return Stories(door, tmp_path_factory.mktemp("called"))


@pytest.mark.parametrize(("script", "sign_in"), RUNS)
def test_the_official_client_finds_what_it_expects_of(script: str, sign_in: str, stories: Stories) -> None:
    ended = stories.tell(script, sign_in)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    passed = re.findall(r"^\S+ pass (\d+)$", ended.stdout, re.MULTILINE)
    assert int(passed[-1]) >= ended.stdout.count("\nok ") > 0


def test_every_method_of_the_client_for_what_is_here_is_called(stories: Stories) -> None:
    assert sorted(METHODS - stories.called()) == []


def test_every_script_is_run() -> None:
    stories = {path.stem for path in HERE.glob("*.js") if "node:test" in path.read_text(encoding="utf-8")}
    assert stories == set(SCRIPTS)
