"""Definitions: bundles of diagrams, forms and tables; what is wrong with them; what makes a drawing runnable."""

from engine.definitions.bundle import Bundle, digest_of, grouped, is_diagram
from engine.definitions.catalogue import Catalogue, Check, ProcessFacts
from engine.definitions.codes import CODES, FORM_CODES
from engine.definitions.lint import lint
from engine.definitions.prepare import Prepared, prepare, prepare_all, shared_decisions
from engine.definitions.repair.answers_file import ANSWERS_FILE, read_answers, write_answers
from engine.definitions.rules.decisions import facts_of

__all__ = [
    "ANSWERS_FILE",
    "CODES",
    "FORM_CODES",
    "Bundle",
    "Catalogue",
    "Check",
    "Prepared",
    "ProcessFacts",
    "digest_of",
    "facts_of",
    "grouped",
    "is_diagram",
    "lint",
    "prepare",
    "prepare_all",
    "read_answers",
    "shared_decisions",
    "write_answers",
]
