"""One stretch of load on one server, by wrk: a few keep-alive connections, as fast as the answers come."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.bodies import event_body, list_address, naive_body, ticket_body
from bench.world import World

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 4
_salts = itertools.count(1)


@dataclass(frozen=True)
class Stretch:
    """What one stretch gave: `bad` counts answers that were no 2xx, and broken connections; times in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    bad: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


class Load:
    """Sends the calls of a world."""

    def __init__(self, world: World, folder: Path, naive_token: str) -> None:
        if shutil.which("wrk") is None:
            raise SystemExit("The bench needs wrk: apt install wrk")
        self.world, self.folder = world, folder
        pair = base64.b64encode(f"{world.name}:{world.password}".encode()).decode()
        self.schemes = {
            "Bearer": f"Bearer {world.token}",
            "Basic": f"Basic {pair}",
            "Token": f"Token {naive_token}",
        }
        ticket, naive, event = ticket_body(world), naive_body(world), event_body("BENCH_KEY")
        for name, body in (("post_ticket", ticket), ("Token", naive), ("post_system_event", event)):
            (folder / name).write_text(json.dumps(body), encoding="utf-8")

    def run(self, call: str, port: int, seconds: int, *, scheme: str = "Bearer") -> Stretch:
        """One stretch of a call on a server of this machine, signed in by a scheme."""
        environment = os.environ | {
            "BENCH_CALL": call,
            "BENCH_AUTHORIZATION": self.schemes[scheme],
            "BENCH_BODY": str(self.folder / ("Token" if scheme == "Token" else call)),
            "BENCH_FIRST": str(self.world.first_ticket),
            "BENCH_COUNT": str(self.world.tickets),
            "BENCH_LIST": list_address(self.world),
            "BENCH_SALT": f"{os.getpid()}{next(_salts):05d}",
        }
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(SCRIPT)]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{port}"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=True,
        )
        return Stretch(**json.loads(done.stdout.rpartition("RESULT ")[2]))
