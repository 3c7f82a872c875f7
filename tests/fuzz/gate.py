"""What may reach a warehouse: one query that only reads."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

FORBIDDEN = (
    *(exp.DML, exp.DDL, exp.Command, exp.Drop, exp.Alter, exp.TruncateTable, exp.Merge, exp.Copy, exp.Attach),
    *(
        exp.Detach,
        exp.Pragma,
        exp.Set,
        exp.Use,
        exp.Into,
        exp.Lock,
        exp.Transaction,
        exp.Commit,
        exp.Rollback,
        exp.Block,
    ),
)


def complaint(sql: str, dialect: str) -> str | None:
    """Why a statement is not one SELECT; None where it is."""
    statements = [one for one in sqlglot.parse(sql, read=dialect) if one is not None]
    if len(statements) != 1:
        return f"{len(statements)} statements"
    (statement,) = statements
    if not isinstance(statement, exp.Query):
        return f"a {type(statement).__name__}"
    found = next((node for node in statement.walk() if _is_forbidden(node)), None)
    return f"a {type(found).__name__} inside: {found.sql(dialect)}" if found is not None else None


def _is_forbidden(node: exp.Expr) -> bool:
    return isinstance(node, FORBIDDEN) and not isinstance(node, exp.Query)
