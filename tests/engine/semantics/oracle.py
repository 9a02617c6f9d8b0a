"""SpiffWorkflow's own stepping as an oracle: runs a diagram and tells what was completed after each human action."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.defaults import NoneTask
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

_CONDITION = re.compile(rb"(<bpmn:(?:\w*[cC]ondition|conditionExpression)[^>]*>)(.*?)(</bpmn:)", re.DOTALL)
_EQUALS = re.compile(rb"(?<![<>!=;])=(?!=)")
_SCRIPT = re.compile(rb'utlysa:resultVariable="(\w+)"([^>]*>.*?<bpmn:script>)(.*?)</bpmn:script>', re.DOTALL)

Action = tuple[str, Mapping[str, Any]]


class Oracle:
    """One run of a diagram on SpiffWorkflow."""

    def __init__(self, xml: bytes, *, variables: Mapping[str, Any]) -> None:
        parser = BpmnParser()
        # A script is a FEEL expression with a result variable here, and a Python statement there.
        python = _CONDITION.sub(_in_python, _SCRIPT.sub(rb"\2\1 = \3</bpmn:script>", xml))
        parser.add_bpmn_xml(etree.fromstring(python))
        self.completed: list[str] = []
        self._workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self._workflow.get_tasks(state=TaskState.READY)[0].data.update(variables)
        self._step()

    @property
    def is_completed(self) -> bool:
        """Whether the workflow is done."""
        return bool(self._workflow.is_completed())

    @property
    def open(self) -> list[str]:
        """The open human tasks."""
        return sorted(task.task_spec.bpmn_id for task in self._manual())

    def complete(self, element_id: str, data: Mapping[str, Any]) -> None:
        """A person completes the first open task of the element."""
        task = next(task for task in self._manual() if task.task_spec.bpmn_id == element_id)
        task.data.update(data)
        task.run()
        self._note(task)
        self._step()

    def message(self, name: str) -> None:
        """A message comes in."""
        self._workflow.catch(BpmnEvent(MessageEventDefinition(name), {}, []))
        self._step()

    def signal(self, name: str) -> None:
        """A signal comes in."""
        self._workflow.catch(BpmnEvent(SignalEventDefinition(name), {}))
        self._step()

    def _manual(self, *, is_abstract: bool = False) -> list[Any]:
        ready = self._workflow.get_tasks(state=TaskState.READY, manual=True)
        return [task for task in ready if isinstance(task.task_spec, NoneTask) is is_abstract]

    def _step(self) -> None:
        for _ in range(100):
            self._workflow.do_engine_steps(did_complete_task=self._note)
            self._workflow.refresh_timers()
            # The standard's abstract task asks nothing of anyone; SpiffWorkflow offers it to people.
            abstract = self._manual(is_abstract=True)
            if not abstract and not self._workflow.get_tasks(state=TaskState.READY, manual=False):
                return
            for task in abstract[:1]:
                task.run()
                self._note(task)
        raise AssertionError("SpiffWorkflow does not come to rest")

    def _note(self, task: Any) -> None:
        if task.task_spec.bpmn_id is not None:
            self.completed.append(task.task_spec.bpmn_id)


def _in_python(match: re.Match[bytes]) -> bytes:
    """A condition in the words that both languages nearly share."""
    text = _EQUALS.sub(b"==", match[2])
    return match[1] + re.sub(rb"\btrue\b", b"True", text) + match[3]


def rounds(xml: bytes, variables: Mapping[str, Any], actions: Sequence[Action]) -> list[tuple[list[str], list[str]]]:
    """For the start and for each action: what SpiffWorkflow completed, and which human tasks were open after it."""
    oracle = Oracle(xml, variables=variables)
    found = [(oracle.completed, oracle.open)]
    for element_id, data in actions:
        oracle.completed = []
        oracle.complete(element_id, data)
        found.append((oracle.completed, oracle.open))
    return found
