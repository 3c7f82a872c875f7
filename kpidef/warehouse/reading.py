"""One SELECT or nothing: what an adapter asks before it sends a statement, beside the engine's own read-only mode."""

from __future__ import annotations

import re

from kpidef.errors.warehouse import QueryRefused, WriteRefused

_TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^'\\]|''|\\.)*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|;|\w+|\S", re.DOTALL)
_READS = frozenset({"SELECT", "WITH", "(", "VALUES"})
# fmt: off
_STATEMENTS = frozenset(
    {
        "ALTER", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CHECKPOINT", "COMMENT", "COMMIT", "COPY", "CREATE",
        "DECLARE", "DELETE", "DETACH", "DISCARD", "DO", "DROP", "EXECUTE", "EXPORT", "GRANT", "HANDLER", "IMPORT",
        "INSERT", "INSTALL", "KILL", "LISTEN", "LOAD", "LOCK", "MERGE", "MSCK", "NOTIFY", "OPTIMIZE", "PRAGMA",
        "PREPARE", "PUT", "REFRESH", "REINDEX", "RELEASE", "RENAME", "REPLACE", "RESET", "REVOKE", "ROLLBACK",
        "SAVEPOINT", "SECURITY", "SET", "START", "TRUNCATE", "UNLOAD", "UPDATE", "UPSERT", "USE", "VACUUM",
    }
)
# fmt: on


def check_reads(sql: str) -> None:
    """Raises WriteRefused for other statements, or several; QueryRefused for what is no statement.

    >>> check_reads("/* nps */ SELECT ';' AS x -- ;")
    >>> try:
    ...     check_reads("SELECT 1; DROP TABLE tickets")
    ... except WriteRefused as error:
    ...     print(error.fields["statement"])
    SELECT; DROP
    """
    starts = _starts(sql)
    if not starts:
        raise QueryRefused(cause="empty query")
    if len(starts) == 1 and starts[0] in _READS:
        return
    if len(starts) == 1 and starts[0] not in _STATEMENTS:
        raise QueryRefused(cause=f"{starts[0]} …")
    raise WriteRefused(statement="; ".join(starts))


def _starts(sql: str) -> list[str]:
    """The first word of each statement."""
    found: list[str] = []
    is_first = True
    for token in _TOKEN.findall(sql):
        if token.startswith(("--", "/*")):
            continue
        if token == ";":
            is_first = True
        elif is_first:
            found.append(token.upper())
            is_first = False
    return found
