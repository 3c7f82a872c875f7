"""Given rows in a database of its own, which goes with the connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from kpidef.errors import KpidefError
from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, ScratchValue, TableInfo
from kpidef_adapters.databend.answer import Lost, Refused
from kpidef_adapters.databend.opening import way_of
from kpidef_adapters.databend.text import identifier, literal
from kpidef_adapters.databend.translation import translate
from kpidef_adapters.databend.warehouse import DatabendWarehouse

_TYPES: dict[NeutralType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP_TZ",
}
_LEAST_SCALE, _MOST_DIGITS = 6, 38


def scratch_at(request: ConnectionRequest) -> DatabendScratch:
    """A warehouse without a table, in a database that it creates and drops; the user must have the right to do so."""
    return DatabendScratch(request, f"kpidef_scratch_{uuid4().hex}")


def scratch(tables: Sequence[ScratchTable] = ()) -> DatabendScratch:
    """An embedded engine that holds these tables and no other."""
    opened = scratch_at(ConnectionRequest("databend://", Path()))
    try:
        opened.load(tables)
    except KpidefError:
        opened.close()
        raise
    return opened


class DatabendScratch(DatabendWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    def __init__(self, request: ConnectionRequest, schema: str) -> None:
        self._schema = schema
        self._held: tuple[ScratchTable, ...] = ()
        self._is_open = True
        super().__init__(way_of(request), request.shown, timeout=request.timeout)
        self._created = f"CREATE DATABASE {identifier(schema)}"
        try:
            self._write([self._created, f"USE {identifier(schema)}"])
        except KpidefError:
            self.close()
            raise
        self._remember(())

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other."""
        self._write(f"DROP TABLE IF EXISTS {self._full(table.name)}" for table in self._held)
        self._remember(tables)
        self._write(statement for table in tables for statement in self._statements(table))

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(table for table in super().introspect() if table.schema == self._schema)

    def close(self) -> None:
        """Drop the database and leave."""
        if self._is_open:
            self._is_open = False
            self._way.drop(self._schema)
        super().close()

    def _remember(self, tables: Sequence[ScratchTable]) -> None:
        self._held = tuple(tables)
        fills = (one for table in tables for one in self._statements(table))
        self._way.hold(self._schema, (self._created, *fills))

    def _full(self, name: str) -> str:
        return f"{identifier(self._schema)}.{identifier(name)}"

    def _write(self, statements: Iterable[str]) -> None:
        try:
            for statement in statements:
                self._way.ask(statement)
        except (Refused, Lost) as error:
            raise translate(error, self._shown) from error

    def _statements(self, table: ScratchTable) -> Iterable[str]:
        name = self._full(table.name)
        columns = ", ".join(
            f"{identifier(column)} {_type_text(kind, [row[rank] for row in table.rows])} NULL"
            for rank, (column, kind) in enumerate(table.columns)
        )
        yield f"CREATE TABLE {name} ({columns}) ENGINE = {self._way.storage}"
        if table.rows:
            rows = ", ".join(f"({', '.join(literal(value) for value in row)})" for row in table.rows)
            yield f"INSERT INTO {name} VALUES {rows}"


def _type_text(kind: NeutralType, values: Iterable[ScratchValue]) -> str:
    if kind != "decimal":
        return _TYPES[kind]
    texts = [format(value, "f") if isinstance(value, Decimal) else str(value) for value in values if value is not None]
    scale = max([_LEAST_SCALE, *(len(text.partition(".")[2]) for text in texts)])
    return f"DECIMAL({_MOST_DIGITS}, {min(scale, _MOST_DIGITS)})"
