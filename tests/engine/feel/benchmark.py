"""Measures the two bars of FEEL and DMN beside plain Python: `python -m tests.engine.feel.benchmark`."""

import sys

from web.cli.measures.formulas import measure

if __name__ == "__main__":
    for figure in measure():
        bar = "" if figure.bar is None else f"bar {figure.bar:g}"
        sys.stdout.write(f"{figure.what:60} {figure.value:10.2f} {figure.unit}   {bar}\n")
