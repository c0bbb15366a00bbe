"""Several people at once: threads that start together, and a row that vanishes between being found and being written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from crm.wire.entities import EntityViewSet

PATIENCE = 60  # seconds until a thread that does not end is given up


def together(*works: Callable[[], Any]) -> None:
    """Runs each in a thread of its own, on a connection of its own, all from the same moment. Raises what one raised."""
    start, failures = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=PATIENCE)
            work()
        except BaseException as failure:  # noqa: BLE001  # raised again below, in the thread of the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "they wait for one another"
    if failures:
        raise failures[0]


def vanishing(view: type[EntityViewSet], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets somebody else delete each row right after a call of this resource has found it."""
    find = view._row

    def found_and_gone(self: EntityViewSet, key: str, caller: Any, **options: Any) -> Any:
        row = find(self, key, caller, **options)
        type(row)._default_manager.filter(pk=row.pk).delete()
        return row

    monkeypatch.setattr(view, "_row", found_and_gone)
