"""A test that cannot run says so; under REQUIRE_ALL=1 it fails instead of being passed over."""

import inspect
from pathlib import Path

import pytest

from tests import conftest

pytest_plugins = ["pytester"]

NEEDS_NODE = """
import pytest

@pytest.mark.node
def test_the_client_signs_in() -> None:
    pass
"""


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(conftest.NEEDS, "node", lambda: "needs Node.js, which is not on the path")


def test_a_missing_tool_is_a_skip_with_its_reason(no_node: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"^needs Node.js, which is not on the path$"):
        conftest.require("node")


def test_a_missing_tool_is_a_failure_when_everything_is_required(
    no_node: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match=r"not on the path \(REQUIRE_ALL=1 allows no skips\)"):
        conftest.require("node")


def test_a_tool_that_is_there_lets_the_test_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_ALL", "1")
    monkeypatch.setitem(conftest.NEEDS, "node", lambda: None)
    conftest.require("node")


def test_node_without_the_client_is_told_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(conftest, "CLIENTS", tmp_path)
    assert conftest.missing_node() == "needs the official client: `make client-tests` installs it"


@pytest.mark.parametrize(("required", "outcome"), [("0", "skipped"), ("1", "errors")])
def test_the_marker_alone_asks_for_the_tool(
    pytester: pytest.Pytester, no_node: None, monkeypatch: pytest.MonkeyPatch, required: str, outcome: str
) -> None:
    monkeypatch.setenv("REQUIRE_ALL", required)
    pytester.makepyfile(NEEDS_NODE)
    ended = pytester.inline_run("-p", "tests.conftest", "-p", "no:django", "-p", "no:cacheprovider")
    outcomes = dict(zip(("passed", "skipped", "errors"), ended.countoutcomes(), strict=True))
    assert outcomes == {"passed": 0, "skipped": 0, "errors": 0} | {outcome: 1}


def test_a_run_of_no_tests_says_why_it_failed(pytester: pytest.Pytester) -> None:
    summary = inspect.getsource(conftest.pytest_terminal_summary)
    pytester.makeconftest(f"import pytest\n\n{summary}")
    pytester.makepyfile("def test_nothing() -> None: ...")
    ended = pytester.runpytest_inprocess("-k", "nosuchthing")
    assert ended.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    ended.stdout.fnmatch_lines(["No test matches what was asked for, so nothing was tested."])
