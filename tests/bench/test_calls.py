"""How many functions of Python a call runs: what creeps in with a feature shows here, on the busiest machine too."""

import sys
from collections import Counter
from types import FrameType

import pytest
from django.db import connection

from bench.statements import Application, calls, environ_of, send
from bench.world import build, describe

pytestmark = pytest.mark.django_db
# At most: a tenth above what it was when this was written. Whoever needs more says for what, and changes the figure.
MOST = {
    "postgresql": {"get_ticket": 850, "post_ticket": 2540, "post_system_event": 985, "list_tickets": 1015},
    "sqlite": {"get_ticket": 1155, "post_ticket": 3630, "post_system_event": 1105, "list_tickets": 3555},
}
MOST_SHOWN = 12


def counted(application: Application, environ: dict[str, object]) -> "Counter[str]":
    """How often each function of Python was called, by its file and name."""
    found: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            found[f"{frame.f_code.co_filename.rpartition('site-packages/')[2]} {frame.f_code.co_name}"] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        send(application, environ)
    finally:
        sys.setprofile(before)
    return found


def test_a_call_runs_so_many_functions_and_no_more(fjord: Application) -> None:
    build(120)
    world = describe()
    for call, most in MOST[connection.vendor].items():
        for salt in ("warm", "warmer", "warmest"):
            send(fjord, environ_of(world, *calls(world, f"{salt} {call}")[call]))
        found = counted(fjord, environ_of(world, *calls(world, f"counted {call}")[call]))
        worst = "\n".join(f"{number:5} {name}" for name, number in found.most_common(MOST_SHOWN))
        assert found.total() <= most, f"{call} calls {found.total()} functions, {most} at most:\n{worst}"
