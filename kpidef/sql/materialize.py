"""The statements that read a table of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from kpidef.sql.dialects import dialect_of
from kpidef.sql.tree import column, select, table, text, where


def pieces_kept(store: str, columns: Sequence[str], kpis: Iterable[str], dialect: str) -> str:
    """What the table has of these KPIs, each piece once."""
    query = _of_kpis(store, columns, kpis)
    query.set("distinct", exp.Distinct())
    return _text(query, dialect)


def rows_kept(store: str, columns: Sequence[str], kpis: Iterable[str], equal: dict[str, str], dialect: str) -> str:
    """The lines that the table has of these KPIs, where these columns hold these texts."""
    query = _of_kpis(store, columns, kpis)
    for name, value in equal.items():
        query = query.where(exp.EQ(this=column(name, "s"), expression=text(value)), copy=False)
    return _text(query, dialect)


def _of_kpis(store: str, columns: Sequence[str], kpis: Iterable[str]) -> exp.Select:
    query = select([column(name, "s") for name in columns], table(store, "s"))
    return where(query, [exp.In(this=column("kpi", "s"), expressions=[text(name) for name in kpis])])


def _text(query: exp.Select, dialect: str) -> str:
    return query.sql(dialect=dialect_of(dialect).sqlglot)
