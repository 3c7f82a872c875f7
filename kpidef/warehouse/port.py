"""What an adapter offers: connections that answer one SELECT with an Arrow table, and say what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self

from kpidef.warehouse.url import redact

if TYPE_CHECKING:
    import pyarrow as pa

NeutralType = Literal["text", "integer", "decimal", "float", "boolean", "date", "timestamp", "timestamptz"]
ScratchValue = str | int | Decimal | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A physical column: its type as the engine writes it, and ours (None where ours has none)."""

    name: str
    type_text: str
    type: NeutralType | None


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A physical table or view."""

    schema: str
    name: str
    columns: tuple[ColumnInfo, ...]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do beyond answering a SELECT."""

    files: bool = False  # reads Parquet and CSV files that a binding names
    cancel: bool = False  # stops a running query when asked
    timeout: bool = False  # stops a query that runs too long
    parallel: bool = False  # several connections at once answer sooner than one
    store: bool = False  # keeps tables of results, where it is open for writing (see Store)
    schemas: bool = True  # tables live in schemas
    estimate: bool = False  # says what a query would cost (see Estimating)


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """A connection's URL, variables expanded, and how to open it. The URL may hold secrets: show `shown` only."""

    url: str = field(repr=False)
    base: Path
    read_only: bool = True
    timeout: float | None = None

    @property
    def shown(self) -> str:
        """The URL without its secrets."""
        return redact(self.url)


class Warehouse(Protocol):
    """An open connection. Every failure is one of kpidef.errors.warehouse."""

    @property
    def dialect(self) -> str:
        """The SQL dialect it answers to, by sqlglot's name."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do beyond answering a SELECT."""
        ...

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT; `timeout` in seconds replaces the connection's own."""
        ...

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view, by schema then name."""
        ...

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of one table (`schema.table` or `table`) or of one file, as a binding names it."""
        ...

    def cancel(self) -> None:
        """Stop the running query, from any thread; nothing where none runs."""
        ...

    def close(self) -> None:
        """Give the connection back; a second time does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an engine expects of a query that has not run: the figures that it gives, None for the others."""

    rows: int | None = None  # that it would answer
    cost: float | None = None  # in a unit of its own
    bytes: int | None = None  # that it would read


class Estimating(Warehouse, Protocol):
    """A warehouse that plans a query without running it: one whose `capabilities.estimate` is true."""

    def estimate(self, sql: str) -> Estimate:
        """What one SELECT would cost."""
        ...


@dataclass(frozen=True, slots=True)
class StoreTable:
    """A table of results: its columns, those whose values name a piece of it, and the one that says how new it is."""

    name: str
    columns: tuple[tuple[str, NeutralType], ...]
    piece: tuple[str, ...]
    moment: str


class Store(Warehouse, Protocol):
    """A warehouse that keeps tables of results: one whose `capabilities.store` is true."""

    def keep(self, table: StoreTable, rows: pa.Table) -> None:
        """Put the rows in the place of the pieces that they belong to, all of them or none; newer pieces stay.

        The table is made where it is missing. Calls made at once, by whatever process, follow one another.
        """
        ...


@dataclass(frozen=True, slots=True)
class ScratchTable:
    """A small typed table given in full. Text values are cast by the engine; naive instants are UTC."""

    name: str
    columns: tuple[tuple[str, NeutralType], ...]
    rows: Sequence[Sequence[ScratchValue]]


class Scratch(Warehouse, Protocol):
    """A warehouse of given rows only, for worked examples: dear to open, cheap to load again."""

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other."""
        ...


class Adapter(Protocol):
    """What an entry point of the group `kpidef.adapters` names; a module with this function will do."""

    def connect(self, request: ConnectionRequest) -> Warehouse:
        """Open a connection."""
        ...


class ScratchAdapter(Adapter, Protocol):
    """An adapter whose engine can hold given rows without a server."""

    def scratch(self, tables: Sequence[ScratchTable] = ()) -> Scratch:
        """Open a warehouse that holds these tables and no other."""
        ...


class ConformantAdapter(Adapter, Protocol):
    """An adapter that the conformance suite can run on."""

    def scratch_at(self, request: ConnectionRequest) -> Scratch:
        """Open the warehouse of the URL, without a table: what is loaded goes to a schema that closing drops."""
        ...
