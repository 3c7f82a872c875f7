"""What a statement under way has gathered: the tables it names, the rollups it folds, the sources it joins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Window
from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog, Column, Source
from kpidef.errors.request import SourceNotBound
from kpidef.plan.shape import Shape
from kpidef.plan.span_read import SpanRead
from kpidef.spec.records import Text
from kpidef.sql.dialects import dialect_of
from kpidef.sql.history import History
from kpidef.sql.native import parse_query
from kpidef.sql.tree import column, table
from kpidef.sql.zone import LocalTime

Tree = exp.Expr


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A rollup's table: `keys` are (host's column, its own column, whether it is a match: null matches nothing)."""

    name: str
    keys: tuple[tuple[str, str, bool], ...]


@dataclass(slots=True)
class Periods:
    """The statement's table of the requested periods: (period, label, starts, ends), the ends being dates.

    Its columns are those asked for, the first one besides; it is there if it is read.
    """

    name: str
    windows: tuple[Window, ...]
    asked: set[str] = field(default_factory=set)
    is_read: bool = False

    def table(self) -> exp.Table:
        """The table, called `p`."""
        self.is_read = True
        return table(self.name, "p")

    def column(self, name: str) -> exp.Column:
        """A column of `p`."""
        self.asked.add(name)
        return column(name, "p")


@dataclass(slots=True)
class View:
    """A filtered source that references lead to; its columns are those asked for."""

    name: str
    source: Source
    columns: dict[str, None] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The view's column of that name, from now on there."""
        self.columns.setdefault(name)
        return name


@dataclass(slots=True)
class Context:
    """One statement's registry. Tables of the statement are listed in the order in which they can be defined."""

    catalog: Catalog
    bindings: Mapping[str, Binding]
    zone: LocalTime
    dialect: str
    build_rollup: Callable[
        [Context, Source, Column, SpanRead | None], tuple[exp.Query, tuple[tuple[str, str, bool], ...]]
    ]
    build_view: Callable[[Context, View], exp.Query]
    tables: dict[str, exp.Query] = field(default_factory=dict)
    joined: dict[str, None] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    periods: Periods | None = None
    history: History | None = None  # periods that the engine makes, in the place of those of a request
    instants: Mapping[str, frozenset[datetime]] = field(default_factory=dict)  # asked of each source's intervals
    spans: Mapping[str, SpanRead] = field(default_factory=dict)  # of the sources that are only read between two times
    forced: Shape | None = None  # the shape to take wherever it is possible
    _stored: frozenset[str] = field(init=False)
    _shared: dict[object, str] = field(default_factory=dict)
    _rollups: dict[tuple[str, Column, SpanRead | None], RolledUp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = (binding.table for binding in self.bindings.values())
        self._stored = frozenset(table.casefold() for table in tables if table is not None)

    def binding(self, source: Source) -> Binding:
        """Where the source's rows are. Raises SourceNotBound."""
        if source.id not in self.bindings:
            raise SourceNotBound(None, source=source.id)
        return self.bindings[source.id]

    def query(self, source: Source, written: Text) -> str:
        """The name of the statement's table that holds a binding's query."""
        name = f"{source.id}_rows"
        if name not in self.tables:
            self.tables[name] = parse_query(written, dialect_of(self.dialect).sqlglot)
        return name

    def rollup(self, host: Source, column: Column, span: SpanRead | None = None) -> RolledUp:
        """The statement's table that folds a rollup column, for the host's rows of the span."""
        place = (host.id, column, span)
        if place not in self._rollups:
            query, keys = self.build_rollup(self, host, column, span)
            name = self._free(f"{host.id}_{column.name}")
            self.tables[name] = query
            self._rollups[place] = RolledUp(name, keys)
        return self._rollups[place]

    def view(self, source: Source) -> View:
        """The statement's table of a filtered source."""
        if source.id not in self.views:
            self.views[source.id] = View(self._free(f"{source.id}_kept"), source)
        return self.views[source.id]

    def define(self, name: str, query: exp.Query) -> str:
        """Name a query for those that come after."""
        free = self._free(name)
        self.tables[free] = query
        return free

    def share(self, key: object, name: str, build: Callable[[], exp.Query]) -> str:
        """The name of a query that all those who give this key share."""
        if key not in self._shared:
            self._shared[key] = self.define(name, build())
        return self._shared[key]

    def _free(self, name: str) -> str:
        # A table of the statement would hide a stored one of the same name, whatever its case.
        views = {view.name for view in self.views.values()}
        found, rank = name, 1
        while found in self.tables or found in views or found in self._stored:
            rank += 1
            found = f"{name}_{rank}"
        return found
