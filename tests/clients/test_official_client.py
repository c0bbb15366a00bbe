"""The official client of the original against a running desk: each script is a story of one noun."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import Door

SCRIPTS = (
    "appointment",
    "ticket",
    "system_event",
    "signals",
    "sign_in",
    "conversation",
    "lists",
    "people",
    "appointment_agent",
    "around",
)
RUNS = [(script, "password") for script in SCRIPTS] + [("ticket", "ticket"), ("appointment", "token")]
SECONDS = 60
HERE = Path(__file__).parent

pytestmark = pytest.mark.node


@pytest.mark.parametrize(("script", "sign_in"), RUNS)
def test_the_official_client_finds_what_it_expects_of(script: str, sign_in: str, door: Door) -> None:
    ended = subprocess.run(
        ["node", f"{script}.js"],
        cwd=HERE,
        # The client reads dates without an offset as local ones. Fjord answers UTC, so the client lives there too.
        env={
            "PATH": os.environ["PATH"],
            "TZ": "UTC",
            "FJORD_ADDRESS": door.address,
            "FJORD_SIGN_IN": sign_in,
            "FJORD_TOKEN": door.token,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    assert (
        int(re.findall(r"^\S+ pass (\d+)$", ended.stdout, re.MULTILINE)[-1])
        >= ended.stdout.count("\nok ")
        > 0
    )


def test_every_script_is_run() -> None:
    stories = {path.stem for path in HERE.glob("*.js") if "node:test" in path.read_text(encoding="utf-8")}
    assert stories == set(SCRIPTS)
