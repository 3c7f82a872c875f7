"""Trino's client protocol over HTTP: DuckDB answers in the place of Trino's own engine."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import duckdb

_TYPES = {
    "VARCHAR": "varchar",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp(6)",
    "TIMESTAMP WITH TIME ZONE": "timestamp(6) with time zone",
}


_CANCELLED = {
    "message": "Query was canceled",
    "errorCode": 3,
    "errorName": "USER_CANCELED",
    "errorType": "USER_ERROR",
}


class TrinoApi(ThreadingHTTPServer):
    """`busy` is how many requests are still to be turned away; `asked` and `stopped` are the queries that came."""

    daemon_threads = True

    def __init__(self, rows: duckdb.DuckDBPyConnection) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rows, self.busy, self.users = rows, 0, {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopped: list[int] = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        sql = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if not self._is_let_in():
            return self._answer(401, {"error": "Unauthorized"})
        if self.server.busy:
            self.server.busy -= 1
            return self._answer(503, {})
        self.server.asked.append((sql, dict(self.headers)))
        return self._answer(200, self._status(len(self.server.asked) - 1, "QUEUED", nextUri=True))

    def do_GET(self):
        number = int(self.path.rpartition("/")[2])
        sql = self.server.asked[number][0]
        if number in self.server.stopped:
            return self._answer(200, self._status(number, "FAILED", error=_CANCELLED))
        if "pour toujours" in sql:
            return self._answer(200, self._status(number, "RUNNING", nextUri=True))
        try:
            found = self.server.rows.cursor().sql(sql)
            columns = [_column(name, str(kind)) for name, kind in zip(found.columns, found.types, strict=True)]
            data = [[_cell(value) for value in row.values()] for row in found.to_arrow_table().to_pylist()]
        except duckdb.Error as error:
            return self._answer(200, self._status(number, "FAILED", error=_said(error)))
        return self._answer(200, self._status(number, "FINISHED", columns=columns, data=data))

    def do_DELETE(self):
        self.server.stopped.append(int(self.path.rpartition("/")[2]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass

    def _is_let_in(self):
        _, _, given = self.headers.get("Authorization", "").partition(" ")
        user, _, password = base64.b64decode(given).decode().partition(":")
        return self.server.users.get(user, password) == password

    def _status(self, number, state, *, nextUri=False, **more):  # noqa: N803  its name in the protocol
        place = f"http://127.0.0.1:{self.server.server_port}"
        following = {"nextUri": f"{place}/v1/statement/executing/{number}"} if nextUri else {}
        return {"id": str(number), "infoUri": f"{place}/ui", "stats": {"state": state}, **following, **more}

    def _answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def trino_api(rows: duckdb.DuckDBPyConnection) -> Iterator[TrinoApi]:
    """The coordinator while it runs."""
    with TrinoApi(rows) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


def _column(name, kind):
    written = _TYPES.get(kind) or kind.lower()
    raw = written.partition("(")[0] + (" with time zone" if "zone" in written else "")
    # A text without a length is said to have the longest.
    numbers = str(2**31 - 1) if written == "varchar" else written.partition("(")[2].partition(")")[0]
    arguments = [{"kind": "LONG", "value": int(one)} for one in numbers.split(",") if one]
    return {"name": name, "type": written, "typeSignature": {"rawType": raw, "arguments": arguments}}


def _cell(value):
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if getattr(value, "tzinfo", None) is not None:
        return value.replace(tzinfo=None).isoformat(" ", "microseconds") + " UTC"
    return value.isoformat(" ", "microseconds") if hasattr(value, "hour") else str(value)


def _said(error):
    """DuckDB's refusals in Trino's words."""
    text, kind = str(error), "SYNTAX_ERROR"
    if "Table with name" in text:
        name = text.split("Table with name ")[1].split(" ", maxsplit=1)[0]
        text, kind = f"line 1:15: Table 'hive.crm.{name}' does not exist", "TABLE_NOT_FOUND"
    elif "Referenced column" in text:
        text, kind = f"line 1:8: Column '{text.split(chr(34))[1]}' cannot be resolved", "COLUMN_NOT_FOUND"
    elif "Could not convert" in text:
        text, kind = "Cannot cast 'douze' to BIGINT", "INVALID_CAST_ARGUMENT"
    return {"message": text.splitlines()[0], "errorCode": 1, "errorName": kind, "errorType": "USER_ERROR"}
