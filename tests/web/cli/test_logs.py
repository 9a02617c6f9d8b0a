"""A process's own log: a line for people or an object for programs, without what the failed call held."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from web.cli.logs import write_logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    handlers = logging.root.handlers[:]
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers


def _fail(password: str) -> None:
    try:
        len(password) / 0
    except ZeroDivisionError:
        structlog.get_logger().exception("tick_failed", tick="timers")


def test_programs_get_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("json")
    _fail("a secret of the house")
    logging.getLogger("some.library").warning("it is slow")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("tick_failed", "error"), ("it is slow", "warning")]
    assert lines[0]["tick"] == "timers"
    assert lines[0]["exception"][0]["exc_type"] == "ZeroDivisionError"
    assert all("timestamp" in line for line in lines)


@pytest.mark.parametrize("form", ["json", "text"])
def test_what_a_failed_call_held_is_not_written(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("json" if form == "json" else "text")
    _fail("a secret of the house")
    written = capsys.readouterr().err
    assert "tick_failed" in written
    assert "ZeroDivisionError" in written
    assert "a secret of the house" not in written


def test_debugging_lines_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("text")
    structlog.get_logger().debug("timer_taken")
    structlog.get_logger().info("broker_back")
    written = capsys.readouterr().err
    assert "timer_taken" not in written
    assert "broker_back" in written
