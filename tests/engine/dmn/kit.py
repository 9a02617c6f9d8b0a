"""Reads the cases of the DMN Technology Compatibility Kit: models, inputs and expected results."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.feel import YearsMonthsDuration, evaluate

KIT = Path("/work/shared/data/dmn-tck")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Case:
    """One expected result: the model asked, for what, with which inputs, and what must come out."""

    folder: Path
    model: Path
    case_id: str
    node: str
    asked: str
    is_service: bool
    inputs: dict[str, object]
    expected: object
    is_error: bool

    @property
    def label(self) -> str:
        """The case's name in reports."""
        return f"{self.folder.name}/{self.case_id}/{self.node}"


def cases() -> Iterator[Case]:
    """All cases of the kit."""
    for path in sorted(KIT.glob("compliance-level-*/*/*-test-*.xml")):
        yield from _file_cases(path)


def _file_cases(path: Path) -> Iterator[Case]:
    root = etree.parse(path).getroot()
    model = path.parent / root.findtext("{*}modelName", "").strip()
    for case in root.iterfind("{*}testCase"):
        inputs = {node.get("name"): _value(node) for node in case.iterfind("{*}inputNode")}
        for node in case.iterfind("{*}resultNode"):
            expected = node.find("{*}expected")
            is_service = case.get("type") in {"decisionService", "bkm"}
            yield Case(
                path.parent,
                model,
                case.get("id"),
                node.get("name"),
                case.get("invocableName") if is_service else node.get("name"),
                is_service,
                inputs,
                _value(expected) if expected is not None else None,
                node.get("errorResult") == "true",
            )


def _value(node: etree._Element) -> object:
    items = node.find("{*}list")
    if items is not None:
        return None if items.get(_XSI + "nil") == "true" else [_value(item) for item in items.iterfind("{*}item")]
    components = node.findall("{*}component")
    if components:
        return {component.get("name"): _value(component) for component in components}
    value = node.find("{*}value")
    return None if value is None or value.get(_XSI + "nil") == "true" else _scalar(value)


def _scalar(value: etree._Element) -> object:
    kind = (value.get(_XSI + "type") or "xsd:string").rpartition(":")[2]
    text = value.text or ""
    if kind == "string":
        return text
    text = text.strip()
    if kind in {"decimal", "double", "integer"}:
        return Decimal(text)
    if kind == "boolean":
        return text == "true"
    name = {"dateTime": "date and time", "duration": "duration"}.get(kind, kind)
    return evaluate(f'{name}("{text}")')


def same(expected: object, actual: object) -> bool:
    """Whether a result is what was expected; numbers to eight places, as the kit's doubles are written."""
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) < Decimal("1e-8")
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(value, actual[name]) for name, value in expected.items())
    simple = (str, bool, date, time, datetime, timedelta, YearsMonthsDuration)
    if expected is None or actual is None:
        return expected is actual
    return type(expected) is type(actual) and isinstance(expected, simple) and expected == actual
