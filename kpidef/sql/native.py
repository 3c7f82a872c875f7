"""SQL that a binding writes in the warehouse's own dialect: parsed, checked to be one reading, never glued."""

from __future__ import annotations

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from kpidef.errors.catalog import BadValue
from kpidef.spec.records import NativeSql, Text
from kpidef.sql.tree import identifier

Tree = exp.Expr


def parse_query(query: Text, dialect: str) -> exp.Query:
    """A binding's `query:`: one SELECT. Raises BadValue otherwise."""
    try:
        parsed = parse_one(query.value, read=dialect)
    except SqlglotError as error:
        raise _not_sql(query, "query", str(error).splitlines()[0]) from error
    if not isinstance(parsed, exp.Query) or list(parsed.find_all(exp.DML, exp.DDL, exp.Command)) != _selects(parsed):
        raise _not_sql(query, "query", "SELECT")
    return parsed


def _selects(parsed: exp.Query) -> list[Tree]:
    return [one for one in parsed.find_all(exp.DML, exp.DDL, exp.Command) if isinstance(one, exp.Query)]


def native_expression(written: NativeSql, alias: str) -> Tree:
    """A binding's expression over the columns of `alias`. Raises BadValue where it is not one expression."""
    try:
        parsed = parse_one(written.sql.value, read=written.dialect.value)
    except (SqlglotError, ValueError) as error:
        raise _not_sql(written.sql, "sql", str(error).splitlines()[0]) from error
    if parsed.find(exp.Query, exp.DML, exp.DDL, exp.Command):
        raise _not_sql(written.sql, "sql", "SELECT")
    for one in parsed.find_all(exp.Column):
        one.set("this", identifier(one.name))
        if not one.table:
            one.set("table", identifier(alias))
    return parsed


def _not_sql(written: Text, key: str, reason: str) -> BadValue:
    return BadValue(
        written.at,
        value=written.value,
        key=key,
        reason_fr=f"ce n'est pas une lecture que kpidef accepte ({reason})",
        reason_en=f"this is not a reading that kpidef accepts ({reason})",
        next_fr="écrivez une seule expression, ou un seul SELECT pour `query`, dans le dialecte annoncé",
        next_en="write a single expression, or a single SELECT for `query`, in the dialect that is named",
    )
