"""The interpreter's own part of a completed task: load the state, take the step, give the new state; no SQL."""

import json
from functools import partial

from engine import Engine
from web.cli.measures import drawings
from web.cli.measures.figures import Figure
from web.cli.measures.sampling import Sampler
from web.cli.measures.steps import OFFICER, bare_size, data_of

_AREA = "The interpreter alone"
_FUNCTIONS = (
    ("engine/interpreter/stepping.py", "run"),
    ("engine/interpreter/state.py", "load"),
    ("engine/interpreter/state.py", "dump"),
)
_TASKS = 10
_DATA_BYTES = 6144
_KILOBYTE = 1024


def measure(cases: int) -> list[Figure]:
    """Its processor time within whole commands on a private database, told by looking at what is running."""
    engine = Engine("sqlite://")
    try:
        engine.migrate()
        engine.deploy({"chain/chain.bpmn": drawings.chain(_TASKS)})
        data = data_of(_DATA_BYTES)
        started = engine.start("chain", data)
        overhead = bare_size(engine, started.id) - len(json.dumps(data, separators=(",", ":")))
        task_ids = [engine.start("chain", data).id for _ in range(cases)]
        sampler = Sampler(_FUNCTIONS)
        for _ in range(_TASKS):
            open_ids = [engine.tasks(case_id, limit=1)[0].id for case_id in task_ids]
            sampler.run(partial(_complete, engine, open_ids))
    finally:
        engine.close()
    what = f"load, complete, new state: a case of {_TASKS} tasks, 6 KB of data"
    return [
        Figure(_AREA, what, sampler.seconds / (cases * _TASKS) * 1000, "ms", 0.1),
        Figure(_AREA, "state beyond its data", overhead / _KILOBYTE, "KB", 0.5),
    ]


def _complete(engine: Engine, task_ids: list[str]) -> None:
    for task_id in task_ids:
        engine.complete(task_id, {}, actor=OFFICER)
