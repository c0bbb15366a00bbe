"""Servers under load: gunicorn with the same number of workers for everybody, and what they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[1]
WORKERS = 2
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    return port


def cpu_of(pid: int, *, reaped: bool = False) -> float:
    """Seconds of CPU that a process has used, or that its ended children had; 0 when it cannot be seen."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    user, system = (13, 14) if reaped else (11, 12)
    return (int(fields[user]) + int(fields[system])) / TICK


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


class Server:
    """A gunicorn on a free port of this machine, from `with` to the end of it."""

    def __init__(self, name: str, application: str, environment: dict[str, str], *options: str) -> None:
        self.name, self.application, self.options = name, application, options
        self.environment = os.environ | environment
        self.port = free_port()
        self.log = Path(environment["FJORD_VAR"]) / f"{name}.log"

    def __enter__(self) -> Server:
        command = [sys.executable, "-m", "gunicorn", *self.options, "--workers", str(WORKERS)]
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [*command, "--bind", f"127.0.0.1:{self.port}", self.application],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait(self, seconds: float = 60) -> None:
        """Waits until it answers anything at all."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self.name} did not start:\n{self.log.read_text(encoding='utf-8')[-2000:]}")

    def cpu(self) -> float:
        """Seconds of CPU that its workers have used so far."""
        return sum(cpu_of(child) for child in children_of(self.process.pid))
