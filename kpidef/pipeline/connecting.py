"""A connection's name or URL -> an open warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.project import NoConnection, UnknownConnection
from kpidef.spec.records import Text

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Warehouse

DEFAULT_DIALECT = "duckdb"
_FILES = (".duckdb", ".ddb", ".db")
# A URL's scheme is the dialect's name but for these.
_DIALECTS = {"postgresql": "postgres", "chdb": "clickhouse", "sc": "spark", "mssql": "tsql", "googlesql": "bigquery"}


def connection_url(project: Project, connection: str | None) -> str:
    """The URL that a connection's name stands for, or the URL itself. Raises UnknownConnection, NoConnection."""
    return str(_address(project, connection))


def _address(project: Project, connection: str | None) -> str | Text:
    """The URL; one that stands in the project's file keeps its place there."""
    chosen = connection or project.connection or project.spec.connection
    if chosen is None:
        raise NoConnection(project.spec.at)
    named = {name.value: url for name, url in project.spec.connections}
    if str(chosen) in named:
        return named[str(chosen)]
    # A URL may be one variable, as a whole.
    if "://" not in str(chosen) and not str(chosen).startswith("${"):
        file = f"duckdb:///{chosen}" if str(chosen).endswith(_FILES) else ""
        raise UnknownConnection(_place(chosen), name=str(chosen), meant=file, **nearest(str(chosen), named))
    return chosen


def _place(address: str | Text) -> Position | None:
    """Where it stands in the project's file, whose line is not shown: it may hold a password."""
    if isinstance(address, str):
        return None
    at = address.at
    return Position(SourceText(at.source.path, ""), at.line, at.column, at.length)


def open_warehouse(project: Project, connection: str | None, timeout: float | None = None) -> Warehouse:
    """The warehouse, open for reading only."""
    from kpidef.warehouse import connect

    url = _address(project, connection)
    try:
        return connect(str(url), base=project.root, environment=project.environment, read_only=True, timeout=timeout)
    except KpidefError as error:
        error.at = error.at or _place(url)
        raise


@contextmanager
def opened(project: Project, connection: str | Warehouse | None, timeout: float | None = None) -> Iterator[Warehouse]:
    """The warehouse for the time of a request; one that is already open stays so."""
    if connection is not None and not isinstance(connection, str):
        yield connection
        return
    with open_warehouse(project, connection, timeout) as warehouse:
        yield warehouse


def default_dialect(project: Project) -> str:
    """The dialect of the project's own connection, without opening it."""
    try:
        url = connection_url(project, None)
    except NoConnection:
        return DEFAULT_DIALECT
    scheme = url.partition("://")[0].lower().removeprefix("adbc+")
    if "${" in scheme:
        return DEFAULT_DIALECT
    # A protocol that several engines speak: the URL says which.
    said = dict(parse_qsl(url.partition("?")[2])).get("dialect") if scheme == "flightsql" else None
    return said or _DIALECTS.get(scheme, scheme)
