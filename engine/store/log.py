"""The audit stream of what belongs to no case: log-ins, refusals, deployments."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine import failpoints
from engine.audit import LOG_STREAM, START, Line
from engine.store.tables import events, streams


def lock_head(connection: Connection) -> tuple[int, str]:
    """Lock the stream and give its last line's number and hash; whoever holds it writes alone."""
    query = select(streams.c.seq, streams.c.hash).where(streams.c.id == LOG_STREAM).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        connection.execute(insert(streams).values(id=LOG_STREAM, seq=0, hash=START))
        return 0, START
    return row.seq, row.hash


def append(connection: Connection, entries: list[dict[str, Any]], now: datetime) -> None:
    """Write lines (`type`, `element_id`, `actor`, `data` as JSON text) at the end of the stream."""
    seq, previous = lock_head(connection)
    rows = []
    for entry in entries:
        seq += 1
        line = Line(
            stream=LOG_STREAM, seq=seq, at=now, element_type=None, process_key=None, **{"element_id": None, **entry}
        )
        previous = line.hash_after(previous)
        rows.append(row_of(line, previous))
    failpoints.hit("in-audit")
    connection.execute(insert(events), rows)
    connection.execute(update(streams).where(streams.c.id == LOG_STREAM).values(seq=seq, hash=previous))


def row_of(line: Line, line_hash: str) -> dict[str, Any]:
    """The table row of a line."""
    return {
        "stream": line.stream,
        "seq": line.seq,
        "at": line.at,
        "type": line.type,
        "element_id": line.element_id,
        "element_type": line.element_type,
        "process_key": line.process_key,
        "actor": line.actor,
        "data": line.data,
        "hash": line_hash,
    }
