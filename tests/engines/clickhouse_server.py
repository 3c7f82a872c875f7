"""ClickHouse's HTTP interface over the embedded engine: a client's requests are run and answered as a server does."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

USER, PASSWORD = "ana", "s3cret/é"
# Parameters of the protocol, not settings of the engine.
_PROTOCOL = frozenset(
    {
        "query",
        "database",
        "session_id",
        "query_id",
        "default_format",
        "compress",
        "wait_end_of_query",
        "client_protocol_version",
    }
)


@contextmanager
def clickhouse_server() -> Iterator[str]:
    """The URL of a server that has one user."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"clickhouse://ana:s3cret%2F%C3%A9@127.0.0.1:{server.server_port}/default"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        parameters = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer("\n".join(one for one in (parameters.get("query", ""), body) if one), parameters)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that is overridden
        del format, args

    def _answer(self, sql: str, parameters: dict[str, str]) -> None:
        expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            self._send(403, b"Code: 516. DB::Exception: ana: Authentication failed. (AUTHENTICATION_FAILED)", "516")
            return
        self._send(*_run(sql, parameters))

    def _send(self, status: int, content: bytes, code: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-ClickHouse-Summary", "{}")
        if code:
            self.send_header("X-ClickHouse-Exception-Code", code)
        self.end_headers()
        self.wfile.write(content)


def _run(sql: str, parameters: dict[str, str]) -> tuple[int, bytes, str]:
    """The engine's own bytes, by a connection whose session has these settings and no other."""
    import chdb

    settings = {name: value for name, value in parameters.items() if name not in _PROTOCOL}
    connection = chdb.connect(":memory:")
    try:
        # Read-only comes last: nothing can be set after it.
        for name in sorted(settings, key=lambda one: one == "readonly"):
            connection.query(f"SET {name} = '{settings[name]}'")
        return 200, connection.query(sql, parameters.get("default_format", "TabSeparated")).bytes(), ""
    except RuntimeError as error:
        text = str(error)
        connection.query("SELECT 1")
        return 500, text.encode(), text.partition("Code: ")[2].partition(".")[0]
    finally:
        connection.close()
