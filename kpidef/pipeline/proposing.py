"""The warehouse's real tables -> bindings to propose, and those that someone accepts into kpidef.yml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpidef.binding import Accepted, TableMatch, best_tables, with_bindings
from kpidef.binding.proposal import Contents
from kpidef.catalog.model import Source
from kpidef.catalog.nearest import nearest
from kpidef.errors.catalog import UnknownSource
from kpidef.errors.project import AlreadyBound
from kpidef.pipeline.connecting import opened
from kpidef.pipeline.reading import read_text
from kpidef.warehouse import ColumnInfo, TableInfo

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Warehouse

# A table of these schemas is found under its own name.
_OPEN_SCHEMAS = frozenset({"", "main", "public", "dbo"})


def propose_bindings(
    project: Project, sources: Sequence[str] = (), connection: str | Warehouse | None = None
) -> tuple[TableMatch | Source, ...]:
    """For each source (by default, each that is not bound), the table that resembles it; else the source itself."""
    wanted = _wanted(project, sources)
    if not wanted:
        return ()
    taken = {binding.table for binding in project.bindings.values()}
    with opened(project, connection) as warehouse:
        names = {table: _name(table) for table in warehouse.introspect()}
        free = [table for table, name in names.items() if name not in taken]
        found = best_tables(wanted, free, names, _Looking(warehouse).look)
    return tuple(found.get(source.id, source) for source in wanted)


def accepted(match: TableMatch, keep: Callable[[str], bool]) -> Accepted:
    """The binding that a match stands for, with the columns that are kept."""
    kept = [one for one in match.columns if keep(one.column)]
    return Accepted(
        source=match.source,
        table=match.table,
        zone="UTC" if any(one.is_naive for one in kept) else None,
        columns={one.column: one.expression for one in kept if one.expression != one.column},
    )


def project_text(project: Project, bindings: Iterable[Accepted]) -> str:
    """The text of the project's file with these bindings."""
    return with_bindings(read_text(project.file), bindings)


def _wanted(project: Project, names: Sequence[str]) -> list[Source]:
    known = project.catalog.sources
    for name in names:
        if name not in known:
            raise UnknownSource(None, name=name, **nearest(name, known))
        if name in project.bindings:
            raise AlreadyBound(None, source=name)
    return [source for name, source in sorted(known.items()) if name in (names or known.keys() - project.bindings)]


def _name(table: TableInfo) -> str:
    return table.name if table.schema.lower() in _OPEN_SCHEMAS else f"{table.schema}.{table.name}"


@dataclass(frozen=True, slots=True)
class _Looking:
    warehouse: Warehouse
    seen: dict[tuple[str, str], Contents] = field(default_factory=dict)

    def look(self, table: TableInfo, column: ColumnInfo) -> Contents:
        """What the first rows of a column hold; asked once."""
        place = (_name(table), column.name)
        if place not in self.seen:
            self.seen[place] = self._ask(*place, column)
        return self.seen[place]

    def _ask(self, name: str, physical: str, column: ColumnInfo) -> Contents:
        from kpidef.sql.sample import VALUES, distinct_values, repeated_values

        dialect = self.warehouse.dialect
        counted = self.warehouse.execute(repeated_values(name, physical, dialect)).to_pylist()[0]
        unique = counted["rows"] == counted["distinct_values"]
        if column.type != "text" or counted["distinct_values"] >= VALUES:
            return Contents(is_unique=unique)
        values = self.warehouse.execute(distinct_values(name, physical, dialect)).to_pylist()
        return Contents(frozenset(row["value"] for row in values), unique)
