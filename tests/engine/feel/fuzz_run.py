"""Fuzzes for as long as asked: `python -m tests.engine.feel.fuzz_run --minutes 10` prints one line of JSON."""

import argparse
import json
import sys
import time

from tests.engine.dmn.fuzzing import fuzz_models
from tests.engine.feel.fuzzing import fuzz


def main() -> int:
    """Two thirds of the time go to expressions, the rest to models; the exit status is 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same seed tries the same texts")
    arguments = parser.parse_args()
    expressions = fuzz(arguments.minutes * 40, seed=arguments.seed)
    models = fuzz_models(arguments.minutes * 20, seed=arguments.seed)
    failures = [*expressions.failures, *models.failures]
    told = {
        "seed": arguments.seed,
        "expressions": expressions.tried,
        "expressions_that_are_none": expressions.refused,
        "expressions_over_budget": expressions.over_budget,
        "slowest_expression_ms": round(expressions.slowest_seconds * 1000, 1),
        "models": models.tried,
        "models_refused": models.refused,
        "slowest_model_ms": round(models.slowest_seconds * 1000, 1),
        "failures": failures,
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
