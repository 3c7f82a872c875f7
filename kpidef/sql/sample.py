"""The statements that look at one column of a physical table, over its first rows."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects import dialect_of
from kpidef.sql.tree import alias, column, given, number, select, subquery, table, where

ROWS, VALUES = 10_000, 60


def distinct_values(name: str, physical: str, dialect: str) -> str:
    """The values, none of them null, as `value`; at most VALUES of them."""
    query = select([alias(column("held", "s"), "value")], _first_rows(name, physical))
    return _text(query.distinct().limit(VALUES), dialect)


def repeated_values(name: str, physical: str, dialect: str) -> str:
    """How many rows, as `rows`, and how many values, as `distinct_values`."""
    held = column("held", "s")
    counts = [
        alias(exp.Count(this=held.copy()), "rows"),
        alias(exp.Count(this=exp.Distinct(expressions=[held])), "distinct_values"),
    ]
    return _text(select(counts, _first_rows(name, physical)), dialect)


def _first_rows(name: str, physical: str) -> exp.Subquery:
    held = column(physical, "t")
    rows = where(select([alias(held, "held")], table(name, "t")), [given(held.copy())])
    return subquery(rows.limit(number(ROWS)), "s")


def _text(query: exp.Select, dialect: str) -> str:
    return query.sql(dialect=dialect_of(dialect).sqlglot)
