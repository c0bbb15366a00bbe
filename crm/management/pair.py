"""Two processes that live and die together: the server and the worker."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 15
ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal a process gets when its parent is gone


class Pair:
    """Starts processes and stops all of them as soon as one ends or this one is told to stop.

    They get a session of their own, so that Ctrl-C reaches only us and the order of the end stays ours.
    """

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.told_to_stop = False

    def __enter__(self) -> Self:
        for number in STOP_SIGNALS:
            signal.signal(number, self.on_stop)
        signal.signal(signal.SIGALRM, self.on_grace_over)
        return self

    def __exit__(self, *_error: object) -> None:
        """Whatever went wrong here, nothing that was started runs on."""
        if self.running():
            self.stop()
            self.reap_all()

    def start(self, command: Sequence[str], *, keep_open: Iterable[int] = ()) -> None:
        """Starts one process; the descriptors in `keep_open` stay open in it."""
        self.processes.append(
            subprocess.Popen(
                command,
                pass_fds=tuple(keep_open),
                env={**os.environ, "PYTHONPATH": python_path()},
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  # this process has one thread
            )
        )

    def running(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self.processes if process.returncode is None]

    def on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True
        self.stop()

    def on_grace_over(self, _number: int, _frame: FrameType | None) -> None:
        self.send(signal.SIGKILL)

    def stop(self) -> None:
        """Asks every process to end; who has not after GRACE_SECONDS is ended."""
        signal.alarm(GRACE_SECONDS)
        self.send(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        for process in self.running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)

    def wait(self) -> int:
        """The exit code of the first process that ended by itself; 0 when we were told to stop."""
        if self.told_to_stop:
            self.stop()  # told while starting: not everyone was there to hear it
        code = self.reap_one()
        told_to_stop = self.told_to_stop
        self.stop()
        self.reap_all()
        return 0 if told_to_stop else code

    def reap_all(self) -> None:
        while self.running():
            self.reap_one()
        signal.alarm(0)

    def reap_one(self) -> int:
        """Sleeps until one of the processes ends and returns its exit code, as a shell would."""
        pid, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        for process in self.processes:
            if process.pid == pid:
                process.returncode = code
        return 128 - code if code < 0 else code


def python_path() -> str:
    """Where our own modules are, whichever folder this was started from."""
    given = os.environ.get("PYTHONPATH")
    return os.pathsep.join(filter(None, [str(ROOT), given]))


def die_with_parent() -> None:
    """Where the system offers it, even a killed parent leaves no server behind that holds the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
