"""A setting that cannot be used is one sentence that names it and says what it can be."""

import runpy
import sys
from pathlib import Path

import pytest

from config.environment import Environment, Refused
from tests.house.test_settings import ROOT, python

# What is set, and how the sentence begins and goes on.
UNUSABLE = (
    ("DATABASE_URL", "nonsense", "DATABASE_URL is no address; it can be postgres://"),
    (
        "DATABASE_URL",
        "mysql://desk:secret@db/fjord",
        "DATABASE_URL begins with mysql://; it can be postgres://",
    ),
    ("DATABASE_URL", "postgres://", "DATABASE_URL names no database; it can be postgres://"),
    (
        "DATABASE_URL",
        "postgres://db:secret/fjord",
        "DATABASE_URL cannot be read, perhaps its port; it can be",
    ),
    ("EMAIL_URL", "nonsense", "EMAIL_URL is no address; it can be smtp://"),
    ("EMAIL_URL", "foo://x", "EMAIL_URL begins with foo://; it can be smtp://"),
    ("EMAIL_URL", "smtp://", "EMAIL_URL names no mail server; it can be smtp://"),
    ("FJORD_ENV", "prod", "FJORD_ENV is 'prod'; it can be local or production."),
    ("FJORD_DEBUG", "yep", "FJORD_DEBUG is 'yep'; it can be true or false."),
    (
        "FJORD_LOG_LEVEL",
        "loud",
        "FJORD_LOG_LEVEL is 'loud'; it can be DEBUG, INFO, WARNING, ERROR or CRITICAL.",
    ),
    ("PORT", "99999", "PORT is '99999'; it can be a whole number from 0 to 65535."),
    ("PORT", "abc", "PORT is 'abc'; it can be a whole number from 0 to 65535."),
    ("FJORD_THREADS", "0", "FJORD_THREADS is '0'; it can be a whole number from 1 up."),
    ("FJORD_WORKERS", "many", "FJORD_WORKERS is 'many'; it can be a whole number from 1 up."),
    ("FJORD_POLL_SECONDS", "-1", "FJORD_POLL_SECONDS is '-1'; it can be a number above 0."),
    ("FJORD_PREPARE_AFTER", "x", "FJORD_PREPARE_AFTER is 'x'; it can be a whole number from 0 up, or none."),
)


@pytest.mark.parametrize(("name", "value", "sentence"), UNUSABLE)
def test_a_setting_that_cannot_be_used_is_told_in_one_sentence(
    name: str, value: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "FJORD_PREPARE_AFTER":
        monkeypatch.setenv("DATABASE_URL", "postgres://db/fjord")
    monkeypatch.setenv("FJORD_VAR", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(Refused) as refused:
        for module in ("server.py", "settings.py"):
            runpy.run_path(str(ROOT / "config" / module))
    assert str(refused.value).startswith(sentence)
    assert "secret" not in str(refused.value)


def test_a_command_ends_with_that_sentence_and_nothing_else(tmp_path: Path) -> None:
    ended = python("manage.py", "check", FJORD_VAR=str(tmp_path), DATABASE_URL="nonsense")
    assert ended.returncode == 1
    assert ended.stderr.startswith("DATABASE_URL is no address; it can be postgres://")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["FJORD_THREADS"])
def test_a_server_of_its_own_ends_with_the_same_sentence(name: str, tmp_path: Path) -> None:
    gunicorn = ("-m", "gunicorn", "-c", "python:config.server", "config.wsgi")
    ended = python(*gunicorn, FJORD_VAR=str(tmp_path), PORT="0", **{name: "x"})
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{name} is 'x'; it can be ")
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = python("manage.py", "check", FJORD_VAR=str(tmp_path / "file" / "var"))
    assert ended.stderr == (
        f"FJORD_VAR is '{tmp_path}/file/var', and nothing can be kept there: Not a directory.\n"
    )


def test_a_damaged_key_file_ends_a_command_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    ended = python("manage.py", "check", FJORD_VAR=str(tmp_path))
    assert (
        ended.stderr
        == f"{tmp_path}/secret_key holds no usable key. Remove the file to have a new one made.\n"
    )


@pytest.mark.parametrize(
    ("given", "truth"),
    [("true", True), ("1", True), ("Yes", True), ("false", False), ("0", False), ("", True)],
)
def test_truth_is_a_word_of_a_short_list_and_an_empty_variable_counts_as_not_set(
    given: str, *, truth: bool
) -> None:
    assert Environment({"FJORD_DEBUG": given}).truth("FJORD_DEBUG", default=True) is truth


@pytest.mark.parametrize("most", [65_535, sys.maxsize])
def test_a_whole_number_keeps_within_its_bounds(most: int) -> None:
    env = Environment({"PORT": str(most), "MORE": str(most + 1)})
    assert env.whole("PORT", default=1, most=most) == most
    with pytest.raises(Refused, match="MORE is"):
        env.whole("MORE", default=1, most=most)


def test_words_stand_between_commas() -> None:
    assert Environment({"HOSTS": "a.example, b.example,"}).words("HOSTS") == ["a.example", "b.example"]
    assert Environment({}).words("HOSTS", default=("localhost",)) == ["localhost"]
