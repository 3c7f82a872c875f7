"""Given rows as temporary views of a session, which goes with the connection."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, ScratchValue, TableInfo
from kpidef_adapters.spark.opening import open_session
from kpidef_adapters.spark.text import identifier
from kpidef_adapters.spark.translation import translate
from kpidef_adapters.spark.warehouse import SparkWarehouse

_ARROW: dict[NeutralType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}
_SPARK: dict[NeutralType, str] = {
    "text": "STRING",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38, 6)",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP_NTZ",
    "timestamptz": "TIMESTAMP",
}
_WIDTHS = (18, 28)  # Spark's own products and sums of these stay exact
_MOST_DIGITS = 38
_LEAST_SCALE = 6


def scratch_at(request: ConnectionRequest) -> SparkScratch:
    """A warehouse without a table; its views are seen by this session only."""
    return SparkScratch(open_session(request), request.shown, timeout=request.timeout)


class SparkScratch(SparkWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    _held: tuple[str, ...] = ()

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other; where one of them is wrong, what was held stays."""
        try:
            frames = [(table.name, self._frame(table)) for table in tables]
            self._drop()
            for name, frame in frames:
                frame.createOrReplaceTempView(identifier(name))
        except (PySparkException, Py4JError) as error:
            raise translate(error, self._shown) from error
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ValueUnreadable(cause=str(error)) from None
        self._held = tuple(table.name for table in tables)

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(TableInfo("", name, self.columns_of(identifier(name))) for name in sorted(self._held))

    def close(self) -> None:
        """Drop the views."""
        with suppress(PySparkException, Py4JError):
            self._drop()
        self._held = ()

    def _drop(self) -> None:
        for name in self._held:
            self._session.sql(f"DROP VIEW IF EXISTS {identifier(name)}")

    def _frame(self, table: ScratchTable):  # type: ignore[no-untyped-def]  # noqa: ANN202  pyspark's two kinds of frame
        if not table.rows:
            # A Connect session has no frame of an empty Arrow table.
            nulls = (f"CAST(NULL AS {_SPARK[kind]}) AS {identifier(name)}" for name, kind in table.columns)
            return self._session.sql(f"SELECT {', '.join(nulls)} WHERE FALSE")
        columns = list(zip(*table.rows, strict=True))
        arrays = [_array(kind, values) for (_, kind), values in zip(table.columns, columns, strict=True)]
        frame = self._session.createDataFrame(pa.table(dict(zip((n for n, _ in table.columns), arrays, strict=True))))
        kinds = zip(table.columns, arrays, strict=True)
        return frame.selectExpr(*(_cast(name, kind, array) for (name, kind), array in kinds))


def _array(kind: NeutralType, values: Sequence[ScratchValue]) -> pa.Array:
    """The values in their type; where one of them is a text, all as texts, for the engine to cast."""
    if kind != "text" and any(isinstance(value, str) for value in values):
        return pa.array([_text(value) for value in values], pa.string())
    if kind == "decimal":
        return pa.array([None if value is None else Decimal(str(value)) for value in values], _decimal_type(values))
    return pa.array(list(values), _ARROW[kind])


def _cast(name: str, kind: NeutralType, array: pa.Array) -> str:
    shown = identifier(name)
    # Arrow's wall-clock times become instants, in the session's UTC, unless they are told otherwise.
    is_cast = kind == "timestamp" or (kind != "text" and array.type == pa.string())
    return f"CAST({shown} AS {_SPARK[kind]}) AS {shown}" if is_cast else shown


def _decimal_type(values: Sequence[ScratchValue]) -> pa.DataType:
    texts = [format(Decimal(str(value)), "f").lstrip("-") for value in values if value is not None]
    scale = max([_LEAST_SCALE, *(len(text.partition(".")[2]) for text in texts)])
    whole = max([1, *(len(text.partition(".")[0]) for text in texts)])
    width = next((width for width in _WIDTHS if whole + scale <= width), _MOST_DIGITS)
    return pa.decimal128(width, min(scale, width))


def _text(value: ScratchValue) -> str | None:
    match value:
        case None:
            return None
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)
