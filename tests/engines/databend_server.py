"""Databend's HTTP protocol over any engine: a statement is posted, waited for, and fetched page by page."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

USER, PASSWORD, TOKEN = "ana", "s3cret/é", "jeton"
ROWS_A_PAGE = 2
DROPPED = 0  # in the place of a state: the connection ends without a word
PROGRESS = {"rows": 0, "bytes": 0}
STATS = {
    **dict.fromkeys(("scan_progress", "write_progress", "result_progress", "total_scan"), PROGRESS),
    "running_time_ms": 1.0,
}
SECONDS_TO_WAIT = 0.05
KILLED = {"error": {"code": 1043, "message": "AbortedQuery: the query is killed"}}


@dataclass
class Statement:
    """One that runs, or has."""

    sql: str
    session: dict[str, object]
    headers: dict[str, str]
    done: Event = field(default_factory=Event)
    document: dict[str, object] = field(default_factory=dict)


@dataclass
class Server:
    """What the tests see of it: what it was asked, and what it answers before any engine does."""

    answer: Callable[[str], dict[str, object]]
    stop: Callable[[], None]
    url: str = ""
    statements: dict[str, Statement] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)  # the states of the next requests

    @property
    def last(self) -> Statement:
        return list(self.statements.values())[-1]


@contextmanager
def databend_server(answer: Callable[[str], dict[str, object]], stop: Callable[[], None]) -> Iterator[Server]:
    """A server that has one user."""
    server = Server(answer, stop)
    listener = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"held": server}))
    thread = Thread(target=listener.serve_forever, args=(0.01,))
    thread.start()
    server.url = f"databend://ana:s3cret%2F%C3%A9@127.0.0.1:{listener.server_port}/default?sslmode=disable"
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


class _Handler(BaseHTTPRequestHandler):
    held: Server

    def do_POST(self) -> None:
        if not self._is_let_in():
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/kill"):
            self._kill(self.path.split("/")[3])
            return
        asked = json.loads(body)
        query = self.headers["X-DATABEND-QUERY-ID"]
        statement = Statement(asked["sql"], asked["session"], dict(self.headers))
        self.held.statements[query] = statement
        Thread(target=self._run, args=(statement,), daemon=True).start()
        self._page(query, 0)

    def do_GET(self) -> None:
        if not self._is_let_in():
            return
        _, _, _, query, what, *rank = self.path.split("/")
        if what == "final":
            self._send(200, {})
        else:
            self._page(query, int(rank[0]))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that is overridden
        del format, args

    def _is_let_in(self) -> bool:
        if self.held.failing:
            status = self.held.failing.pop(0)
            if status == DROPPED:
                self.close_connection = True
            else:
                self._send(status, {})
            return False
        basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") in (f"Basic {basic}", f"Bearer {TOKEN}"):
            return True
        self._send(401, {"error": {"code": 2201, "message": f"AuthenticateFailure: wrong password for {USER}"}})
        return False

    def _run(self, statement: Statement) -> None:
        found = self.held.answer(statement.sql)
        if not statement.done.is_set():
            statement.document = found
            statement.done.set()

    def _kill(self, query: str) -> None:
        statement = self.held.statements[query]
        self.held.killed.append(query)
        if not statement.done.is_set():
            statement.document = KILLED
            statement.done.set()
            self.held.stop()
        self._send(200, {})

    def _page(self, query: str, rank: int) -> None:
        statement = self.held.statements[query]
        place = f"/v1/query/{query}"
        common = {
            "id": query,
            "node_id": "n1",
            "session": statement.session,
            "stats": STATS,
            "kill_uri": f"{place}/kill",
            "final_uri": f"{place}/final",
        }
        if not statement.done.wait(SECONDS_TO_WAIT):
            waiting = {"state": "Running", "schema": [], "data": [], "error": None, "next_uri": f"{place}/page/{rank}"}
            self._send(200, {**common, **waiting})
            return
        rows = statement.document.get("data", [])
        assert isinstance(rows, list)
        end = (rank + 1) * ROWS_A_PAGE
        after = f"{place}/page/{rank + 1}" if len(rows) > end else None
        shown = {**statement.document, "data": rows[rank * ROWS_A_PAGE : end], "next_uri": after}
        state = "Failed" if shown.get("error") else "Succeeded"
        self._send(200, {"error": None, "schema": [], "state": state, **common, **shown})

    def _send(self, status: int, document: dict[str, object]) -> None:
        content = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
