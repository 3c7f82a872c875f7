"""A result for other programs: CSV, JSON and Parquet, every value as it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from io import StringIO
from math import isfinite
from typing import Any

from kpidef.report.result import Result

_EXACT = 2**53


def csv_text(result: Result) -> str:
    """CSV in UTF-8 text: decimal points, ISO dates, empty for null, `|` between the dimensions rolled up."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(result.columns)
    for row in result.rows():
        writer.writerow([_csv_cell(row[column]) for column in result.columns])
    return written.getvalue()


def json_text(result: Result) -> str:
    """A JSON array of one object a row: numbers as numbers, dates as ISO texts, null as null."""
    rows = [_json_object(row) for row in result.rows()]
    return "[\n" + ",\n".join(f"  {row}" for row in rows) + "\n]\n" if rows else "[]\n"


def parquet_bytes(result: Result) -> bytes:
    """A Parquet file of the Arrow table."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(result.table, sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _csv_cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case list():
            return "|".join(_csv_cell(one) for one in value)
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return "" if _number(value) == "null" else _number(value)
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _json_object(row: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{_quoted(column)}: {_json_value(value)}" for column, value in row.items()) + "}"


def _json_value(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return _number(value)
        case list():
            return "[" + ", ".join(_json_value(one) for one in value) + "]"
        case _:
            return _quoted(_csv_cell(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(value: float | Decimal) -> str:
    """Decimals keep every digit; a float that is a whole number has no decimal point."""
    if not isfinite(value):
        return "null"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(int(value)) if value == int(value) and abs(value) < _EXACT else repr(value)
