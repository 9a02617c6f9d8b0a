"""The sentences that say why an application stands where it stands."""

from decimal import Decimal

from engine import Text
from workflows.decision.ranking_model import Candidate, OrderKey, PairReason, RankingPolicy
from workflows.letters.wording import money_text, number_text


def pair_reason(first: Candidate, second: Candidate, *, policy: RankingPolicy) -> PairReason:
    """Why `first` precedes `second`: the first key in which they differ. Requirement R-32."""
    if first.total != second.total:
        return _by_total(first, second)
    key, sv, en, values = _tie_breaker(first, second, policy)
    total = Text(_points(first.total), _points_en(first.total))
    return PairReason(
        before=first.application_id,
        after=second.application_id,
        key=key,
        value_before=values[0],
        value_after=values[1],
        is_tie=True,
        text=Text(
            f"Lika poäng, {total.sv}. {first.title} går före genom {sv} ({values[0]} mot {values[1]}).",
            f"Equal totals, {total.en}. {first.title} precedes by {en} ({values[0]} against {values[1]}).",
        ),
    )


def _by_total(first: Candidate, second: Candidate) -> PairReason:
    return PairReason(
        before=first.application_id,
        after=second.application_id,
        key="total",
        value_before=_points(first.total),
        value_after=_points(second.total),
        is_tie=False,
        text=Text(
            f"{first.title} går före genom högre poäng ({_points(first.total)} mot {_points(second.total)}).",
            f"{first.title} precedes by a higher total ({_points_en(first.total)} against {_points_en(second.total)}).",
        ),
    )


def _tie_breaker(
    first: Candidate, second: Candidate, policy: RankingPolicy
) -> tuple[OrderKey, str, str, tuple[str, str]]:
    if first.scores[:1] != second.scores[:1]:
        name = policy.criteria[0].name if policy.criteria else ""
        values = (str(first.scores[0]), str(second.scores[0]))
        return "relevance", f"högre poäng på {name}", f"a higher score on {name}", values
    if first.sought_sek != second.sought_sek:
        values = (money_text(first.sought_sek), money_text(second.sought_sek))
        return "sought", "lägre sökt belopp", "a lower sum sought", values
    numbers = (first.registry_number, second.registry_number)
    return "registry_number", "lägre diarienummer", "a lower registry number", numbers


def explain_grant(candidate: Candidate, *, amount_sek: int, area: str) -> Text:
    """Why an application gets money; `area` is the area that it covers first, empty in the fill."""
    amount = money_text(amount_sek)
    if amount_sek < candidate.sought_sek:
        sought = money_text(candidate.sought_sek)
        return Text(
            f"Får resten av ramen, {amount} av sökta {sought}.",
            f"Gets the rest of the budget, {amount} of {sought} sought.",
        )
    if area:
        return Text(
            f"Bästa ansökan som ryms i {area}: {amount}.",
            f"The best application that fits in {area}: {amount}.",
        )
    return Text(f"Ryms i ramen: {amount}.", f"Fits within the budget: {amount}.")


def explain_reserve(candidate: Candidate, *, reserve_no: int, left_sek: int) -> Text:
    """Why a qualified application gets no money."""
    sought, left = money_text(candidate.sought_sek), money_text(left_sek)
    return Text(
        f"Reserv {reserve_no}. Når tröskeln, men {sought} ryms inte i de {left} som är kvar.",
        f"Reserve {reserve_no}. Reaches the threshold, but {sought} does not fit in the {left} that is left.",
    )


def explain_low(candidate: Candidate, *, policy: RankingPolicy) -> Text:
    """Which threshold an application does not reach."""
    low = [
        (criterion.name, score)
        for criterion, score in zip(policy.criteria, candidate.scores, strict=False)
        if score < policy.threshold_each
    ]
    sv, en = [], []
    if candidate.total < policy.threshold_total:
        sv.append(f"{_points(candidate.total)} poäng är under tröskeln {_points(policy.threshold_total)}")
        total, threshold = (_points_en(value) for value in (candidate.total, policy.threshold_total))
        en.append(f"a total of {total} is below the threshold of {threshold}")
    for name, score in low:
        sv.append(f"{score} på {name} är under lägsta godtagbara {policy.threshold_each}")
        en.append(f"{score} on {name} is below the least acceptable {policy.threshold_each}")
    return Text(_sentence(sv), _sentence(en))


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _points(total: Decimal) -> str:
    return number_text(total, decimals=1)


def _points_en(total: Decimal) -> str:
    return number_text(total, decimals=1, language="en")
