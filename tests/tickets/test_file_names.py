"""What a file is called and what it is said to be: cleaned, so that no name does harm anywhere."""

from __future__ import annotations

import pytest

from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ('quo"te.txt', "quo_te.txt"),
        ("", "attachment"),
        ("...", "attachment"),
        ("x" * 250 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_is_cleaned(world: World, given: str, kept: str) -> None:
    answer = Api(world.ada).post("Attachment", {"Name": given})
    assert answer["Name"] == kept


@pytest.mark.parametrize(
    ("name", "safe"), [("a.pdf", True), ("a.EXE", False), ("a.js. ", False), ("a", True)]
)
def test_an_ending_that_runs_is_not_safe(world: World, name: str, safe: bool) -> None:  # a table
    assert Api(world.ada).post("Attachment", {"Name": name})["IsSafeFileExtension"] is safe


def test_what_is_no_content_type_is_refused(world: World) -> None:
    answer = Api(world.ada).post("Attachment", {"Name": "a", "ContentType": "x\r\nEvil: 1"}, status=400)
    assert answer["ErrorMessage"].startswith("$.ContentType: ")
