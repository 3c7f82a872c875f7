"""What every adapter must do, as a pytest class: subclass it and give it a warehouse of scratch tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from threading import Timer
from typing import ClassVar

import pyarrow as pa
import pytest

from kpidef.errors.warehouse import (
    ColumnMissing,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse.port import NeutralType, Scratch, ScratchTable, ScratchValue

_NOON = datetime(2026, 3, 29, 12, 0, 0, 123456)  # noqa: DTZ001  a wall-clock time is meant
_VALUES: tuple[tuple[NeutralType, ScratchValue], ...] = (
    ("text", 'l\'été « vingt-cinq » \\ "guillemets" % _ ; -- 日本'),
    ("text", ""),
    ("integer", 9_007_199_254_740_993),
    ("integer", -1),
    ("decimal", Decimal("1234567890.123456")),
    ("decimal", Decimal("-0.01")),
    ("float", 0.1),
    ("float", 1e300),
    ("boolean", True),
    ("boolean", False),
    ("date", date(2024, 2, 29)),
    ("timestamp", _NOON),
    ("timestamptz", _NOON.replace(tzinfo=UTC)),
)
_ARROW_TYPES: dict[NeutralType, Callable[[pa.DataType], bool]] = {
    "text": lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind),
    "integer": lambda kind: pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0),
    "decimal": pa.types.is_decimal,
    "float": pa.types.is_float64,
    "boolean": pa.types.is_boolean,
    "date": pa.types.is_date,
    "timestamp": lambda kind: pa.types.is_timestamp(kind) and kind.tz is None,
    "timestamptz": lambda kind: pa.types.is_timestamp(kind) and kind.tz == "UTC",
}


class WarehouseConformance:
    """The tests; a subclass states `slow_sql` and the fixture `warehouse`, a Scratch that it closes."""

    slow_sql: ClassVar[str]  # one SELECT that runs for at least ten seconds
    quote: ClassVar[str] = '"'

    @pytest.mark.parametrize(("kind", "value"), _VALUES)
    def test_a_value_comes_back_equal(self, warehouse: Scratch, kind: NeutralType, value: ScratchValue) -> None:
        assert self.read_back(warehouse, kind, value).to_pylist() == [value]

    @pytest.mark.parametrize("kind", _ARROW_TYPES)
    def test_null_comes_back_null(self, warehouse: Scratch, kind: NeutralType) -> None:
        assert self.read_back(warehouse, kind, None).to_pylist() == [None]

    @pytest.mark.parametrize("kind", _ARROW_TYPES)
    def test_an_empty_result_keeps_its_types(self, warehouse: Scratch, kind: NeutralType) -> None:
        column = self.read_back(warehouse, kind)
        assert column.to_pylist() == []
        assert _ARROW_TYPES[kind](column.type)

    @pytest.mark.parametrize("kind", _ARROW_TYPES)
    def test_a_column_says_its_neutral_type(self, warehouse: Scratch, kind: NeutralType) -> None:
        warehouse.load([ScratchTable("essais", (("valeur", kind),), [])])
        assert [(column.name, column.type) for column in warehouse.columns_of("essais")] == [("valeur", kind)]

    def test_an_instant_with_an_offset_comes_back_in_utc(self, warehouse: Scratch) -> None:
        local = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
        column = self.read_back(warehouse, "timestamptz", local)
        assert column.to_pylist() == [datetime(2026, 6, 30, 22, 30, tzinfo=UTC)]
        assert column.type.tz == "UTC"

    def test_text_is_cast_by_the_engine(self, warehouse: Scratch) -> None:
        given: tuple[tuple[NeutralType, str], ...] = (
            ("integer", "12"),
            ("decimal", "12.50"),
            ("boolean", "true"),
            ("date", "2026-03-02"),
            ("timestamp", "2026-03-02 09:00"),
        )
        fetched = [self.read_back(warehouse, kind, text).to_pylist()[0] for kind, text in given]
        assert fetched == [12, Decimal("12.5"), True, date(2026, 3, 2), datetime(2026, 3, 2, 9)]  # noqa: DTZ001

    def test_text_that_is_not_of_the_type_is_an_unreadable_value(self, warehouse: Scratch) -> None:
        with pytest.raises(ValueUnreadable):
            self.read_back(warehouse, "integer", "douze")

    def test_load_replaces_what_was_held(self, warehouse: Scratch) -> None:
        warehouse.load([ScratchTable("anciens", (("valeur", "text"),), [("a",)])])
        warehouse.load([ScratchTable("nouveaux", (("valeur", "text"),), [("b",)])])
        assert [table.name for table in warehouse.introspect()] == ["nouveaux"]

    def test_introspection_names_tables_and_columns_in_order(self, warehouse: Scratch) -> None:
        columns: tuple[tuple[str, NeutralType], ...] = (("zone", "text"), ("montant", "decimal"))
        warehouse.load([ScratchTable("ventes", columns, []), ScratchTable("clients", columns, [])])
        tables = [(table.name, [column.name for column in table.columns]) for table in warehouse.introspect()]
        assert tables == [("clients", ["zone", "montant"]), ("ventes", ["zone", "montant"])]

    def test_a_missing_table_is_named_with_the_nearest(self, warehouse: Scratch) -> None:
        warehouse.load([ScratchTable("tickets", (("valeur", "text"),), [])])
        with pytest.raises(TableMissing) as raised:
            warehouse.execute(f"SELECT * FROM {self.name('tickts')}")
        assert raised.value.fields == {"table": "tickts", "nearest": "tickets"}

    def test_a_missing_column_is_named_with_the_nearest(self, warehouse: Scratch) -> None:
        warehouse.load([ScratchTable("tickets", (("montant", "text"),), [])])
        with pytest.raises(ColumnMissing) as raised:
            warehouse.execute(f"SELECT {self.name('montnt')} FROM {self.name('tickets')}")
        assert raised.value.fields == {"column": "montnt", "nearest": "montant"}

    def test_bad_sql_is_refused(self, warehouse: Scratch) -> None:
        with pytest.raises(QueryRefused):
            warehouse.execute("SELEC 1")

    @pytest.mark.parametrize(
        "sql", ["DROP TABLE tickets", "INSERT INTO tickets VALUES ('x')", "DELETE FROM tickets", "SELECT 1; SELECT 2"]
    )
    def test_anything_but_one_select_is_refused(self, warehouse: Scratch, sql: str) -> None:
        warehouse.load([ScratchTable("tickets", (("valeur", "text"),), [("a",)])])
        with pytest.raises(WriteRefused):
            warehouse.execute(sql)
        assert warehouse.execute(f"SELECT * FROM {self.name('tickets')}").num_rows == 1

    def test_a_slow_query_stops_at_its_timeout(self, warehouse: Scratch) -> None:
        self.require(able=warehouse.capabilities.timeout)
        started = time.monotonic()
        with pytest.raises(QueryTimeout):
            warehouse.execute(self.slow_sql, timeout=0.2)
        assert time.monotonic() - started < 5

    def test_a_query_can_be_cancelled_from_another_thread(self, warehouse: Scratch) -> None:
        self.require(able=warehouse.capabilities.cancel)
        timer = Timer(0.2, warehouse.cancel)
        timer.start()
        with pytest.raises(QueryCancelled):
            warehouse.execute(self.slow_sql)
        timer.join()

    def test_the_connection_serves_after_a_failure(self, warehouse: Scratch) -> None:
        warehouse.load([ScratchTable("tickets", (("valeur", "text"),), [("a",)])])
        with pytest.raises(QueryRefused):
            warehouse.execute("SELEC 1")
        assert warehouse.execute(f"SELECT * FROM {self.name('tickets')}").num_rows == 1

    def test_closing_twice_is_closing_once(self, warehouse: Scratch) -> None:
        warehouse.close()
        warehouse.close()

    def read_back(self, warehouse: Scratch, kind: NeutralType, *values: ScratchValue) -> pa.ChunkedArray:
        """The column that comes back for these values."""
        warehouse.load([ScratchTable("essais", (("valeur", kind),), [(value,) for value in values])])
        return warehouse.execute(f"SELECT * FROM {self.name('essais')}").column(0)

    def name(self, text: str) -> str:
        """A quoted name in the engine's SQL."""
        return f"{self.quote}{text}{self.quote}"

    def require(self, *, able: bool) -> None:
        """Leave the test where the engine cannot do what it checks."""
        if not able:
            pytest.skip("the engine's capabilities exclude it")
