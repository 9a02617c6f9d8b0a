"""What is stored is what was given: instants, documents, ids that sort, the hash chain, the clocks."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, Text, create_engine, insert, select

from engine import FileClock, Instant, SystemClock, VirtualClock, clock_from_environment
from engine.audit import START, Line, breaches
from engine.ids import case_id_of, composed_id, new_id, token_id_of
from engine.runtime.correlation import correlation_text, fits
from engine.store.types import instant_text, pack, pack_state, unpack, unpack_state

NOON = datetime(2021, 11, 29, 12, 0, tzinfo=UTC)


def test_instants_come_back_in_utc_and_sort_by_time(database_url: str) -> None:
    engine = create_engine(database_url)
    table = Table("moments", MetaData(), Column("id", Text, primary_key=True), Column("at", Instant))
    swedish = timezone(timedelta(hours=1))
    moments = {
        "a": NOON,
        "b": datetime(2021, 11, 29, 13, 0, 0, 1, tzinfo=swedish),
        "c": datetime(2021, 11, 29, 23, 59, 59, 999999, tzinfo=swedish),
        "d": None,
    }
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"id": key, "at": at} for key, at in moments.items()])
        found = connection.execute(
            select(table.c.id, table.c.at).where(table.c.at.is_not(None)).order_by(table.c.at.desc())
        )
        rows = [(row.id, row.at) for row in found]
    assert rows == [(key, moments[key]) for key in "cba"]
    assert all(at.tzinfo is UTC for _, at in rows)
    engine.dispose()


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2021, 1, 1), create_engine("sqlite://").dialect)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(datetime(2021, 1, 1))  # noqa: DTZ001


def test_documents_are_kept_and_compressed() -> None:
    document = {"text": "å" * 1000, "list": [1, None, True]}
    assert unpack(pack(document)) == document
    assert len(pack(document)) < 100


def test_ids_rise_in_the_order_of_making_even_when_the_clock_stands_still() -> None:
    ids = [new_id(NOON) for _ in range(1000)]
    assert ids == sorted(set(ids))
    assert new_id(NOON + timedelta(milliseconds=1)) > ids[-1]
    assert {len(made) for made in ids} == {24}
    assert case_id_of(composed_id(ids[0], "t1")) == ids[0]
    assert token_id_of(composed_id(ids[0], "t1")) == "t1"


def _line(seq: int, data: str = "{}") -> Line:
    return Line("case", seq, NOON, "noted", None, None, "p", "handlaggare.1", data)


def test_a_chain_that_is_whole_has_no_breach_and_every_change_is_one() -> None:
    first = _line(1)
    second = _line(2)
    one = first.hash_after(START)
    two = second.hash_after(one)
    whole = [(first, one), (second, two)]
    assert breaches("case", whole, head_seq=2, head_hash=two) == []
    assert breaches("case", [], head_seq=0, head_hash=START) == []
    changed = [(_line(1, '{"x":1}'), one), (second, two)]
    for lines, seq, head in ((changed, 2, two), (whole[1:], 2, two), (whole[:1], 2, two), (whole, 2, one)):
        assert len(breaches("case", lines, head_seq=seq, head_hash=head)) == 1


def test_instants_have_one_text() -> None:
    assert instant_text(NOON.astimezone(timezone(timedelta(hours=2)))) == "2021-11-29T12:00:00.000000Z"


def test_clocks(tmp_path: Path) -> None:
    clock = VirtualClock(NOON)
    assert clock.advance(timedelta(days=1)) == clock.now() == NOON + timedelta(days=1)
    assert clock.set(NOON) == NOON
    file = tmp_path / "clock"
    file.write_text("2021-11-29T13:00:00+01:00\n", encoding="utf-8")
    assert FileClock(file).now() == NOON
    test = {"UTLYSA_TEST": "1", "UTLYSA_CLOCK": str(file)}
    assert clock_from_environment(test).now() == NOON
    assert clock_from_environment({**test, "UTLYSA_CLOCK": NOON.isoformat()}).now() == NOON
    assert isinstance(clock_from_environment({"UTLYSA_CLOCK": str(file)}), SystemClock)
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize(
    ("waiting", "correlation", "payload", "expected"),
    [
        ({"a": 5}, {"a": 5.0}, {}, frozenset()),
        ({"a": 5}, {"a": "5"}, {}, None),
        ({"a": 5}, {}, {"a": 5}, frozenset()),
        ({"a": 5}, {}, {}, None),
        ({}, {}, {}, frozenset()),
        ({}, {"b": 1}, {}, frozenset({"b"})),
        ({"a": 5}, {"a": 5, "b": 1}, {}, frozenset({"b"})),
    ],
)
def test_which_receiver_a_message_fits(
    waiting: dict[str, object], correlation: dict[str, object], payload: dict[str, object], expected: object
) -> None:
    assert fits(correlation_text(waiting), correlation, payload) == expected


def test_every_name_that_the_engine_promises_can_be_imported(engine_factory: Callable[..., object]) -> None:
    promised = (
        "migrate deploy start run_due tasks claim release complete send_message broadcast_signal case history cases"
        " positions timers incidents retry_incident skip_incident definitions definition_files verify verify_audit"
        " work reading form"
    )
    engine = engine_factory()
    assert [name for name in promised.split() if not callable(getattr(engine, name, None))] == []


def test_a_pack_that_nobody_touched_is_written_as_it_was_read() -> None:
    """A case with a wide loop is not compressed anew at each step."""
    document = {"tokens": [{"id": "t1"}], "packs": [{"of": "s2", "no": number, "text": "å" * 500} for number in (0, 1)]}
    stored = pack_state(document)
    read = unpack_state(stored)
    assert read == document
    assert pack_state(read) == stored
    read["packs"][0]["text"] = "changed"
    assert unpack_state(pack_state(read))["packs"] == [
        {**document["packs"][0], "text": "changed"},
        document["packs"][1],
    ]
    assert read["packs"][1]["text"].stored == zlib.compress(("å" * 500).encode(), 1)
    assert unpack_state(pack_state({"tokens": []})) == {"tokens": []}
