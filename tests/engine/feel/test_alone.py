"""engine.feel and engine.dmn run without the rest of the product, on the standard library and lxml alone."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[3] / "engine"
PROGRAM = """
import sys
from engine.feel import evaluate
from engine.dmn import load
assert evaluate("sum([1, 2]) = 3") is True
assert not {name for name in sys.modules if name.startswith("engine.")} - {
    name for name in sys.modules if name.startswith(("engine.feel", "engine.dmn"))
}
print("alone")
"""


def test_both_packages_run_copied_out_of_the_product(tmp_path: Path) -> None:
    for package in ("feel", "dmn"):
        shutil.copytree(ENGINE / package, tmp_path / "engine" / package)
    (tmp_path / "engine/__init__.py").write_text("")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("alone\n", "")


@pytest.mark.parametrize("package", ["feel", "dmn"])
def test_nothing_but_the_standard_library_and_lxml_is_imported(package: str) -> None:
    known = {*sys.stdlib_module_names, "lxml", "engine"}
    found = {
        name.partition(".")[0]
        for path in (ENGINE / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    assert found <= known


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
