"""docs/bpmn-support.md says what the tests prove."""

from tests.engine.semantics.elements import ELEMENTS
from tests.engine.semantics.support import PAGE, ROWS, known_tests, page


def test_every_row_is_proved_by_tests_that_exist() -> None:
    named = {name for _, names in ROWS for name in names} | {name for _, tests in ELEMENTS.values() for name in tests}
    missing = named - known_tests()
    assert not missing


def test_the_page_is_what_the_tests_say() -> None:
    assert PAGE.read_text() == page()
