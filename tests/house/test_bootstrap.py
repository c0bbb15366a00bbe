"""The words a person reads when the desk cannot be set up."""

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import bootstrap

ROOT = Path(bootstrap.ROOT)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_script_parses_on_the_pythons_that_it_turns_away() -> None:
    source = (ROOT / "config" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert source.isascii()  # Python 2 reads nothing else without a declaration


def test_an_old_python_is_told_its_version_the_needed_one_and_a_newer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", {"python3.12": "/opt/python3.12"}.get)
    monkeypatch.setattr(bootstrap, "runs", lambda _python: True)
    message = bootstrap.too_old((3, 9, 18))
    assert "Python 3.9" in message
    assert "3.11 or newer" in message
    assert message.endswith("make run PYTHON=/opt/python3.12")


def test_a_newer_python_is_named_only_if_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    there = {"python3.14": str(tmp_path / "gone"), "python3.13": str(shim), "python3.12": sys.executable}
    monkeypatch.setattr("shutil.which", there.get)
    assert bootstrap.too_old((3, 9, 18)).endswith(f"make run PYTHON={sys.executable}")


def test_an_old_python_without_a_newer_one_is_told_how_to_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert "make run PYTHON=/path/to/python3" in bootstrap.too_old((2, 7, 18))


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (4, 0, 0)])
def test_a_python_that_is_new_enough_hears_nothing(version: tuple[int, ...]) -> None:
    assert bootstrap.too_old(version) == ""


def test_a_missing_venv_module_names_the_debian_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "apt install python3.11-venv" in bootstrap.no_venv((3, 11, 2))


def test_a_complete_python_hears_nothing_about_venv() -> None:
    assert bootstrap.no_venv((3, 11, 2)) == ""


def test_a_taken_port_is_named_with_another_one(taken_port: int) -> None:
    message = bootstrap.port_taken(taken_port, "127.0.0.1")
    assert f"Port {taken_port} is taken" in message
    assert f"make run PORT={taken_port + 1}" in message


def test_make_run_on_a_taken_port_ends_with_words_and_no_stack_trace(taken_port: int) -> None:
    ended = run("make", "run", f"PORT={taken_port}", f"PYTHON={sys.executable}")
    assert ended.returncode != 0
    assert f"Port {taken_port} is taken" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("port", ["99999", "abc", "-1"])
def test_make_run_on_what_is_no_port_says_what_one_is(port: str) -> None:
    ended = run("make", "run", f"PORT={port}", f"PYTHON={sys.executable}")
    assert ended.returncode != 0
    said = [line for line in ended.stderr.splitlines() if not line.startswith("make")]
    assert said == [f"PORT is '{port}'; it can be a whole number from 0 to 65535."]


def test_make_run_without_python_says_which_one_it_needs() -> None:
    ended = run("make", "run", "PYTHON=no-such-python")
    assert ended.returncode != 0
    assert "No 'no-such-python' on the path. Fjord needs Python 3.11 or newer" in ended.stdout + ended.stderr


def test_an_environment_that_works_is_kept(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    assert bootstrap.make_venv(str(tmp_path)) == ""
    assert not (tmp_path / "pyvenv.cfg").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = str(tmp_path / "file" / "venv")
    assert folder in bootstrap.make_venv(folder)
