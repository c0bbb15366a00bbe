"""`manage.py serve` as a stranger meets it: real processes, an empty folder, a free port."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from crm.management.commands.serve import Command
from tests.house.conftest import ROOT, Desk


def get(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status, answer.read().decode()


def test_one_command_makes_a_running_desk_and_ctrl_c_ends_it(start: Callable[[], Desk]) -> None:
    desk = start()
    for part in ("/admin/", "/api/v1", "/api/docs/"):
        assert f"{desk.address}{part}" in desk.greeting
    assert re.search(r"tje0 / Tje0 +administrator", desk.greeting)
    assert desk.address.startswith("http://127.0.0.1:")
    assert get(f"{desk.address}/readyz")[0] == 200
    status, page = get(f"{desk.address}/admin/login/")
    assert status == 200
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", style) for style in styles)
    with urllib.request.urlopen(f"{desk.address}{styles[0]}", timeout=30) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert set(desk.children()) == {"server", "worker"}
    assert desk.stop(signal.SIGINT) == 0
    assert desk.process.stdout
    assert "ended by itself" not in desk.process.stdout.read()


def test_the_second_start_keeps_the_data_and_collects_nothing_again(
    start: Callable[[], Desk], environment: dict[str, str]
) -> None:
    manifest = Path(environment["FJORD_VAR"]) / "static" / "staticfiles.json"
    if not manifest.exists():  # the test above ran in another process, or not at all
        assert start().stop(signal.SIGTERM) == 0
    collected = manifest.stat().st_mtime_ns
    desk = start()
    assert "The database is empty" not in desk.greeting
    assert "tje0 / Tje0" in desk.greeting
    assert desk.stop(signal.SIGTERM) == 0
    assert manifest.stat().st_mtime_ns == collected


@pytest.mark.parametrize("victim", ["server", "worker"])
def test_one_that_dies_takes_the_other_along(start: Callable[[], Desk], victim: str) -> None:
    desk = start()
    os.kill(desk.children()[victim], signal.SIGKILL)
    rest, _nothing = desk.process.communicate(timeout=30)
    assert desk.process.returncode == 128 + signal.SIGKILL
    assert "ended by itself (exit code 137), so both are stopped" in rest


def refused(environment: dict[str, str], **changes: str) -> str:
    """What `serve` says when it ends before it has begun."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_taken_port_is_said_before_anything_is_touched(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        words = refused(environment, PORT=str(port), FJORD_VAR=str(tmp_path))
    assert f"Port {port} is taken. Stop what runs there, or take another: make run PORT={port + 1}" in words
    assert not (tmp_path / "static").exists()


@pytest.mark.parametrize("port", ["99999", "abc"])
def test_a_port_on_the_command_line_is_checked_like_one_in_the_environment(port: str) -> None:
    with pytest.raises(
        CommandError, match=rf"--port: a port is a whole number from 0 to 65535, not '{port}'"
    ):
        call_command("serve", "--port", port)


def test_every_option_of_the_command_says_what_it_is_for() -> None:
    parser = Command().create_parser("manage.py", "serve")
    assert [action.dest for action in parser._actions if not action.help] == []


def test_a_database_that_does_not_answer_is_said_in_words(environment: dict[str, str]) -> None:
    words = refused(environment, PORT="0", DATABASE_URL="postgres://desk:secret@127.0.0.1:1/nothing")
    assert "The database that DATABASE_URL names cannot be used: connection failed" in words
    assert "secret" not in words
