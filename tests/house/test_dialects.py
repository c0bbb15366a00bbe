"""No view forgets the time zone and the language of its request."""

import ast
from collections.abc import Iterator
from pathlib import Path

TALKS = {"read", "read_one", "read_unsaved", "read_stamped", "bind"}


def silent_calls(path: Path) -> Iterator[str]:
    """Calls of the reader and the binder that hand no dialect along."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in TALKS:
            continue
        handed = [ast.unparse(argument) for argument in (*node.args, *[word.value for word in node.keywords])]
        if not any("dialect" in argument for argument in handed):
            yield f"{path}:{node.lineno}: {node.func.id}"


def test_every_view_reads_and_binds_in_the_dialect_of_its_request() -> None:
    paths = [
        *Path("crm").glob("*/views.py"),
        *Path("crm").glob("*/views/*.py"),
        *(Path("crm/wire") / name for name in ("entities.py", "agents.py", "regional.py")),
    ]
    assert len(paths) > 8
    assert [call for path in paths for call in silent_calls(path)] == []


def test_a_view_that_forgets_it_is_found(tmp_path: Path) -> None:
    page = tmp_path / "views.py"
    page.write_text(
        "bind(TICKET, body, caller)\nread_one(TICKET, 1, caller, None, self.dialect)\n", encoding="utf-8"
    )
    assert [call.partition(":")[2] for call in silent_calls(page)] == ["1: bind"]
