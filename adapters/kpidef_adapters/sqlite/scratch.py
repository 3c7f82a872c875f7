"""Given rows in an in-memory SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from kpidef.errors.warehouse import QueryFailed, ValueUnreadable
from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, ScratchValue
from kpidef_adapters.sqlite.opening import open_memory
from kpidef_adapters.sqlite.warehouse import SqliteWarehouse

_TYPES: dict[NeutralType, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": "DECIMAL",
    "float": "REAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMPTZ",
}
_TRUTHS = {"true": 1, "false": 0, "1": 1, "0": 0}


def scratch(tables: Sequence[ScratchTable] = ()) -> SqliteScratch:
    """An in-memory warehouse that holds these tables and no other."""
    opened = SqliteScratch(open_memory(), "sqlite://:memory:")
    opened.load(tables)
    return opened


def scratch_at(request: ConnectionRequest) -> SqliteScratch:
    """An in-memory warehouse without a table: the engine is the same wherever the file is."""
    return SqliteScratch(open_memory(), request.shown)


def stored(cell: ScratchValue, kind: NeutralType) -> str | int | float | None:
    """A given value as SQLite keeps those of its type."""
    if cell is None:
        return None
    match kind:
        case "integer":
            return int(cell)  # type: ignore[arg-type]
        case "decimal":
            return float(Decimal(str(cell)))
        case "float":
            return float(cell)  # type: ignore[arg-type]
        case "boolean":
            return _truth(cell)
        case "date":
            return date.fromisoformat(str(cell)[:10]).isoformat()
        case "timestamp" | "timestamptz":
            return _moment(cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell)))
        case _:
            return str(cell)


class SqliteScratch(SqliteWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    _held: tuple[str, ...] = ()

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other; where one of them is wrong, what was held stays."""
        self._connection.execute("BEGIN")
        try:
            for name in self._held:
                self._connection.execute(f"DROP TABLE {_identifier(name)}")
            for table in tables:
                self._fill(table)
        except (sqlite3.Error, ValueError, ArithmeticError) as error:
            self._connection.execute("ROLLBACK")
            raise _translated(error) from error
        self._connection.execute("COMMIT")
        self._held = tuple(table.name for table in tables)

    def _fill(self, table: ScratchTable) -> None:
        kinds = [kind for _, kind in table.columns]
        columns = ", ".join(f"{_identifier(name)} {_TYPES[kind]}" for name, kind in table.columns)
        self._connection.execute(f"CREATE TABLE {_identifier(table.name)} ({columns})")
        rows = ([stored(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table.rows)
        places = ", ".join("?" * len(kinds))
        self._connection.executemany(f"INSERT INTO {_identifier(table.name)} VALUES ({places})", rows)


def _truth(cell: ScratchValue) -> int:
    text = str(cell).lower()
    if text not in _TRUTHS:
        raise ValueError(text)
    return _TRUTHS[text]


def _moment(value: datetime) -> str:
    naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value
    return naive.isoformat(sep=" ")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _translated(error: Exception) -> QueryFailed | ValueUnreadable:
    return QueryFailed(cause=str(error)) if isinstance(error, sqlite3.Error) else ValueUnreadable(cause=str(error))
