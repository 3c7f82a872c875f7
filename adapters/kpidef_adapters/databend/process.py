"""The program of an engine of one's own: a statement a line on its input, an answer a line on its output.

It is run by the interpreter that has Databend's wheel (Python 3.12 or later), which may not be kpidef's: it asks for
nothing but that wheel and pyarrow. Answers are written as Databend's HTTP protocol has them.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import pyarrow as pa
    from databend import SessionContext

Document = Mapping[str, Any]

_FAILURE = re.compile(r"(?P<kind>\w+)\. Code: (?P<code>\d+), Text = (?P<text>.*)", re.DOTALL)
_TRACE = re.compile(r"\n\s*\n\s+0: <?\w.*", re.DOTALL)
_TYPES = {
    "string_view": "String",
    "bool": "Boolean",
    "double": "Float64",
    "float": "Float32",
    "date32[day]": "Date",
    "timestamp[us]": "Timestamp",
    "null": "Null",
    **{f"{sign}int{bits}": f"{sign.upper()}Int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)},
}
_OFFSET = 64


def main(folder: str) -> None:
    """Answer until the input ends; the first line says the version, or why there is none."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else the engine writes is not an answer
    try:
        from databend import SessionContext

        session = SessionContext(data_path=folder)
    except ImportError as error:
        _say(answers, {"missing": error.name or "databend", "python": sys.version_info[:2]})
        return
    _say(answers, {"missing": None})
    for line in sys.stdin:
        _say(answers, _answer(session, json.loads(line)))


def _say(answers: TextIO, document: Document) -> None:
    answers.write(json.dumps(document) + "\n")
    answers.flush()


def _answer(session: SessionContext, sql: str) -> Document:
    try:
        return _document(session.sql(sql).arrow())
    except RuntimeError as error:
        text = _TRACE.sub("", str(error))
        found = _FAILURE.search(text)
        if found is None:
            return {"error": {"code": 0, "message": text}}
        return {"error": {"code": int(found["code"]), "message": found["text"]}}


def _document(table: pa.Table) -> Document:
    kinds = [_type_of(field) for field in table.schema]
    columns = [
        [None if value is None else _text(value, kind) for value in column.to_pylist()]
        for column, kind in zip(table.columns, kinds, strict=True)
    ]
    return {
        "schema": [{"name": field.name, "type": kind} for field, kind in zip(table.schema, kinds, strict=True)],
        "data": list(zip(*columns, strict=True)),
    }


def _type_of(field: pa.Field) -> str:
    extension: bytes | None = (field.metadata or {}).get(b"Extension")
    if extension is not None:
        return extension.decode().strip("'")
    if str(field.type).startswith("decimal"):
        return f"Decimal({field.type.precision}, {field.type.scale})"
    return _TYPES.get(str(field.type), str(field.type))


def _text(value: object, kind: str) -> str:
    if kind == "TimestampTz" and isinstance(value, Decimal):
        return _instant(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _instant(packed: int) -> str:
    """The microseconds of an instant are the lower half, the seconds of its offset the upper one."""
    offset, micros = packed >> _OFFSET, packed & ((1 << _OFFSET) - 1)
    if micros >= 1 << (_OFFSET - 1):
        micros -= 1 << _OFFSET
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    return moment.astimezone(timezone(timedelta(seconds=offset))).isoformat(sep=" ")


if __name__ == "__main__":
    main(sys.argv[1])
