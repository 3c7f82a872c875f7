"""A Flight SQL server over DuckDB: the protocol's own messages, and no more of them than a SELECT asks for."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from pyarrow import flight

_TYPE = "type.googleapis.com/arrow.flight.protocol.sql."
TOKEN = "a-token"


class FlightSqlServer(flight.FlightServerBase):
    """Answers prepared statements."""

    def __init__(self, rows: duckdb.DuckDBPyConnection, users: dict[str, str]) -> None:
        super().__init__("grpc://127.0.0.1:0", auth_handler=_NoHandshake(), middleware={"basic": _Door(users)})
        self.rows, self.running = rows, []

    def do_action(self, context, action):
        if action.type == "CreatePreparedStatement":
            sql = _field(_unpacked(action.body.to_pybytes()))
            return [_packed("ActionCreatePreparedStatementResult", sql)]
        return []

    def get_flight_info(self, context, descriptor):
        sql = _field(_unpacked(descriptor.command))
        schema = self._answer(f"SELECT * FROM ({sql.decode()}) LIMIT 0").schema
        return flight.FlightInfo(schema, descriptor, [flight.FlightEndpoint(flight.Ticket(sql), [])], -1, -1)

    def do_get(self, context, ticket):
        return flight.RecordBatchStream(self._answer(ticket.ticket.decode()))

    def stop(self):
        """Let go of the queries that a client has left, too."""
        for one in self.running:
            one.interrupt()
        self.shutdown()

    def _answer(self, sql):
        cursor = self.rows.cursor()
        self.running.append(cursor)
        try:
            return cursor.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise flight.FlightServerError(str(error)) from None


class _NoHandshake(flight.ServerAuthHandler):
    def authenticate(self, outgoing, incoming):
        pass

    def is_valid(self, token):
        return b""


class _Door(flight.ServerMiddlewareFactory):
    """Basic at the first call, then the token that it gave."""

    def __init__(self, users):
        super().__init__()
        self.users = users

    def start_call(self, info, headers):
        said = next((value[0] for name, value in headers.items() if name.lower() == "authorization"), "")
        kind, _, given = said.partition(" ")
        if kind == "Basic":
            user, _, password = base64.b64decode(given + "==").decode().partition(":")
            if self.users.get(user) == password:
                return _Token()
        if (kind, given) == ("Bearer", TOKEN):
            return _Token()
        raise flight.FlightUnauthenticatedError("invalid credentials")


class _Token(flight.ServerMiddleware):
    def sending_headers(self):
        return {"authorization": f"Bearer {TOKEN}"}


@contextmanager
def flight_sql_server(rows, users) -> Iterator[FlightSqlServer]:
    """The server while it runs."""
    server = FlightSqlServer(rows, users)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(timeout=5)


def _unpacked(message: bytes) -> bytes:
    """The message inside a protobuf Any."""
    return _field(message, 2)


def _field(message: bytes, number: int = 1) -> bytes:
    """A field of bytes of a protobuf message."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        length, place = _varint(message, place)
        if key >> 3 == number:
            return message[place : place + length]
        place += length
    return b""


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def _packed(name: str, content: bytes) -> bytes:
    return _written(1, (_TYPE + name).encode()) + _written(2, _written(1, content))


def _written(number: int, content: bytes) -> bytes:
    length, size = len(content), b""
    while length > 0x7F:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return bytes([number << 3 | 2]) + size + bytes([length]) + content
