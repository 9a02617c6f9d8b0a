"""D-RANK: which applications a call's budget reaches, in which order, and why."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from workflows.decision.ranking_model import Candidate, RankedRow, Ranking, RankingPolicy
from workflows.decision.ranking_reasons import explain_grant, explain_low, explain_reserve, pair_reason

_DIGITS = re.compile(r"\d+")
_AREA_PHASE, _FILL_PHASE = 1, 2


def rank(candidates: Iterable[Candidate], *, policy: RankingPolicy) -> Ranking:
    """Rank the applications and share out the budget.

    Deterministic: the same applications in any order give the same ranking. Those below the threshold are left out; the
    rest are sorted by total, by the first criterion, by the lower sum sought and by registry number. First, if the call
    says so, each uncovered area gets its best application that fits, then the rest follow while they fit.
    Source: 2022:1468 23 § (priority), the call's text; requirement R-32.
    """
    ordered = sorted(candidates, key=order_key)
    qualified = [candidate for candidate in ordered if is_qualified(candidate, policy=policy)]
    below = [candidate for candidate in ordered if not is_qualified(candidate, policy=policy)]
    shares = _share_out(qualified, policy)
    rows = [*_qualified_rows(qualified, shares, policy), *(_low_row(candidate, policy) for candidate in below)]
    pairs = [pair_reason(first, second, policy=policy) for first, second in itertools.pairwise(qualified)]
    return Ranking(policy=policy, rows=tuple(rows), pairs=tuple(pairs))


def order_key(candidate: Candidate) -> tuple[Decimal, int, int, tuple[int, ...], str]:
    """What applications are sorted by: each next part decides only where all before it are equal."""
    relevance = candidate.scores[0] if candidate.scores else 0
    number = tuple(int(part) for part in reversed(_DIGITS.findall(candidate.registry_number)))
    return (-candidate.total, -relevance, candidate.sought_sek, number, candidate.registry_number)


def is_qualified(candidate: Candidate, *, policy: RankingPolicy) -> bool:
    """Whether the total reaches the threshold and no criterion is below its own. Source: the call's criteria."""
    reaches_each = all(score >= policy.threshold_each for score in candidate.scores)
    return candidate.total >= policy.threshold_total and reaches_each


def next_reserves(
    ranking: Ranking, *, declined: frozenset[str], kept: Mapping[str, int], policy: RankingPolicy
) -> tuple[RankedRow, ...]:
    """The reserves to promote after grants have been declined, by the way that the call announced.

    `declined` are application ids, `kept` the grants that stand, with their sums. With "list_order" the reserve list is
    gone through from its top; with "recompute" the money is ranked anew, so that an area that lost its application
    comes first. Both promote only what fits. Source: D-RANK, `reserve_mode`.
    """
    reserves = [
        row
        for row in ranking.with_outcome("reserve")
        if row.candidate.application_id not in kept and row.candidate.application_id not in declined
    ]
    covered = {area for row in ranking.rows if row.candidate.application_id in kept for area in row.candidate.areas}
    shares = _Shares(policy.budget_sek - sum(kept.values()), covered=covered)
    waiting = [row.candidate for row in reserves]
    if policy.reserve_mode == "recompute" and policy.area_first:
        _cover_areas(waiting, shares, policy)
    _fill(waiting, shares, replace(policy, partial_grants=False))
    by_id = {row.candidate.application_id: row for row in reserves}
    return tuple(by_id[application_id] for application_id in shares.granted)


@dataclass
class _Shares:
    """The money as it is handed out: application id to sum and phase, in the order of granting."""

    left_sek: int
    granted: dict[str, tuple[int, int]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    area_of: dict[str, str] = field(default_factory=dict)

    def give(self, candidate: Candidate, amount_sek: int, phase: int) -> None:
        """Grant a sum to an application."""
        self.granted[candidate.application_id] = (amount_sek, phase)
        self.left_sek -= amount_sek
        self.covered.update(candidate.areas)


def _share_out(qualified: Sequence[Candidate], policy: RankingPolicy) -> _Shares:
    shares = _Shares(policy.budget_sek)
    if policy.area_first:
        _cover_areas(qualified, shares, policy)
    _fill(qualified, shares, policy)
    return shares


def _cover_areas(qualified: Sequence[Candidate], shares: _Shares, policy: RankingPolicy) -> None:
    """Phase 1: each area without cover, the one with the best application first, gets its best that fits."""
    for area in _areas_by_best(qualified, policy):
        if area in shares.covered:
            continue
        best = next((one for one in qualified if area in one.areas and one.sought_sek <= shares.left_sek), None)
        if best is not None and best.application_id not in shares.granted:
            shares.area_of[best.application_id] = area
            shares.give(best, best.sought_sek, _AREA_PHASE)


def _areas_by_best(qualified: Sequence[Candidate], policy: RankingPolicy) -> list[str]:
    """The call's areas that have an application, in the order of their best one; the call's order between equals."""
    best = {
        area: next((place for place, one in enumerate(qualified) if area in one.areas), None) for area in policy.areas
    }
    found = [(place, index, area) for index, (area, place) in enumerate(best.items()) if place is not None]
    return [area for _, _, area in sorted(found)]


def _fill(qualified: Sequence[Candidate], shares: _Shares, policy: RankingPolicy) -> None:
    """Phase 2: by rank, each that fits. With partial grants the first that does not fit is offered the rest."""
    may_split = policy.partial_grants
    for candidate in qualified:
        if candidate.application_id in shares.granted:
            continue
        if candidate.sought_sek <= shares.left_sek:
            shares.give(candidate, candidate.sought_sek, _FILL_PHASE)
        elif may_split:
            may_split = False
            if shares.left_sek >= max(policy.min_sek, 1):
                shares.give(candidate, shares.left_sek, _FILL_PHASE)


def _qualified_rows(qualified: Sequence[Candidate], shares: _Shares, policy: RankingPolicy) -> list[RankedRow]:
    rows: list[RankedRow] = []
    running = reserve_no = 0
    for place, candidate in enumerate(qualified, start=1):
        if candidate.application_id in shares.granted:
            running += shares.granted[candidate.application_id][0]
            rows.append(_granted_row(candidate, place, running, shares, policy))
        else:
            reserve_no += 1
            rows.append(_reserve_row(candidate, place, reserve_no, shares, policy))
    return rows


def _granted_row(candidate: Candidate, place: int, running: int, shares: _Shares, policy: RankingPolicy) -> RankedRow:
    amount, phase = shares.granted[candidate.application_id]
    code = shares.area_of.get(candidate.application_id, "")
    return RankedRow(
        place=place,
        candidate=candidate,
        outcome="granted" if amount == candidate.sought_sek else "partly_granted",
        granted_sek=amount,
        cumulative_sek=running,
        reserve_no=None,
        phase=phase,
        explanation=explain_grant(candidate, amount_sek=amount, area=policy.area_names.get(code, code)),
    )


def _reserve_row(
    candidate: Candidate, place: int, reserve_no: int, shares: _Shares, policy: RankingPolicy
) -> RankedRow:
    return RankedRow(
        place=place,
        candidate=candidate,
        outcome="reserve",
        granted_sek=0,
        cumulative_sek=policy.budget_sek - shares.left_sek + candidate.sought_sek,
        reserve_no=reserve_no,
        phase=None,
        explanation=explain_reserve(candidate, reserve_no=reserve_no, left_sek=shares.left_sek),
    )


def _low_row(candidate: Candidate, policy: RankingPolicy) -> RankedRow:
    return RankedRow(
        place=None,
        candidate=candidate,
        outcome="below_threshold",
        granted_sek=0,
        cumulative_sek=None,
        reserve_no=None,
        phase=None,
        explanation=explain_low(candidate, policy=policy),
    )
