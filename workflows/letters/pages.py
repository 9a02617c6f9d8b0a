"""Letter templates: HTML with `{{ FEEL }}`, `data-if` and `data-each`, rendered without any template code."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from lxml import html
from lxml.html import HtmlElement

from engine import Problem, Text
from workflows.letters.errors import NOT_UTF8, Place, TemplateError
from workflows.letters.faults import problem
from workflows.letters.placeholders import Placeholder, split_text
from workflows.letters.values import SWEDISH, Values, Wording, syntax_problem

TAGS = frozenset(
    {"a", "abbr", "address", "b", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "em", "figure", "footer"}
    | {"h1", "h2", "h3", "h4", "header", "hr", "i", "li", "main", "ol", "p", "section", "small", "span", "strong"}
    | {"sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul"}
)
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"class", "id", "lang"}),
    "a": frozenset({"href"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_CONTROLS = frozenset({"data-if", "data-each"})
_MARK = re.compile("\ue000(\\d+)\ue001")
_EACH = re.compile(r"^\s*([^\W\d]\w*)\s+in\s+(.+)$", re.DOTALL)
_EACH_FORM = Text("Skriv data-each som «namn in lista»", "Write data-each as «name in list»")
_BLANK_LINE = re.compile("\ue002?\n[\\s\ue002]*\n")


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: its tree, where each placeholder is a mark, and the placeholders."""

    root: HtmlElement
    placeholders: tuple[Placeholder, ...]
    file: str


def parse_page(template: bytes, file: str = "") -> Template:
    """The parsed template. Raises TemplateError for what is not UTF-8 or has a placeholder that does not end."""
    try:
        text = template.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(NOT_UTF8, Place(file, 1, "")) from error
    placeholders: list[Placeholder] = []
    parts: list[str] = []
    for part in split_text(_MARK.sub("", text), file=file):
        if isinstance(part, Placeholder):
            # The lines inside the placeholder are kept, so that later line numbers stay right.
            parts.append(f"\ue000{len(placeholders)}\ue001" + "\n" * part.expression.count("\n"))
            placeholders.append(part)
        else:
            parts.append(part)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = html.fragment_fromstring("".join(parts).encode("utf-8"), create_parent="div", parser=parser)
    return Template(root, tuple(placeholders), file)


def render(template: bytes, context: Mapping[str, Any], *, file: str = "", chosen: Wording = SWEDISH) -> str:
    """The template's HTML with every value in its place, escaped, and with only the tags that letters may have.

    Raises MissingValueError, which names the place, for a value that is missing or blank; TemplateError.
    """
    parsed = parse_page(template, file)
    target = html.Element("div")
    _Renderer(parsed).fill(parsed.root, target, Values.of(context, chosen))
    inner = html.tostring(target, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
    return clean(inner).strip() + "\n"


def clean(markup: str) -> str:
    """The HTML with only what a letter may hold."""
    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"https", "http", "mailto", "tel"},
        url_relative="deny",
        link_rel=None,
    )


def problems(template: bytes, file: str = "") -> list[Problem]:
    """What is wrong with a template, found without any values; empty if it can be used."""
    try:
        parsed = parse_page(template, file)
    except TemplateError as error:
        return [problem("letter_unreadable", file=file, line=error.place.line, fault=error.fault)]
    found = [
        _unreadable(placeholder.expression, fault, file, placeholder.place.line)
        for placeholder in parsed.placeholders
        if (fault := syntax_problem(placeholder.expression))
    ]
    for element in parsed.root.iterdescendants():
        found.extend(_element_problems(element, file))
    return sorted(found, key=lambda each: each.line or 0)


def _element_problems(element: HtmlElement, file: str) -> Iterator[Problem]:
    line = element.sourceline or 1
    if element.tag not in TAGS:
        yield problem("letter_tag_forbidden", file=file, line=line, tag=str(element.tag))
        return
    allowed = _allowed(element.tag)
    for name, value in element.attrib.items():
        if name not in allowed:
            yield problem("letter_attribute_forbidden", file=file, line=line, name=name, tag=str(element.tag))
        elif fault := _control_fault(name, value):
            yield _unreadable(value, fault, file, line)


def _allowed(tag: str) -> frozenset[str]:
    return ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()) | _CONTROLS


def _control_fault(name: str, value: str) -> Text | None:
    """What is wrong with a condition or a repetition."""
    if name == "data-if":
        return syntax_problem(value)
    if name != "data-each":
        return None
    match = _EACH.match(value)
    return syntax_problem(match[2]) if match else _EACH_FORM


def _unreadable(expression: str, fault: Text, file: str, line: int) -> Problem:
    return problem("letter_expression_invalid", file=file, line=line, fault=fault, expression=expression)


class _Renderer:
    """Builds the letter's tree from the template's."""

    def __init__(self, template: Template) -> None:
        self._placeholders = template.placeholders
        self._file = template.file

    def fill(self, source: HtmlElement, target: HtmlElement, values: Values) -> None:
        """Write what is inside `source` into `target`."""
        _add_text(target, self._text(source.text, values))
        for child in source:
            if child.tag in TAGS:
                for copy in self._repeated(child, values):
                    target.append(copy)
            _add_text(target, self._text(child.tail, values))

    def _repeated(self, source: HtmlElement, values: Values) -> Iterator[HtmlElement]:
        each = source.get("data-each")
        if each is None:
            yield from self._shown(source, values)
            return
        match = _EACH.match(each)
        place = self._place(source, each)
        if match is None:
            raise TemplateError(_EACH_FORM, place)
        for item in values.items(match[2], place):
            yield from self._shown(source, values.with_name(match[1], item))

    def _shown(self, source: HtmlElement, values: Values) -> Iterator[HtmlElement]:
        condition = source.get("data-if")
        if condition is not None and not values.truth(condition, self._place(source, condition)):
            return
        if source.tag == "p" and not len(source):
            for paragraph in _BLANK_LINE.split(self._text(source.text, values)):
                copy = self._copy(source, values)
                _add_text(copy, paragraph.strip())
                yield copy
            return
        copy = self._copy(source, values)
        self.fill(source, copy, values)
        yield copy

    def _copy(self, source: HtmlElement, values: Values) -> HtmlElement:
        allowed = _allowed(source.tag) - _CONTROLS
        attributes = {name: self._text(value, values) for name, value in source.attrib.items() if name in allowed}
        return html.Element(source.tag, attributes)

    def _text(self, text: str | None, values: Values) -> str:
        def worded(mark: re.Match[str]) -> str:
            placeholder = self._placeholders[int(mark[1])]
            return _writable(values.text(placeholder.expression, placeholder.place))

        return _MARK.sub(worded, text) if text else ""

    def _place(self, element: HtmlElement, expression: str) -> Place:
        return Place(self._file, element.sourceline or 1, expression)


def _writable(text: str) -> str:
    """The text without signs that HTML cannot hold; line ends as one sign, marked so that they are seen."""
    lines = text.replace("\ue002", "").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\ue002\n")
    return "".join(sign for sign in lines if sign >= " " or sign in "\n\t")


def _add_text(target: HtmlElement, text: str) -> None:
    """Append text; a line end that came with a value becomes a line break."""
    first, *others = text.split("\ue002")
    _append(target, first)
    for line in others:
        target.append(html.Element("br"))
        _append(target, line)


def _append(target: HtmlElement, text: str) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text
