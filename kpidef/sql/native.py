"""SQL that a binding writes in the warehouse's own dialect: parsed, checked to be one reading, never glued."""

from __future__ import annotations

from sqlglot import exp, parse, parse_one
from sqlglot.errors import SqlglotError

from kpidef.errors.catalog import BadValue
from kpidef.spec.records import NativeSql, Text
from kpidef.sql.dialects import dialect_of
from kpidef.sql.dialects.apply import native
from kpidef.sql.tree import identifier

Tree = exp.Expr
_LONGEST_SHOWN = 60


def parse_query(query: Text, dialect: str) -> exp.Query:
    """A binding's `query:`: one SELECT. Raises BadValue otherwise."""
    try:
        parsed = [one for one in parse(query.value, read=dialect_of(dialect).sqlglot) if one is not None]
    except (SqlglotError, ValueError, RecursionError) as error:
        raise _not_sql(query, "query", _first_line(error)) from error
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query) or any(map(_writes, parsed[0].walk())):
        raise _not_sql(query, "query", "SELECT")
    native(parsed[0])
    return parsed[0]


def _writes(node: Tree) -> bool:
    return isinstance(node, exp.DML | exp.DDL | exp.Command | exp.Into | exp.Lock) and not isinstance(node, exp.Query)


def native_expression(written: NativeSql, alias: str) -> Tree:
    """A binding's expression over the columns of `alias`. Raises BadValue where it is not one expression."""
    try:
        # As a condition, so that `set x = 1` or `attach 'x'` is no expression, and nothing may follow it.
        parsed = parse_one(written.sql.value, read=dialect_of(written.dialect.value).sqlglot, into=exp.Condition)
    except (SqlglotError, ValueError, RecursionError) as error:
        raise _not_sql(written.sql, "sql", _first_line(error)) from error
    if isinstance(parsed, exp.Star) or parsed.find(exp.Query, exp.DML, exp.DDL, exp.Command, exp.Block):
        raise _not_sql(written.sql, "sql", "SELECT")
    for one in parsed.find_all(exp.Column):
        one.set("this", identifier(one.name))
        if not one.table:
            one.set("table", identifier(alias))
    return parsed


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def _not_sql(written: Text, key: str, reason: str) -> BadValue:
    return BadValue(
        written.at,
        value=written.value if len(written.value) <= _LONGEST_SHOWN else f"{written.value[:_LONGEST_SHOWN]}…",
        key=key,
        reason_fr=f"ce n'est pas une lecture que kpidef accepte ({reason})",
        reason_en=f"this is not a reading that kpidef accepts ({reason})",
        next_fr="écrivez une seule expression, ou un seul SELECT pour `query`, dans le dialecte annoncé",
        next_en="write a single expression, or a single SELECT for `query`, in the dialect that is named",
    )
