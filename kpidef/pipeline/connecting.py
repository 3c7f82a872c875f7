"""A connection's name or URL -> an open warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kpidef.catalog.nearest import nearest
from kpidef.errors.project import NoConnection, UnknownConnection

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Warehouse

DEFAULT_DIALECT = "duckdb"
# A URL's scheme is the dialect's name but for these.
_DIALECTS = {"postgresql": "postgres", "chdb": "clickhouse", "sc": "spark", "mssql": "tsql", "googlesql": "bigquery"}


def connection_url(project: Project, connection: str | None) -> str:
    """The URL that a connection's name stands for, or the URL itself. Raises UnknownConnection, NoConnection."""
    chosen = connection or project.connection
    named = {name.value: url.value for name, url in project.spec.connections}
    if chosen is None:
        if project.spec.connection is None:
            raise NoConnection(project.spec.at)
        chosen = project.spec.connection.value
    if chosen in named:
        return named[chosen]
    # A URL may be one variable, as a whole.
    if "://" not in chosen and not chosen.startswith("${"):
        raise UnknownConnection(None, name=chosen, **nearest(chosen, named))
    return chosen


def open_warehouse(project: Project, connection: str | None, timeout: float | None = None) -> Warehouse:
    """The warehouse, open for reading only."""
    from kpidef.warehouse import connect

    url = connection_url(project, connection)
    return connect(url, base=project.root, environment=project.environment, read_only=True, timeout=timeout)


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
