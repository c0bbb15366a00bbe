"""The columns of archives, held against the documentation."""

from __future__ import annotations

import pytest

from crm.directory.archives import USER_COLUMNS
from crm.urls import ARCHIVES
from crm.wire.archive.columns import Archive, ArchiveColumn
from tests.archive.documented import documented, unsortable

BY_NAME = {archive.name: archive for archive in ARCHIVES}
SAME = {"allRows": "bool", "noRows": "bool", "content": "string", "none": ""}
BARE = {"none"}  # shown, but not compared: approximations, which the fidelity page lists


@pytest.mark.parametrize("name", ["Ticket", "TicketMessage", "SystemEvents", "FindAppointment"])
def test_an_archive_has_the_documented_columns_with_their_types(name: str) -> None:
    archive: Archive = BY_NAME[name]
    wanted = documented(name)
    own = {key: column for key, column in archive.columns.items() if isinstance(column, ArchiveColumn)}
    assert set(wanted) - set(own) == set()
    different = {
        key: (column.type, wanted[key])
        for key, column in own.items()
        if wanted.get(key) and column.filters and SAME.get(column.type, column.type) != wanted[key]
    }
    assert different == {}
    assert {key for key in unsortable(name) if own[key].sorts is not None} == set()


def test_users_have_the_documented_columns() -> None:
    assert set(documented("User")) - set(USER_COLUMNS) == set()
