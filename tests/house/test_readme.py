"""The README's calls, run as they are printed, against a desk that one command started."""

import json
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import CLIENTS
from tests.house.conftest import ROOT, Desk

PRINTED_ADDRESS = "http://127.0.0.1:8000"
PATIENCE_SECONDS = 30


def printed(language: str, beginning: str) -> str:
    """The one code block of the README in that language that begins so."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)
    (block,) = (block for block in blocks if block.startswith(beginning))
    assert PRINTED_ADDRESS in block
    return block


@pytest.fixture
def desk(start: Callable[[], Desk]) -> Iterator[Desk]:
    running = start()
    yield running
    running.stop(signal.SIGTERM)


def run(*command: str, folder: Path) -> str:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def mail_about(words: str, folder: Path) -> str:
    """The first mail in the folder that holds these words; waits for the worker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for path in folder.glob("*"):
            if words in (text := path.read_text(encoding="utf-8", errors="replace")):
                return text
        threading.Event().wait(0.05)
    pytest.fail(f"no mail about {words!r} in {PATIENCE_SECONDS} s")


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl, which is not on the path")
def test_the_printed_curl_call_makes_a_ticket_and_its_owner_is_told(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    call = printed("sh", "curl").replace(PRINTED_ADDRESS, desk.address)
    ticket = json.loads(run("bash", "-c", call, folder=tmp_path))
    assert ticket["TicketId"] > 0
    assert ticket["Title"] == "The printer on the third floor is on fire"
    assert ticket["OwnedBy"]["AssociateId"] == 360
    mail = mail_about("The printer on the third floor is on fire", Path(environment["FJORD_VAR"]) / "mail")
    assert "Message-ID: <" in mail


@pytest.mark.node
def test_the_printed_client_program_makes_a_ticket(desk: Desk, tmp_path: Path) -> None:
    program = printed("js", "// ticket.js").replace(PRINTED_ADDRESS, desk.address)
    (tmp_path / "ticket.js").write_text(program, encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(CLIENTS / "node_modules")
    assert re.fullmatch(r"\d+ Written by the official client\n", run("node", "ticket.js", folder=tmp_path))
