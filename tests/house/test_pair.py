"""Two processes that live and die together. Each test runs the pair in a process of its own, as `serve` does."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PAIR = """
import sys
from crm.management.pair import Pair
with Pair() as pair:
    for words in sys.argv[1:]:
        pair.start([sys.executable, "-c", words])
    print(*(process.pid for process in pair.processes), flush=True)
    sys.exit(pair.wait())
"""
STAYS = "import signal; signal.pause()"
BREAKS = """
import sys
from crm.management.pair import Pair
with Pair() as pair:
    pair.start([sys.executable, "-c", sys.argv[1]])
    print(pair.processes[0].pid, flush=True)
    raise BrokenPipeError
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start_pair(*words: str, script: str = PAIR) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", script, *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start_pair
    for process in started:
        process.kill()
        process.communicate()


def numbers(pair: "subprocess.Popen[str]") -> list[int]:
    """Its processes, once all of them are started."""
    assert pair.stdout
    return [int(word) for word in pair.stdout.readline().split()]


def is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_stop_stops_both_and_counts_as_success(start: Start, number: signal.Signals) -> None:
    pair = start(STAYS, STAYS)
    both = numbers(pair)
    pair.send_signal(number)
    assert pair.wait(timeout=20) == 0
    assert all(is_gone(one) for one in both)


def test_one_that_ends_stops_the_other_and_passes_its_exit_code_on(start: Start) -> None:
    pair = start(STAYS, "raise SystemExit(7)")
    other = numbers(pair)[0]
    assert pair.wait(timeout=20) == 7
    assert is_gone(other)


def test_one_that_is_killed_stops_the_other_with_the_code_a_shell_gives(start: Start) -> None:
    pair = start(STAYS, STAYS)
    first, second = numbers(pair)
    os.kill(first, signal.SIGKILL)
    assert pair.wait(timeout=20) == 128 + signal.SIGKILL
    assert is_gone(second)


def test_trouble_of_our_own_leaves_nothing_running(start: Start) -> None:
    pair = start(STAYS, script=BREAKS)
    (child,) = numbers(pair)
    assert pair.wait(timeout=20) == 1
    assert is_gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_a_killed_pair_leaves_nothing_running(start: Start) -> None:
    pair = start(STAYS, STAYS)
    numbers(pair)
    pair.kill()
    pair.communicate(timeout=20)  # their pipe ends when the last of them has let it go
