"""Running statements that PostgreSQL has prepared already, without what psycopg does around each.

psycopg prepares a statement, counts it, and forgets all of them after a rollback; that stays its business. Only to run
one again, its table is asked for the name, and libpq runs that in one step: half of the cost of a small statement was
psycopg's way there. Whatever is unusual (not prepared, a transaction about to begin, a pipeline) takes the usual way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import psycopg
from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.types.json import set_json_loads

Row = tuple[Any, ...]
_TUPLES, _DONE = pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK
_IDLE, _BAD = pq.TransactionStatus.IDLE, pq.ConnStatus.BAD
_BINARY = pq.Format.BINARY


class Runner:
    """The statements of one connection: it knows its types already, and every result is binary and fetched whole."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.cursor = psycopg.RawCursor(connection)
        set_json_loads(orjson.loads, self.cursor)
        self.values = Transformer(self.cursor)
        self.pgconn: Any = connection.pgconn  # its type knows no NULL among parameters
        # psycopg's table of what is prepared: the name by text and types. Another psycopg may keep it elsewhere.
        self.names: Any = getattr(getattr(connection, "_prepared", None), "_names", {})

    def run(self, text: bytes, params: Sequence[Any], *, prepare: bool | None) -> list[Row]:
        """The rows of a statement. Raises psycopg's errors."""
        values = self.values
        dumped = values.dump_sequence(params, [PyFormat.AUTO] * len(params))
        key = (text, values.types or ())
        name = self.names.get(key)
        if name is None or not self._is_ready():
            return self._run_unprepared(text, params, prepare=prepare)
        self.names.move_to_end(key)  # those used least are forgotten first
        result = self.pgconn.exec_prepared(name, dumped, values.formats, _BINARY)
        if result.status == _TUPLES:
            values.set_pgresult(result)
            return values.load_rows(0, result.ntuples, tuple)
        if result.status != _DONE:
            self._fail(result)
        return []

    def _is_ready(self) -> bool:
        """Whether no BEGIN has to be sent before."""
        begun = self.connection.autocommit or self.pgconn.transaction_status != _IDLE
        return bool(begun and self.pgconn.pipeline_status == pq.PipelineStatus.OFF)

    def _run_unprepared(self, text: bytes, params: Sequence[Any], *, prepare: bool | None) -> list[Row]:
        cursor = self.cursor
        cursor.execute(text, params, prepare=prepare, binary=True)
        # `cursor.description` would describe every column to say whether there are any.
        return cursor.fetchall() if cursor.pgresult is not None and cursor.pgresult.nfields else []

    def _fail(self, result: Any) -> None:
        if self.pgconn.status == _BAD:
            raise psycopg.OperationalError(self.pgconn.get_error_message())
        raise errors.error_from_result(result, encoding=self.connection.info.encoding)


def runner_of(connection: psycopg.Connection[Any]) -> Runner:
    """The one of a connection."""
    found: Runner | None = connection.__dict__.get("fjord_runner")
    if found is None:
        found = connection.__dict__["fjord_runner"] = Runner(connection)
    return found
