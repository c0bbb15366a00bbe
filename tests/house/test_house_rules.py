"""The rules of CONTRIBUTING.md that no linter knows."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CRM = ROOT / "crm"
NOT_FEATURES = {"admin", "wire", "management", "migrations", "templatetags"}
ROOMS = {"models", "actions", "contracts", "archives", "views", "admin", "notifications", "seeds"}
NO_NOUNS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 30

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def python_files() -> list[Path]:
    kept = [path for part in ("config", "crm", "tests", "bench") for path in (ROOT / part).rglob("*.py")]
    return [path for path in kept if not {"migrations", "node_modules"} & set(path.parts)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def features() -> list[Path]:
    return sorted(
        path for path in CRM.iterdir() if path.is_dir() and path.name not in NOT_FEATURES | {"__pycache__"}
    )


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def functions(path: Path) -> Iterator[FunctionNode]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FunctionNode):
            yield node


SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Assert, ast.Raise)


def length(function: FunctionNode) -> int:
    """Lines of the body without the docstring; a table or a call spread over lines is one."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    spread = sum(
        (node.end_lineno or 0) - node.lineno for node in ast.walk(function) if isinstance(node, SIMPLE)
    )
    docstring = function.body[0] if ast.get_docstring(function) else None
    spread -= (docstring.end_lineno or 0) - docstring.lineno if docstring else 0
    return (function.end_lineno or 0) - body[0].lineno + 1 - spread


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name} has {length(function)} lines"
        for path in python_files()
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_a_silenced_type_error_says_why() -> None:
    silent = [
        f"{name_of(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# type: ignore\[[\w, -]+\](?!\s+# \w)", line)
    ]
    assert silent == []


def test_every_file_is_named_after_a_noun_of_the_field() -> None:
    assert [
        name_of(path) for path in python_files() if path.stem in NO_NOUNS or path.parent.name in NO_NOUNS
    ] == []


@pytest.mark.parametrize("feature", features(), ids=lambda path: path.name)
def test_a_feature_has_the_known_rooms_and_no_empty_ones(feature: Path) -> None:
    rooms = [path for path in feature.iterdir() if path.name not in ("__init__.py", "__pycache__")]
    assert {path.stem for path in rooms} <= ROOMS
    empty = [
        name_of(room) for room in rooms if room.is_file() and not room.read_text(encoding="utf-8").strip()
    ]
    assert empty == []


def test_the_layers_know_every_feature() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    house, feature = (
        next(one for one in contracts if one["name"].startswith(name)) for name in ("House", "Feature")
    )
    named = set(re.findall(r"crm\.(\w+)", " ".join(house["layers"])))
    there = {path.name for path in features()}
    assert there <= named
    assert {f"crm.{name}" for name in there} == set(feature["containers"])
