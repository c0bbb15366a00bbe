"""What a stranger's clone may hold: pinned requirements, and nothing of the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}

# Written in pieces, so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        (
            r"(?<![\w.])/" + r"(?:work|root|farm)/",
            '"resolved"' + r":\s*\"http",
            r"--(?:extra-)?" + r"index-url\b(?!\s)",
            r"registry" + r"\s*=\s*\"?http",
            r"://[\w.-]*" + r"(?:pypi|npmjs)\.(?:org|com)/simple",
        )
    )
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FOREIGN.search(line)
    ]
    assert found == []


def requirements(name: str) -> list[str]:
    """The entries of a lock file, each on one line."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", LOCKS.values())
def test_every_requirement_is_pinned_with_hashes_and_names_no_host(name: str) -> None:
    for line in requirements(name):
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line
        assert "://" not in line, line


@pytest.mark.parametrize(("wishes", "lock"), LOCKS.items())
def test_everything_asked_for_is_in_the_lock(wishes: str, lock: str) -> None:
    asked = re.findall(r"^([A-Za-z][\w-]*)", (ROOT / wishes).read_text(encoding="utf-8"), flags=re.MULTILINE)
    pinned = {line.split("==")[0].split("[")[0] for line in requirements(lock)}
    assert {name.lower() for name in asked} <= pinned


def test_the_development_lock_pins_the_same_versions_as_the_runtime_lock() -> None:
    runtime, development = (
        {tuple(line.split(" ", 1)[0].split("==")) for line in requirements(name)} for name in LOCKS.values()
    )
    assert runtime <= development


def test_what_is_made_on_a_machine_stays_there() -> None:
    made = ("var/", ".venv/", "node_modules/", "__pycache__/", ".coverage")
    names = [str(path.relative_to(ROOT)) for path in tracked_files()]
    assert [name for name in names if any(part in f"{name}/" for part in made)] == []


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")), ids=lambda page: page.name
)
def test_every_link_between_the_manuals_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    near = [link for link in links if "://" not in link]
    assert [link for link in near if not (page.parent / link).exists()] == []


def test_the_command_that_begins_with_a_shebang_can_be_run() -> None:
    assert (ROOT / "manage.py").stat().st_mode & 0o111 == 0o111
