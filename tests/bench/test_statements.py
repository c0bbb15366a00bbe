"""How many statements a call runs is fixed, whatever the number of rows."""

import pytest

from bench.statements import Application, answer, calls, of_fjord
from bench.world import build, describe

pytestmark = pytest.mark.django_db
MOST = {"post_ticket": 12, "get_ticket": 6, "post_system_event": 4, "list_tickets": 2}


@pytest.mark.parametrize("tickets", [10, 1000])
@pytest.mark.parametrize("call", MOST)
def test_a_call_runs_so_many_statements_and_no_more(call: str, tickets: int, fjord: Application) -> None:
    build(tickets)
    world = describe()
    answer(fjord, world, *calls(world, "warm")[call])
    assert len(of_fjord(fjord, world, calls(world, "counted")[call])) == MOST[call]
