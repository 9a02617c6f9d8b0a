"""Messages that nobody waited for when they came: kept for their time to live, and given to the first that waits."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select

from engine.ids import new_id
from engine.interpreter.messages import MessageReceived, Subscribed
from engine.interpreter.values import decode_values, encode_values, normalise
from engine.model import Actor
from engine.runtime.correlation import correlation_text, fits, has_values
from engine.runtime.stepping import Stepper
from engine.runtime.transaction import Transaction, json_text
from engine.store.tables import messages


def keep(
    tx: Transaction,
    name: str,
    payload: Mapping[str, Any],
    *,
    correlation: Mapping[str, Any],
    case_id: str | None,
    actor: Actor,
    expires_at: datetime,
) -> None:
    """Keep a message until somebody waits for it."""
    normal = {key: normalise(value, name=key) for key, value in payload.items()}
    row = {
        "id": new_id(tx.now),
        "name": name,
        "payload": encode_values(normal),
        "correlation": json_text(correlation),
        "case_id": case_id,
        "actor": actor.log_name,
        "sent_at": tx.now,
        "expires_at": expires_at,
    }
    tx.connection.execute(insert(messages), row)


def take_for(tx: Transaction, stepper: Stepper) -> MessageReceived | None:
    """The oldest kept message that one of the case's new subscriptions waits for; it is then kept no longer."""
    waiting = [entry for entry in stepper.effects.new_subscriptions if entry.kind == "message"]
    if not waiting:
        return None
    names = {entry.name for entry in waiting}
    is_for_case = or_(messages.c.case_id.is_(None), messages.c.case_id == stepper.case.id)
    query = select(messages).where(messages.c.name.in_(sorted(names)), messages.c.expires_at > tx.now, is_for_case)
    for row in tx.connection.execute(query.order_by(messages.c.id)).all():
        for entry in waiting:
            if entry.name == row.name and _is_meant(row, entry, stepper) and _take_away(tx, row.id):
                return MessageReceived(entry.subscription_id, decode_values(row.payload))
    # What was looked for once need not be looked for again in this transaction.
    stepper.effects.new_subscriptions = []
    return None


def read_correlation(text: str) -> dict[str, Any]:
    """The correlation of a kept message's row."""
    return decode_values(json.loads(text))


def _is_meant(row: Any, entry: Subscribed, stepper: Stepper) -> bool:
    if row.case_id == stepper.case.id:
        return True
    correlation = read_correlation(row.correlation)
    open_names = fits(correlation_text(entry.correlation), correlation, decode_values(row.payload))
    return open_names is not None and has_values(stepper.state.variables(), correlation, open_names)


def _take_away(tx: Transaction, message_id: str) -> bool:
    return tx.connection.execute(delete(messages).where(messages.c.id == message_id)).rowcount == 1
