"""The frame of every letter."""

import re
from datetime import date

import html5lib

from workflows.letters import Head, contact_lines, page
from workflows.parties import Account, OwnOrganisation

HEADINGS = ["Ärendebeskrivning", "Beslutsunderlag", "Delegationsbestämmelse och delegation", "Beslut", "Anmälan"]
TEMPLATE = "".join(f"<h2>{heading}</h2><p>Text</p>" for heading in HEADINGS).encode()
OFFICER = Account("handlaggare.1", "Handläggare 1", email="handlaggare.1@example.org", phone="063-00 00 00")


def decision_page() -> str:
    """A delegated decision in the seed's layout."""
    head = Head(
        "Letter of Intent – Klyngen",
        date(2020, 8, 31),
        "RUN/495/2020",
        unit="Näringsliv",
        contact=contact_lines(OFFICER),
    )
    return page(TEMPLATE, {}, head=head, organisation=OwnOrganisation())


def lines_of(html: str) -> list[str]:
    """The page's texts, in the order in which they are read."""
    body = html.partition("<body>")[2]
    return [line for line in (part.strip() for part in re.split(r"<[^>]+>", body)) if line]


def test_a_decision_has_the_seeds_order() -> None:
    """Source: letter-of-intent-2020, domain.md 0.4."""
    lines = lines_of(decision_page())
    wanted = [
        *("Näringsliv", "Handläggare 1", "Tfn: 063-00 00 00", "E-post: handlaggare.1@example.org"),
        *("2020-08-31", "RUN/495/2020", "Letter of Intent – Klyngen"),
        *HEADINGS,
    ]
    assert [line for line in lines if line in wanted] == wanted


def test_the_foot_names_the_organisation() -> None:
    foot = lines_of(decision_page())[-2:]
    assert "Box 654, 831 27 Östersund" in foot[0]
    assert "232100-0214" in foot[1]


def test_the_page_is_whole_and_says_its_language() -> None:
    html = decision_page()
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="sv">')
    assert "<title>Letter of Intent – Klyngen</title>" in html


def test_the_same_values_give_the_same_page() -> None:
    assert decision_page() == decision_page()


def test_a_recipient_stands_above_the_letter() -> None:
    head = Head("Beslut", date(2021, 12, 15), "RUN/1/2021", recipient=("Klustret AB", "Storgatan 1"))
    html = page(b"<p>x</p>", {}, head=head, organisation=OwnOrganisation())
    lines = lines_of(html)
    assert lines.index("Klustret AB") + 1 == lines.index("Storgatan 1") < lines.index("Beslut")
