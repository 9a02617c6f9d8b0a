"""The rankings of a call, kept word for word: every proposal, and the one that was confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.decision.model import rankings
from workflows.decision.ranking_model import Ranking
from workflows.decision.ranking_record import ranking_bytes, ranking_from


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRanking:
    """A ranking as it was kept: `scenario` is area_first or pure_score; `deviations` are the manager's, with reason."""

    call_id: str
    version: int
    scenario: str
    ranking: Ranking
    is_confirmed: bool
    deviations: Sequence[Mapping[str, Any]]
    deviation_reason: str
    created_at: datetime
    created_by: str


def keep_ranking(
    session: Session,
    call_id: str,
    ranking: Ranking,
    *,
    at: datetime,
    by: str,
    is_confirmed: bool = False,
    deviations: Sequence[Mapping[str, Any]] = (),
    deviation_reason: str = "",
) -> None:
    """Keep a ranking as the call's next version."""
    latest = session.scalar(select(func.max(rankings.c.version)).where(rankings.c.call_id == call_id)) or 0
    session.execute(
        rankings.insert().values(
            call_id=call_id,
            version=latest + 1,
            scenario="area_first" if ranking.policy.area_first else "pure_score",
            content=ranking_bytes(ranking).decode(),
            is_confirmed=is_confirmed,
            deviations=[dict(row) for row in deviations],
            deviation_reason=deviation_reason,
            created_at=at,
            created_by=by,
        )
    )


def latest_ranking(session: Session, call_id: str, *, confirmed: bool = False) -> KeptRanking | None:
    """The call's latest ranking, or its latest confirmed one; None if there is none."""
    statement = select(rankings).where(rankings.c.call_id == call_id)
    if confirmed:
        statement = statement.where(rankings.c.is_confirmed)
    row = session.execute(statement.order_by(rankings.c.version.desc()).limit(1)).mappings().one_or_none()
    if row is None:
        return None
    values = dict(row)
    return KeptRanking(ranking=ranking_from(values.pop("content")), **values)
