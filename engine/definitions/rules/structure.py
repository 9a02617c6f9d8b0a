"""Rules of the file as a whole: ids, executability, what is drawn, what cannot be run."""

import re

from engine.definitions.reporting import Report
from engine.reader import Document, Remark

_NAMESPACE = re.compile(r"\{[^}]*\}")
_CODES = {
    "duplicate_id": "duplicate_id",
    "missing_id": "missing_id",
    "shape_bounds": "shape_bounds_invalid",
    "unknown_element": "element_unknown",
    "schema": "schema_invalid",
    "schema_order": "schema_order",
}


def check_structure(document: Document, report: Report) -> None:
    """Report what is odd in the file itself."""
    for remark in document.remarks:
        _remark(remark, report)
    if not document.processes:
        report.add("process_missing", line=1)
    elif not any(process.is_executable for process in document.processes):
        process = document.processes[0]
        report.add("not_executable", line=process.line, element=process.id)
    _check_drawn(document, report)
    for process in document.processes:
        for node in process.nodes.values():
            if not all(quantity.strip().isdecimal() and int(quantity) > 0 for quantity in node.quantities):
                report.at("quantity_unsupported", node)


def _remark(remark: Remark, report: Report) -> None:
    code = _CODES.get(remark.code, "element_unknown")
    report.add(
        code,
        line=remark.line,
        element=remark.element_id,
        id=remark.element_id,
        kind=remark.detail,
        values=remark.detail,
        reason=_NAMESPACE.sub("", remark.detail).rstrip(" ."),
    )


def _check_drawn(document: Document, report: Report) -> None:
    """A step without a shape is easily overlooked; a file without any drawing is laid out by the page."""
    if not document.shapes:
        return
    drawn_processes = [process for process in document.processes if document.shapes.intersection(process.nodes)]
    for process in drawn_processes:
        for node in process.nodes.values():
            if node.id not in document.shapes:
                report.at("not_drawn", node)
