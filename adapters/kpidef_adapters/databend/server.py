"""A Databend server by its HTTP protocol: a statement is posted, its pages are fetched until there is no next one."""

from __future__ import annotations

import base64
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from math import ceil
from typing import Any
from uuid import uuid4

from kpidef.warehouse.retry import retried
from kpidef_adapters.databend.answer import Answer, Lost, Refused, read_page
from kpidef_adapters.databend.text import identifier
from kpidef_adapters.dbapi.place import Place

_SECONDS_TO_CONNECT, _SECONDS_TO_KILL = 10, 2
_SECONDS_TO_WAIT = 5  # that the server keeps a request before it says that the query still runs
_SECONDS_TO_ANSWER = 30
_SECONDS_MORE = 2  # after which the server gives up by itself, were nobody there to stop it
_OK, _NO_RIGHT, _PASSING = 200, frozenset({401, 403}), frozenset({429, 502, 503, 504})
_DENIED = 1061


class _Passing(Exception):
    """A server that does not answer now, and has not begun."""


class Server:
    """One statement at a time; each request has a connection of its own."""

    storage = "FUSE"

    def __init__(self, place: Place, *, is_encrypted: bool) -> None:
        self._database = place.at(0)
        self._place = place
        self._context = ssl.create_default_context(cafile=place.options.get("tls_ca_file")) if is_encrypted else None
        self._running: str | None = None
        self._waiting: socket.socket | None = None
        self._node: str | None = None

    def ask(self, sql: str, seconds: float | None = None) -> Answer:
        """The rows of every page."""
        query = uuid4().hex
        self._running = query
        try:
            return self._pages(query, sql, seconds)
        finally:
            self._running = self._waiting = self._node = None

    def interrupt(self) -> None:
        """Ask the server to stop the query, on a connection of its own."""
        query, waiting = self._running, self._waiting
        if query is None:
            return
        with suppress(Lost, Refused, _Passing):
            self._once(query, "POST", f"/v1/query/{query}/kill", None, _SECONDS_TO_KILL)
        if waiting is not None:
            # Nobody answers a request that a lost server has taken.
            with suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)

    def hold(self, database: str, statements: tuple[str, ...]) -> None:
        """Names are looked up in this database; the server keeps what it holds."""
        del statements
        self._database = database

    def drop(self, database: str) -> None:
        """The server has it no more."""
        with suppress(Lost, Refused):
            self.ask(f"DROP DATABASE IF EXISTS {identifier(database)}")

    def close(self) -> None:
        """Nothing is open between two statements."""

    def _pages(self, query: str, sql: str, seconds: float | None) -> Answer:
        page = self._sent(query, "POST", "/v1/query", self._request(sql, seconds))
        self._node = page.get("node_id")
        found = read_page(page)
        rows = list(found.rows)
        while page.get("next_uri"):
            page = self._sent(query, "GET", page["next_uri"], None)
            later = read_page(page)
            found = found if found.names else later
            rows += later.rows
        if page.get("final_uri"):
            with suppress(Lost, Refused, _Passing):
                self._once(query, "GET", page["final_uri"], None)
        return Answer(found.names, found.types, rows)

    def _request(self, sql: str, seconds: float | None) -> dict[str, Any]:
        settings = {"timezone": "UTC"}
        if seconds is not None:
            settings["max_execute_time_in_seconds"] = str(ceil(seconds) + _SECONDS_MORE)
        session = {"database": self._database, "role": self._place.options.get("role"), "settings": settings}
        return {
            "sql": sql,
            "session": {name: value for name, value in session.items() if value is not None},
            "pagination": {"wait_time_secs": _SECONDS_TO_WAIT},
        }

    def _sent(self, query: str, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        """What is answered; a server that was not there is asked again, three times."""
        try:
            return retried(lambda: self._once(query, method, path, body), _Passing, lambda _: True)
        except _Passing as error:
            raise Lost(str(error)) from None

    def _once(
        self, query: str, method: str, path: str, body: Mapping[str, Any] | None, seconds: float = _SECONDS_TO_CONNECT
    ) -> dict[str, Any]:
        connection = self._connection(seconds)
        try:
            connection.connect()
        except ssl.SSLError as error:
            raise Lost(str(error)) from None
        except OSError as error:
            raise _Passing(str(error)) from None
        try:
            if seconds == _SECONDS_TO_CONNECT:
                self._waiting = connection.sock
                self._waiting.settimeout(_SECONDS_TO_ANSWER)
            connection.request(method, path, json.dumps(body) if body is not None else None, self._headers(query))
            response = connection.getresponse()
            return _read(response.status, response.read())
        except (OSError, HTTPException) as error:
            raise Lost(str(error) or type(error).__name__) from None
        finally:
            connection.close()

    def _connection(self, seconds: float) -> HTTPConnection:
        host, port = self._place.host, self._place.port
        if self._context is None:
            return HTTPConnection(host, port, timeout=seconds)
        return HTTPSConnection(host, port, timeout=seconds, context=self._context)

    def _headers(self, query: str) -> dict[str, str]:
        options = self._place.options
        given = {
            "X-DATABEND-WAREHOUSE": options.get("warehouse"),
            "X-DATABEND-TENANT": options.get("tenant"),
            "X-DATABEND-STICKY-NODE": self._node,
        }
        return {
            "Authorization": self._authorization(),
            "Content-Type": "application/json",
            "User-Agent": "kpidef",
            "X-DATABEND-QUERY-ID": query,
            **{name: value for name, value in given.items() if value is not None},
        }

    def _authorization(self) -> str:
        token = self._place.options.get("access_token")
        if token is not None:
            return f"Bearer {token}"
        who = f"{self._place.user or 'root'}:{self._place.password or ''}"
        return f"Basic {base64.b64encode(who.encode()).decode()}"


def _read(status: int, content: bytes) -> dict[str, Any]:
    if status in _PASSING:
        raise _Passing(f"HTTP {status}")
    try:
        document = json.loads(content) if content.strip() else {}
    except ValueError:
        document = {"error": {"code": 0, "message": content.decode("utf-8", "replace")[:500]}}
    if status == _OK and isinstance(document, dict):
        return document
    error = document.get("error") if isinstance(document, dict) else None
    cause = str(error.get("message")) if isinstance(error, dict) else f"HTTP {status}"
    if status in _NO_RIGHT:
        raise Refused(_DENIED, cause)
    raise Refused(int(error.get("code", 0)) if isinstance(error, dict) else 0, cause)
