"""Damaged decision models: refused with the declared error, or loaded and asked without harm."""

import os

import pytest

from tests.engine.dmn.fuzzing import fuzz_models

SECONDS = float(os.environ.get("UTLYSA_FUZZ_SECONDS", "60")) / 3
"""How long: a third of what expressions get."""


@pytest.mark.slow
def test_a_damaged_model_never_crashes() -> None:
    outcome = fuzz_models(SECONDS, seed=int(os.environ.get("UTLYSA_FUZZ_SEED", "1")))
    assert outcome.failures == []
    assert outcome.tried > outcome.refused > 0
