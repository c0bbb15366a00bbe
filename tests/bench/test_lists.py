"""Every list runs as many statements for many rows as for few."""

import pytest
from django.db import connection

from bench.lists import begin, counts, grow
from bench.statements import Application
from crm.models import TicketCategory, TicketMessage

FEW, MANY = 10, 200
# Other names of lists that are counted anyway, by the same functions.
ALIKE = ("Archive/", "MDOList/", "Agents/MDO/GetSelectable", "Agents/Archive/")


@pytest.mark.django_db
def test_every_list_runs_as_many_statements_for_many_rows_as_for_few(fjord: Application) -> None:
    world = begin()
    grow(FEW)
    few = counts(fjord, world, ALIKE)
    grow(MANY)
    for model in (TicketCategory, TicketMessage):
        assert model._default_manager.count() == MANY
    many = counts(fjord, world, ALIKE)
    connection.check_constraints()
    assert many == few
    assert {name: number for name, number in few.items() if not isinstance(number, int)} == {}
    assert len(few) > 100
