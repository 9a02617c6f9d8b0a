"""What docs/running.md and the compose file tell people to run can be run."""

import re
import shlex
from pathlib import Path

import pytest

from web.cli.main import _parser

_ROOT = Path(__file__).parents[3]
_PAGE = (_ROOT / "docs" / "running.md").read_text(encoding="utf-8")
_COMPOSE = (_ROOT / "docs" / "compose" / "compose.yaml").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Each line of a block that gives a command, without what is said about it, and each command of a container."""
    blocks = "".join(re.findall(r"^```\n(.*?)^```", _PAGE, flags=re.DOTALL | re.MULTILINE))
    written = [line.partition("#")[0].strip() for line in blocks.splitlines() if line.startswith("utlysa ")]
    written += re.findall(r"^docker compose exec web (utlysa .*)$", blocks, flags=re.MULTILINE)
    started = re.findall(r'command: \["utlysa", (.*)\]', _COMPOSE)
    return sorted({*written, *(" ".join(["utlysa", *re.findall(r'"([^"]*)"', each)]) for each in started)})


def test_every_kind_of_process_is_there() -> None:
    for one in ("utlysa serve --host 0.0.0.0 --no-ticks", "utlysa worker --ticks-only", "utlysa worker --processes 2"):
        assert one in commands()
    assert _COMPOSE.count("deploy: {replicas: 2}") == 3


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_is_one(command: str) -> None:
    arguments = shlex.split(command)[1:]
    assert callable(_parser(arguments).parse_args(arguments).run)


def test_no_secret_stands_in_the_compose_file() -> None:
    for name in ("UTLYSA_SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert f"${{{name}:?" in _COMPOSE
        assert f"${{{name}:-" not in _COMPOSE
