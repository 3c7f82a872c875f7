"""Bindings: where a logical source's rows really are, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kpidef.calendar import read_zone
from kpidef.catalog.model import Catalog, Source
from kpidef.catalog.nearest import nearest
from kpidef.catalog.scope import lookup
from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadValue, UnknownColumn, UnknownSource
from kpidef.expression.parser import parse
from kpidef.expression.resolve import resolve
from kpidef.expression.typed import Constant, Expression, Field, Term
from kpidef.spec.records import BindingSpec, NativeSql, Text


@dataclass(frozen=True, slots=True)
class Binding:
    """One of table, file and query is set; a column that is not named binds to its own name."""

    source: str
    table: str | None = None
    file: str | None = None  # as the warehouse reads it: absolute, or a URL
    query: Text | None = None
    zone: str | None = None  # of naive columns that hold instants
    columns: Mapping[str, Expression | NativeSql] = field(default_factory=dict)
    filters: tuple[Expression | NativeSql, ...] = ()
    unique_trusted: bool = False


@dataclass(frozen=True, slots=True)
class PhysicalScope:
    """Names of a physical table: any name may be a column; the warehouse says whether it is."""

    timezone: str
    aggregates: bool = False
    formula: bool = False
    overlap: bool = False

    @property
    def zone(self) -> str:
        return self.timezone

    def name(self, parts: tuple[str, ...]) -> Field:
        return Field(parts[-1], "any", parts[:-1])

    def parameter(self, name: str) -> Constant | tuple[Constant, ...] | Term:
        raise AssertionError(lookup({}, name))


def resolve_bindings(
    specs: Iterable[BindingSpec], catalog: Catalog, base: Path
) -> tuple[dict[str, Binding], tuple[KpidefError, ...]]:
    """The bindings by source, and all that is wrong in them."""
    found: dict[str, Binding] = {}
    errors: list[KpidefError] = []
    for spec in specs:
        source = catalog.sources.get(spec.source.value)
        if source is None:
            errors.append(
                UnknownSource(spec.source.at, name=spec.source.value, **nearest(spec.source.value, catalog.sources))
            )
            continue
        try:
            found[source.id] = _binding(spec, source, catalog.timezone, base)
        except KpidefError as error:
            errors.append(error)
    return found, tuple(errors)


def identity_binding(source: Source) -> Binding:
    """A source bound to a table of its own name."""
    return Binding(source.id, table=source.id)


def _binding(spec: BindingSpec, source: Source, timezone: str, base: Path) -> Binding:
    _check_place(spec)
    if spec.zone is not None:
        read_zone(spec.zone.value, spec.zone.at)
    for name, _ in spec.columns:
        if name.value not in source.columns:
            raise UnknownColumn(name.at, name=name.value, source=source.id, **nearest(name.value, source.columns))
    return Binding(
        source=source.id,
        table=spec.table.value if spec.table else None,
        file=_file(spec.file, base) if spec.file else None,
        query=spec.query,
        zone=spec.zone.value if spec.zone else None,
        columns={name.value: _physical(text, timezone) for name, text in spec.columns},
        filters=tuple(_physical(text, timezone) for text in spec.filters),
        unique_trusted=spec.unique is not None and spec.unique.value == "trusted",
    )


def _physical(text: Text | NativeSql, timezone: str) -> Expression | NativeSql:
    if isinstance(text, NativeSql):
        return text
    return resolve(parse(text.value, text.at, physical=True), PhysicalScope(timezone), text.at)


def _file(text: Text, base: Path) -> str:
    written = text.value
    if "\0" in written:
        raise BadValue(
            text.at,
            value=written.replace("\0", "\\0"),
            key="file",
            reason_fr="un nom de fichier n'a pas de caractère nul",
            reason_en="a file's name has no null character",
            next_fr="écrivez le chemin du fichier",
            next_en="write the file's path",
        )
    if "://" in written or Path(written).is_absolute():
        return written
    return str((base / written).resolve())


def _check_place(spec: BindingSpec) -> None:
    places = [key for key in ("table", "file", "query") if getattr(spec, key) is not None]
    if not places:  # two places are the reader's to tell
        raise BadValue(
            spec.at,
            value="—",
            key="bindings",
            reason_fr="une liaison nomme un lieu",
            reason_en="a binding names a place",
            next_fr="ajoutez l'une des clés `table`, `file` et `query`",
            next_en="add one of the keys `table`, `file` and `query`",
        )
