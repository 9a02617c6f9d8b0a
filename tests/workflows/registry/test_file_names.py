"""File names that people send."""

import pytest

from workflows.registry.file_names import safe_file_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("budget.pdf", "budget.pdf"),
        ("ansökan åäö.pdf", "ansökan åäö.pdf"),
        ("anso\u0308kan.pdf", "ansökan.pdf"),
        ("Budget.PDF", "Budget.pdf"),
        ("../../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("CON", "_CON.pdf"),
        ("NUL.pdf", "_NUL.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("budget.pdf.html", "budget.pdf.html.pdf"),
        ("bud\u202efdp.exe", "budfdp.exe.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src_x onerror_alert(1)_.pdf"),
        ("a\r\nSet-Cookie: s=1.pdf", "aSet-Cookie_ s_1.pdf"),
        ('"; filename="evil.html', "__ filename__evil.html.pdf"),
        ("=cmd|' /C calc'!A0.csv", "C calc__A0.csv.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("   .pdf", "fil.pdf"),
        ("", "fil.pdf"),
        ("{{7*191}}.pdf", "__7_191__.pdf"),
    ],
)
def test_a_name_becomes_safe_and_keeps_what_can_be_read(name: str, safe: str) -> None:
    assert safe_file_name(name, ".pdf") == safe


def test_a_long_name_is_cut_before_its_ending() -> None:
    name = safe_file_name("a" * 500 + ".pdf", ".pdf")
    assert len(name) == 120
    assert name.endswith("a.pdf")
