"""What every test stands on: fast passwords, plain static names, and plain words when a tool is missing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.fidelity.recording import Recorder, shown
from tests.world import world

__all__ = ["shown", "world"]  # fixtures for every test that asks for them

CLIENTS = Path(__file__).parent / "clients"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--evidence", metavar="DIR", help="note in DIR what passing tests show of the API")


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests want; users keep the slow hasher and the collected files."""
    if folder := config.getoption("--evidence"):
        config.pluginmanager.register(Recorder(Path(folder)), "evidence")
    set_up()


def set_up() -> None:
    """What tests want, however they are run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files come from where they lie, under their own names: nothing has to be collected first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Says in words why a run of nothing is a failure."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        terminalreporter.write_line("No test matches what was asked for, so nothing was tested.", red=True)


def chromium_path() -> str | None:
    """The browser that tests drive: FJORD_CHROMIUM, or the first one on the path."""
    named = os.environ.get("FJORD_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def missing_node() -> str | None:
    if not shutil.which("node"):
        return "needs Node.js, which is not on the path"
    if not (CLIENTS / "node_modules").is_dir():
        return "needs the official client: `make client-tests` installs it"
    return None


def missing_browser() -> str | None:
    return None if chromium_path() else "needs chromium (apt install chromium, or FJORD_CHROMIUM=path)"


def missing_postgres() -> str | None:
    if connection.vendor == "postgresql":
        return None
    return "needs PostgreSQL: run with DATABASE_URL=postgres://..."


def missing_curl() -> str | None:
    return None if shutil.which("curl") else "needs curl, which is not on the path"


NEEDS: dict[str, Callable[[], str | None]] = {
    "node": missing_node,
    "browser": missing_browser,
    "postgres": missing_postgres,
    "curl": missing_curl,
}


def require(tool: str) -> None:
    """Goes on when `tool` (node, browser, postgres, curl) is here; otherwise skips, or fails under REQUIRE_ALL=1."""
    reason = NEEDS[tool]()
    if reason is None:
        return
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{reason} (REQUIRE_ALL=1 allows no skips)", pytrace=False)
    pytest.skip(reason)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for tool in NEEDS:
        if item.get_closest_marker(tool):
            require(tool)
