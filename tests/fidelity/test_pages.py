"""The page on fidelity says what tests have shown, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.wire.deviations import ignored
from tests.fidelity.comparison import compare, judged, write
from tests.fidelity.facts import Facts
from tests.fidelity.inventory import Inventory
from tests.fidelity.marks import Marking, Row
from tests.fidelity.recording import Evidence, Recorder, evidence_in

TOLD = "tests/test_a.py::test_it_is_told"
CALL = "GET /api/v1/Ticket/{id}"


@pytest.fixture
def inventory() -> Inventory:
    """A desk with one endpoint, one option, one carrier of two members and one header."""
    small = Inventory()
    small.endpoints = [each for each in small.endpoints if each.name == CALL]
    small.methods = []
    small.headers = [each for each in small.headers if each.name == "Last-Modified"]
    small.carriers = {"Tag": {"Id": "int32", "Name": "string"}}
    small.enums = {}
    return small


@pytest.fixture
def evidence() -> Evidence:
    shown = [
        f"served {CALL}", f"parameter {CALL} $select", f"parameter {CALL} fk", "response Last-Modified",
        "read Tag.Id", "valued Tag.Id", "read Tag.Name", "valued Tag.Name",
    ]  # fmt: skip
    return {row: {TOLD, "tests/test_b.py::test_another"} for row in shown}


def facts(**declared: str) -> Facts:
    found = Facts([])
    found.deviations = {name: ignored(why) for name, why in declared.items()}
    return found


def rows(inventory: Inventory, evidence: Evidence, known: Facts | None = None) -> tuple[list[Row], list[str]]:
    return judged(Marking(inventory, evidence, known or facts()))


def test_what_tests_show_is_exact_and_names_the_first_of_them(
    inventory: Inventory, evidence: Evidence
) -> None:
    found, wrong = rows(inventory, evidence)
    assert wrong == []
    assert {row.key: (row.mark, row.test) for row in found} == {
        f"endpoint {CALL}": ("exact", TOLD),
        f"parameter {CALL} $select": ("exact", TOLD),
        f"parameter {CALL} fk": ("exact", TOLD),
        "field Tag.Id": ("exact", TOLD),
        "field Tag.Name": ("exact", TOLD),
        "header response Last-Modified": ("exact", TOLD),
    }


def test_a_documented_name_without_evidence_is_told(inventory: Inventory, evidence: Evidence) -> None:
    for row, complaint in {
        f"served {CALL}": f"endpoint {CALL}: no test calls it",
        f"parameter {CALL} fk": f"parameter {CALL} fk: no test sends it in a call that goes well",
        "valued Tag.Name": "field Tag.Name: no test sees it with a value",
        "response Last-Modified": "header response Last-Modified: no test has it",
    }.items():
        less = {name: tests for name, tests in evidence.items() if name != row}
        assert rows(inventory, less)[1] == [complaint]


def test_an_answer_of_another_type_than_documented_is_told(inventory: Inventory, evidence: Evidence) -> None:
    _, wrong = rows(inventory, evidence | {f"misfit {CALL}": {TOLD}})
    assert wrong == [f"endpoint {CALL}: its answer in {TOLD} is not of the documented type"]


def test_what_is_refused_is_refused_with_all_it_takes(inventory: Inventory, evidence: Evidence) -> None:
    del evidence[f"served {CALL}"]
    found, wrong = rows(inventory, evidence | {f"refused {CALL}": {TOLD}})
    assert wrong == []
    assert {row.mark for row in found if CALL in row.name} == {"refused"}


def test_a_declared_deviation_says_why_and_must_name_something(
    inventory: Inventory, evidence: Evidence
) -> None:
    found, wrong = rows(inventory, evidence, facts(**{"parameter * fk": "no apps", "parameter * gk": "?"}))
    assert [(row.mark, row.why) for row in found if row.name.endswith("fk")] == [("ignored", "no apps")]
    assert wrong == ["parameter * gk: a deviation of what is not documented"]


def test_what_never_goes_well_is_shown_by_a_test_that_names_what_is_declared_of_it(
    inventory: Inventory, evidence: Evidence
) -> None:
    del evidence[f"served {CALL}"]
    declared = facts(**{f"endpoint {CALL}": "always 404"})
    assert rows(inventory, evidence, declared)[1] == [f"endpoint {CALL}: no test calls it"]
    seen = {f"departs endpoint {CALL}": {TOLD}}
    found, wrong = rows(inventory, evidence | seen, declared)
    assert wrong == []
    assert [(row.why, row.tests) for row in found if row.key == f"endpoint {CALL}"] == [
        ("always 404", frozenset({TOLD}))
    ]
    assert rows(inventory, evidence | seen)[1] == [f"endpoint {CALL}: no test calls it"]


def test_pages_that_were_just_written_are_true(
    inventory: Inventory, evidence: Evidence, tmp_path: Path
) -> None:
    found, _ = rows(inventory, evidence)
    assert compare(found, tmp_path) != []
    write(found, tmp_path)
    assert compare(found, tmp_path) == []
    later = {row: tests | {"tests/test_0.py::test_before_all"} for row, tests in evidence.items()}
    assert compare(rows(inventory, later)[0], tmp_path) == []


def test_a_page_is_stale_when_its_words_or_its_tests_are(
    inventory: Inventory, evidence: Evidence, tmp_path: Path
) -> None:
    found, _ = rows(inventory, evidence)
    write(found, tmp_path)
    page = tmp_path / "docs/fidelity/fields.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("`Id`", "`Id`, `Colour`"), encoding="utf-8")
    assert compare(found, tmp_path) == ["docs/fidelity/fields.md is stale"]
    page.write_text(text, encoding="utf-8")
    gone, _ = rows(inventory, evidence | {"valued Tag.Id": {"tests/test_b.py::test_another"}})
    assert compare(gone, tmp_path) == [f"field Tag.Id: {TOLD} is not, or no longer, a test that shows it"]
    changed, _ = rows(inventory, evidence, facts(**{"field Tag.Id": "never read"}))
    assert compare(changed, tmp_path) == ["field Tag.Id: the page says exact, the tests say ignored"]


def ran(recorder: Recorder, test: str, row: str, failing: str = "") -> None:
    """One test as pytest reports it, failing in `setup`, `call`, `teardown` or not at all."""
    recorder.pytest_runtest_logstart()
    recorder.current.add(row)
    for when in ("setup", "call", "teardown"):
        outcome = "failed" if when == failing else "passed"
        recorder.pytest_runtest_logreport(pytest.TestReport(test, ("", 0, ""), {}, outcome, None, when))  # type: ignore[arg-type]  # pytest spells these as literals


def test_a_test_that_fails_shows_nothing(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    ran(recorder, "test_a.py::test_passes", "row one")
    ran(recorder, "test_a.py::test_fails", "row two", "call")
    ran(recorder, "test_a.py::test_cannot_begin", "row three", "setup")
    ran(recorder, "test_a.py::test_cannot_end", "row four", "teardown")
    ran(recorder, "test_a.py::test_of_numbers[1]", "row five 1")
    ran(recorder, "test_a.py::test_of_numbers[2]", "row five 2")
    recorder.keep("gw7")
    assert evidence_in(tmp_path) == {
        "row one": {"test_a.py::test_passes"},
        "row five 1": {"test_a.py::test_of_numbers"},
        "row five 2": {"test_a.py::test_of_numbers"},
    }
