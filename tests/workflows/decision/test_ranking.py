"""D-RANK against the golden result of the 2021 call, and its properties."""

import itertools
import json
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.decision.ranking import next_reserves, rank
from workflows.decision.ranking_model import Candidate, Criterion, RankingPolicy
from workflows.decision.ranking_record import ranking_bytes, ranking_from

CALL = Path(__file__).with_name("call_2021.json")


def _data() -> dict[str, Any]:
    return dict(json.loads(CALL.read_text(encoding="utf-8")))


def _candidates() -> list[Candidate]:
    return [
        Candidate(
            application_id=one["id"],
            registry_number=one["registry_number"],
            title=one["title"],
            applicant_name=one["applicant"],
            areas=tuple(one["areas"]),
            scores=tuple(one["scores"]),
            total=Decimal(one["total"]),
            sought_sek=one["sought_sek"],
        )
        for one in _data()["applications"]
    ]


def _policy(**changes: Any) -> RankingPolicy:
    areas = _data()["areas"]
    policy = RankingPolicy(
        budget_sek=10_000_000,
        criteria=(
            Criterion("relevans", "Relevans", Decimal(30)),
            Criterion("samverkan", "Samverkan", Decimal(25)),
            Criterion("maluppfyllelse", "Måluppfyllelse", Decimal(25)),
            Criterion("hallbar_forandring", "Hållbar förändring", Decimal(20)),
        ),
        min_sek=500_000,
        areas=tuple(areas),
        area_names=areas,
    )
    return replace(policy, **changes)


def _ids(rows: Any) -> list[str]:
    return [row.candidate.application_id for row in rows]


@pytest.mark.parametrize("area_first", [True, False])
def test_the_2021_call_gives_the_golden_result(area_first: bool) -> None:
    ranking = rank(_candidates(), policy=_policy(area_first=area_first))

    assert _ids(ranking.with_outcome("granted")) == ["A01", "A02", "A03", "A04"]
    assert ranking.granted_sek == 9_800_000
    assert ranking.left_sek == 200_000
    assert _ids(ranking.with_outcome("reserve")) == ["A06", "A05"]
    assert _ids(ranking.with_outcome("below_threshold")) == ["A07"]


def test_the_running_sum_goes_on_past_the_cut_for_each_reserve() -> None:
    ranking = rank(_candidates(), policy=_policy())

    sums = [row.cumulative_sek for row in ranking.rows]
    assert sums == [2_500_000, 5_100_000, 7_500_000, 9_800_000, 11_600_000, 11_300_000, None]


def test_equal_totals_are_decided_by_relevance_and_the_pair_says_so() -> None:
    ranking = rank(_candidates(), policy=_policy())

    pair = next(pair for pair in ranking.pairs if pair.is_tie)
    assert (pair.before, pair.after, pair.key) == ("A06", "A05", "relevance")
    assert (pair.value_before, pair.value_after) == ("5", "4")
    assert "högre poäng på Relevans (5 mot 4)" in pair.text.sv
    assert [pair.key for pair in ranking.pairs[:4]] == ["total"] * 4


def test_further_ties_are_decided_by_the_lower_sum_and_then_the_lower_number() -> None:
    first = _candidates()[0]
    cheap = replace(first, application_id="X1", registry_number="RUN/700/2021", sought_sek=2_000_000)
    later = replace(first, application_id="X2", registry_number="RUN/1001/2021")

    ranking = rank([later, first, cheap], policy=_policy())

    assert _ids(ranking.rows) == ["X1", "A01", "X2"]
    assert [pair.key for pair in ranking.pairs] == ["sought", "registry_number"]


def test_a_low_score_on_one_criterion_is_below_the_threshold_whatever_the_total() -> None:
    weak = replace(_candidates()[0], scores=(5, 5, 5, 1), total=Decimal("84.0"))

    row = rank([weak], policy=_policy()).rows[0]

    assert row.outcome == "below_threshold"
    assert row.explanation.sv == "1 på Hållbar förändring är under lägsta godtagbara 2."


def test_a_total_exactly_on_the_threshold_qualifies() -> None:
    exact = replace(_candidates()[0], total=Decimal("60.0"))
    assert rank([exact], policy=_policy()).rows[0].outcome == "granted"


def test_area_first_and_pure_score_can_grant_different_applications() -> None:
    first, second, third, *_ = _candidates()
    rival = replace(first, application_id="A13", registry_number="RUN/613/2021", total=Decimal("90.0"))
    policy = _policy(budget_sek=7_500_000)

    covered = rank([first, rival, second, third], policy=policy)
    pure = rank([first, rival, second, third], policy=replace(policy, area_first=False))

    assert _ids(covered.with_outcome("granted")) == ["A01", "A02", "A03"]
    # 2 600 000 no longer fits after two of 2 500 000, but the third area's 2 400 000 does.
    assert _ids(pure.with_outcome("granted")) == ["A01", "A13", "A03"]


def test_a_partial_grant_goes_to_the_first_that_does_not_fit_if_the_rest_is_enough() -> None:
    enough = rank(_candidates(), policy=_policy(budget_sek=10_400_000, partial_grants=True))
    short = rank(_candidates(), policy=_policy(partial_grants=True))

    assert [(row.candidate.application_id, row.granted_sek) for row in enough.with_outcome("partly_granted")] == [
        ("A06", 600_000)
    ]
    assert enough.left_sek == 0
    assert short.with_outcome("partly_granted") == ()


def test_after_a_decline_list_order_and_recompute_can_promote_different_reserves() -> None:
    ranking = rank(_candidates(), policy=_policy())
    declined = frozenset({"A01"})
    kept = {"A02": 2_600_000, "A03": 2_400_000, "A04": 2_300_000}

    by_list = next_reserves(ranking, declined=declined, kept=kept, policy=_policy())
    anew = next_reserves(ranking, declined=declined, kept=kept, policy=_policy(reserve_mode="recompute"))

    assert _ids(by_list) == ["A06"]
    assert _ids(anew) == ["A05"]


def test_a_promoted_reserve_counts_with_its_own_sum_at_the_next_decline() -> None:
    ranking = rank(_candidates(), policy=_policy())
    kept = {"A03": 2_400_000, "A04": 2_300_000, "A06": 1_800_000}

    promoted = next_reserves(ranking, declined=frozenset({"A01", "A02"}), kept=kept, policy=_policy())

    assert _ids(promoted) == ["A05"]


def test_a_rerun_on_shuffled_data_is_byte_identical() -> None:
    golden = ranking_bytes(rank(_candidates(), policy=_policy()))
    for seed in range(10):
        shuffled = _candidates()
        random.Random(seed).shuffle(shuffled)  # noqa: S311
        assert ranking_bytes(rank(shuffled, policy=_policy())) == golden


def test_a_ranking_comes_back_from_its_bytes() -> None:
    ranking = rank(_candidates(), policy=_policy())
    assert ranking_from(ranking_bytes(ranking)) == ranking


_AREAS = ("HE", "JSV", "UPP", "DIG")
_candidate = st.builds(
    lambda areas, scores, sought: (tuple(sorted(areas)), scores, sought),
    st.sets(st.sampled_from(_AREAS), min_size=1, max_size=3),
    st.tuples(*[st.integers(1, 5)] * 4),
    st.integers(1, 4_000_000),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_candidate, max_size=12), st.integers(0, 12_000_000), st.booleans(), st.booleans())
def test_no_ranking_exceeds_its_budget_or_passes_over_what_fits(
    found: list[Any], budget: int, area_first: bool, partial: bool
) -> None:
    weights = (30, 25, 25, 20)
    candidates = [
        Candidate(
            application_id=f"B{index}",
            registry_number=f"RUN/{index}/2021",
            title=f"T{index}",
            applicant_name="Org",
            areas=areas,
            scores=scores,
            total=sum((Decimal(s * w) / 5 for s, w in zip(scores, weights, strict=True)), Decimal(0)),
            sought_sek=sought,
        )
        for index, (areas, scores, sought) in enumerate(found)
    ]
    policy = _policy(budget_sek=budget, area_first=area_first, partial_grants=partial)

    ranking = rank(candidates, policy=policy)

    assert 0 <= ranking.granted_sek <= budget
    assert all(row.candidate.sought_sek > ranking.left_sek for row in ranking.with_outcome("reserve"))
    placed = [row.candidate for row in ranking.rows if row.place]
    assert all(first.total >= second.total for first, second in itertools.pairwise(placed))
    assert len(ranking.pairs) == max(len(placed) - 1, 0)
