"""The namespaces that tools have written BPMN in, and the other formats that a drawing may be mistaken for."""

import re
from collections.abc import Mapping

from engine.model import Text
from engine.reader import xml

DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

# Drafts of BPMN 2.0, their slips of the pen, and later dates that say the same.
_CANONICAL = (
    (
        re.compile(r"https?://(?:www\.)?omg\.org/spec/bpmn/(?:\d{6,8}|2\.0(?:\.\d)?)(?:/model(?:-xmi)?)?/?", re.I),
        xml.BPMN,
    ),
    (re.compile(r"https?://schema\.omg\.org/spec/bpmn/2\.0(?:/model)?/?", re.I), xml.BPMN),
    (re.compile(r"https?://(?:www\.)?(?:omg\.org/bpmn20|bpmn\.org/bpmn20?)/?", re.I), xml.BPMN),
    (re.compile(r"https?://(?:www\.)?omg\.org/spec/bpmn/(?:\d{6,8}|2\.0(?:\.\d)?)/di(?:-xmi)?/?", re.I), xml.BPMNDI),
    (re.compile(r"https?://(?:schema\.omg\.org/spec/bpmn/2\.0/di|(?:www\.)?bpmndi\.org)/?", re.I), xml.BPMNDI),
    (re.compile(r"https?://(?:www\.)?omg\.org/spec/dd/\d{6,8}/dc(?:-xmi)?/?", re.I), DC),
    (re.compile(r"https?://(?:www\.)?omg\.org/spec/dd/\d{6,8}/di(?:-xmi)?/?", re.I), DI),
)
_USUAL_PREFIXES: Mapping[str, str] = {
    **dict.fromkeys(("bpmn", "bpmn2", "bpmn20", "semantic", "model"), xml.BPMN),
    "bpmndi": xml.BPMNDI,
    **dict.fromkeys(("dc", "omgdc"), DC),
    **dict.fromkeys(("di", "omgdi"), DI),
    "xsi": _XSI,
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "flowable": "http://flowable.org/bpmn",
    "activiti": "http://activiti.org/bpmn",
}
_KINDS: tuple[tuple[str, Text], ...] = (
    ("/dmn/", Text("en beslutsmodell (DMN)", "a decision model (DMN)")),
    ("/cmmn/", Text("en ärendemodell (CMMN)", "a case model (CMMN)")),
    ("xpdl", Text("en XPDL-fil", "an XPDL file")),
    ("wsdl", Text("en tjänstebeskrivning (WSDL)", "a service description (WSDL)")),
    ("archimate", Text("en ArchiMate-modell", "an ArchiMate model")),
    ("xmi", Text("en modell i XMI", "a model in XMI")),
    ("package", Text("en XPDL-fil", "an XPDL file")),
    ("mxfile", Text("en ritning från draw.io", "a drawing of draw.io")),
    ("mxgraphmodel", Text("en ritning från draw.io", "a drawing of draw.io")),
    ("graphml", Text("en graf (GraphML)", "a graph (GraphML)")),
    ("visio", Text("en Visio-ritning", "a Visio drawing")),
    ("aml", Text("en export från ARIS (AML)", "an export of ARIS (AML)")),
    ("adoxml", Text("en export från ADONIS (ADL)", "an export of ADONIS (ADL)")),
    ("svg", Text("en bild (SVG)", "a picture (SVG)")),
    ("html", Text("en webbsida", "a web page")),
)


def canonical(namespace: str) -> str:
    """The namespace of the standard that is meant, or the one that was given."""
    found = namespace.strip()
    return next((own for pattern, own in _CANONICAL if pattern.fullmatch(found)), namespace)


def prefix_of(prefix: str) -> str:
    """The namespace that tools usually mean by a prefix that the file does not declare."""
    return _USUAL_PREFIXES.get(prefix, f"urn:undeclared:{prefix}")


def other_kind(namespace: str, name: str) -> Text:
    """What a file is whose root is not BPMN's."""
    written = f"{namespace} {name}".lower()
    return next((kind for mark, kind in _KINDS if mark in written), Text(f"”{name}”", f'"{name}"'))
