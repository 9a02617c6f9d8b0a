"""SpiffWorkflow by itself at the bench's errand: `utlysa bench --peer "python -m tests.web.cli.spiffworkflow_peer"`."""

import json
import statistics
import sys
import time

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Engine, create_engine, text

from web.cli.measures.drawings import errand
from web.cli.measures.steps import data_of

_CASES = 5
_DATA_BYTES = 4096
_SCRIPT = b"<script>rounds + 1</script>"


def main(url: str) -> int:
    """Complete the errand's tasks, each in a transaction: load, run, save the workflow's document."""
    engine = create_engine(url)
    try:
        figures = measure(engine)
    finally:
        engine.dispose()
    sys.stdout.write(json.dumps(figures))
    return 0


def measure(engine: Engine, cases: int = _CASES) -> list[dict[str, object]]:
    """The median time of a completed task, and the size of what is saved, in the bench's form."""
    parser = BpmnParser()
    # A script is a FEEL expression with a result variable here, and a Python statement there.
    parser.add_bpmn_xml(etree.fromstring(errand().replace(_SCRIPT, b"<script>rounds = rounds + 1</script>")))
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE workflows (id integer PRIMARY KEY, state text NOT NULL)"))
    times: list[float] = []
    size = 0
    for number in range(cases):
        workflow = BpmnWorkflow(parser.get_spec("errand"), parser.get_subprocess_specs("errand"))
        workflow.get_tasks(state=TaskState.READY)[0].data.update(data_of(_DATA_BYTES))
        workflow.do_engine_steps()
        document = serializer.serialize_json(workflow)
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO workflows VALUES (:id, :state)"), {"id": number, "state": document})
        is_completed = False
        while not is_completed:
            begun = time.perf_counter()
            is_completed, saved = _complete(engine, serializer, number)
            times.append((time.perf_counter() - begun) * 1000)
            size = max(size, saved)
    return [
        {"what": "plain SpiffWorkflow, saved as it is: median", "value": statistics.median(times), "unit": "ms"},
        {"what": "plain SpiffWorkflow: rate of one client", "value": 1000 * len(times) / sum(times), "unit": "/s"},
        {"what": "plain SpiffWorkflow: what it saves, the most", "value": size / 1024, "unit": "KB"},
    ]


def _complete(engine: Engine, serializer: BpmnWorkflowSerializer, number: int) -> tuple[bool, int]:
    """Complete the open task in one transaction; whether that was the last one, and how many bytes were saved."""
    with engine.begin() as connection:
        question = text("SELECT state FROM workflows WHERE id = :id")
        workflow = serializer.deserialize_json(connection.execute(question, {"id": number}).scalar_one())
        task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        task.data["said"] = 1
        task.run()
        workflow.do_engine_steps()
        document = serializer.serialize_json(workflow)
        change = text("UPDATE workflows SET state = :state WHERE id = :id")
        connection.execute(change, {"id": number, "state": document})
    return bool(workflow.is_completed()), len(document)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[-1]))
