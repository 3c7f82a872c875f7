"""Athena's API over HTTP, as PyAthena calls it: DuckDB answers in the place of Athena's own engine."""

from __future__ import annotations

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
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
}


class AthenaApi(ThreadingHTTPServer):
    """`throttled` is how many requests are still to be turned away; `started` and `stopped` are what was asked."""

    daemon_threads = True

    def __init__(self, rows: duckdb.DuckDBPyConnection) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rows, self.throttled, self.denied = rows, 0, False
        self.started: list[dict] = []
        self.stopped: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "{}")
        action = self.headers["X-Amz-Target"].partition(".")[2]
        if self.server.denied:
            return self._answer(400, {"__type": "AccessDeniedException", "message": "You are not authorized"})
        if action == "StartQueryExecution" and self.server.throttled:
            self.server.throttled -= 1
            return self._answer(400, {"__type": "TooManyRequestsException", "message": "Rate exceeded"})
        return self._answer(200, getattr(self, f"_{action}")(asked))

    def log_message(self, *_):
        pass

    def _answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _StartQueryExecution(self, asked):  # noqa: N802  its name in the API
        self.server.started.append(asked)
        return {"QueryExecutionId": str(len(self.server.started) - 1)}

    def _GetQueryExecution(self, asked):  # noqa: N802
        query = self._query(asked)
        state, reason = "SUCCEEDED", ""
        if asked["QueryExecutionId"] in self.server.stopped:
            state, reason = "CANCELLED", "Query cancelled by user"
        elif "pour toujours" in query["QueryString"]:
            state = "RUNNING"
        else:
            try:
                self.server.rows.cursor().execute(query["QueryString"])
            except duckdb.Error as error:
                state, reason = "FAILED", _said(error)
        return {
            "QueryExecution": {
                "QueryExecutionId": asked["QueryExecutionId"],
                "Query": query["QueryString"],
                "StatementType": "DML",
                "ResultConfiguration": {"OutputLocation": "s3://seau/kpidef/resultat.csv"},
                "QueryExecutionContext": query.get("QueryExecutionContext", {}),
                "Status": {"State": state, "StateChangeReason": reason},
                "WorkGroup": query.get("WorkGroup", "primary"),
            }
        }

    def _GetQueryResults(self, asked):  # noqa: N802
        found = self.server.rows.cursor().sql(self._query(asked)["QueryString"])
        columns = [(name, str(kind)) for name, kind in zip(found.columns, found.types, strict=True)]
        rows = [[name for name, _ in columns], *(row.values() for row in found.to_arrow_table().to_pylist())]
        return {
            "UpdateCount": 0,
            "ResultSet": {
                "Rows": [{"Data": [_cell(value) for value in row]} for row in rows],
                "ResultSetMetadata": {"ColumnInfo": [_column(name, kind) for name, kind in columns]},
            },
        }

    def _StopQueryExecution(self, asked):  # noqa: N802
        self.server.stopped.append(asked["QueryExecutionId"])
        return {}

    def _query(self, asked):
        return self.server.started[int(asked["QueryExecutionId"])]


@contextmanager
def athena_api(rows: duckdb.DuckDBPyConnection) -> Iterator[AthenaApi]:
    """The API while it runs."""
    with AthenaApi(rows) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


def _cell(value):
    """An absent value is an absent key; an instant bears its zone after a space."""
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"VarCharValue": str(value).lower()}
    if isinstance(value, Decimal):
        return {"VarCharValue": format(value, "f")}
    if getattr(value, "tzinfo", None) is not None:
        return {"VarCharValue": value.replace(tzinfo=None).isoformat(" ", "microseconds") + " UTC"}
    return {"VarCharValue": value.isoformat(" ", "microseconds") if hasattr(value, "hour") else str(value)}


def _column(name, kind):
    precision, scale = (int(one) for one in kind[8:-1].split(",")) if kind.startswith("DECIMAL") else (0, 0)
    return {
        "Name": name,
        "Type": _TYPES.get(kind, "decimal"),
        "Precision": precision,
        "Scale": scale,
        "Nullable": "UNKNOWN",
    }


def _said(error):
    """DuckDB's refusals in Athena's words."""
    text = str(error)
    if "Table with name" in text:
        name = text.split("Table with name ")[1].split(" ", maxsplit=1)[0]
        return f"TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.crm.{name}' does not exist"
    if "Referenced column" in text:
        name = text.split('"')[1]
        return f"COLUMN_NOT_FOUND: line 1:8: Column '{name}' cannot be resolved or requester is not authorized"
    return f"SYNTAX_ERROR: {text.splitlines()[0]}"
