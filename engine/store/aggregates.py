"""Aggregates that each database has under another name."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class distinct_list(GenericFunction[Any]):  # noqa: N801  # written like the functions that it stands for
    """The different values of a column as a list."""

    type = JSON()
    inherit_cache = True


@compiles(distinct_list, "postgresql")
def _on_postgresql(element: distinct_list, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_agg(DISTINCT {compiler.process(element.clauses, **options)})"


@compiles(distinct_list, "sqlite")
def _on_sqlite(element: distinct_list, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(DISTINCT {compiler.process(element.clauses, **options)})"
