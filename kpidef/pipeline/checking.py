"""The bindings against the real tables: what is missing, mistyped, duplicated, orphaned, reversed or undated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Source
from kpidef.catalog.needs import Needs, needs_of
from kpidef.errors import KpidefError, Position
from kpidef.errors.check import (
    BoundColumnMissing,
    BoundColumnType,
    DuplicatedKeys,
    InstantReadTwice,
    NullDates,
    NullKeys,
    OrphanReferences,
    ReversedIntervals,
    SourceEmpty,
    UnreadableValues,
)
from kpidef.errors.request import SourceNotBound
from kpidef.errors.warehouse import ColumnMissing, TableMissing, ValueUnreadable
from kpidef.expression.typed import Operation
from kpidef.pipeline.connecting import opened
from kpidef.pipeline.unread import asking, stored_columns, unreadable

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.pipeline.project import Project
    from kpidef.sql.check import Inspection
    from kpidef.warehouse import Warehouse

Level = Literal["error", "warning"]
Progress = Callable[[str, int, int], None]  # source under way, sources done, sources in all

_ALSO: dict[str, frozenset[str]] = {
    "decimal": frozenset({"integer", "float"}),
    "float": frozenset({"integer", "decimal"}),
    "timestamp": frozenset({"date"}),
}


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something wrong in a bound table. An `error` makes KPIs fail or lie; a `warning` leaves rows out of them."""

    source: str
    level: Level
    error: KpidefError
    column: str | None = None
    count: int | None = None
    kpis: tuple[str, ...] = ()


def check_bindings(
    project: Project, connection: str | Warehouse | None, progress: Progress | None
) -> tuple[CheckFinding, ...]:
    """The findings of every bound source, in the order of their ids."""
    from kpidef.sql.check import Inspection

    findings: list[CheckFinding] = []
    names = sorted(project.bindings)
    with opened(project, connection) as warehouse:
        inspection = Inspection(project.catalog, project.bindings, project.calendar, project.now(), warehouse.dialect)
        kpis = project.catalog.kpis.values()
        needs = {kpi.id: needs_of([kpi], project.catalog, project.bindings) for kpi in kpis}
        check = _Check(project, warehouse, inspection, needs)
        for done, name in enumerate(names):
            if progress is not None:
                progress(name, done, len(names))
            findings += check.source(project.catalog.sources[name])
    if progress is not None:
        progress("", len(names), len(names))
    return tuple(findings)


@dataclass(frozen=True, slots=True)
class _Check:
    project: Project
    warehouse: Warehouse
    inspection: Inspection
    needs: Mapping[str, Needs]

    def source(self, source: Source) -> Iterator[CheckFinding]:
        """Everything wrong with one source."""
        answer = self._ask(self.inspection.probe, source, ())
        if isinstance(answer, KpidefError):
            yield CheckFinding(source.id, "error", self._placed(source, answer), kpis=self._readers(source))
            return
        names = stored_columns(source, self.project.bindings[source.id])
        columns = tuple(self._columns(source, names))
        yield from columns
        absent = {one.column for one in columns if not isinstance(one.error, BoundColumnType)}
        values = tuple(self._values(source, [name for name in names if name not in absent]))
        yield from values
        is_told = any(isinstance(one.error, UnreadableValues | ValueUnreadable) for one in values)
        for one in self._in_rows(source):
            if not (is_told and isinstance(one.error, ValueUnreadable)):
                yield one

    def _in_rows(self, source: Source) -> Iterator[CheckFinding]:
        yield from self._rows(source)
        yield from self._duplicates(source)
        for name, one in source.columns.items():
            if one.references is not None and one.references.source in self.project.bindings:
                yield from self._orphans(source, name, one.references.source)

    def _values(self, source: Source, names: Iterable[str]) -> Iterator[CheckFinding]:
        """The values that the binding's conversions cannot read, or read in a zone that nobody said."""
        for one in unreadable(self.inspection, self._ask, source, names):
            error = one.error
            error.at = error.at or self._at(source)
            readers = self._readers(source, one.column)
            yield CheckFinding(source.id, "error" if readers else "warning", error, one.column, one.count, readers)

    def _columns(self, source: Source, names: Iterable[str]) -> Iterator[CheckFinding]:
        together = self._ask(self.inspection.probe, source, names)
        for name in names:
            # One column that cannot be read hides the others: each is then asked alone.
            answer = self._ask(self.inspection.probe, source, [name]) if isinstance(together, KpidefError) else together
            if isinstance(answer, KpidefError):
                yield self._missing(source, name, answer)
            else:
                yield from self._type(source, name, answer.schema.field(name).type)

    def _missing(self, source: Source, name: str, failure: KpidefError) -> CheckFinding:
        readers = self._readers(source, name)
        error = self._placed(source, failure)
        if isinstance(failure, ColumnMissing):
            error = BoundColumnMissing(
                self._at(source),
                column=name,
                source=source.id,
                place=_place(self.project.bindings[source.id]),
                kpis=", ".join(readers) or "—",
            )
        return CheckFinding(source.id, "error" if readers else "warning", error, name, kpis=readers)

    def _type(self, source: Source, name: str, found: pa.DataType) -> Iterator[CheckFinding]:
        expected, kind = source.columns[name].type, self._held(source, name, _neutral(found))
        naive = expected == "timestamptz" and kind == "timestamp"
        if kind in ("null", expected) or kind in _ALSO.get(expected, ()):
            return
        zone = self.project.bindings[source.id].zone
        if naive and zone is not None:
            # A naive column would have become an instant: the zone was taken off one.
            twice = InstantReadTwice(self._at(source), column=name, source=source.id, zone=zone)
            yield CheckFinding(source.id, "error", twice, name, kpis=self._readers(source, name))
            return
        error = BoundColumnType(
            self._at(source),
            column=name,
            source=source.id,
            found=kind or str(found),
            expected=expected,
            zone_fr=", ou dites `zone: UTC`" if naive else "",
            zone_en=", or say `zone: UTC`" if naive else "",
        )
        yield CheckFinding(source.id, "error", error, name, kpis=self._readers(source, name))

    def _held(self, source: Source, name: str, kind: str | None) -> str | None:
        """The type of what is read: a time without a zone would become an instant in whatever zone the engine is."""
        binding = self.project.bindings[source.id]
        written = binding.columns.get(name)
        is_naive = isinstance(written, Operation) and written.type == "timestamp" and binding.zone is None
        return "timestamp" if is_naive and kind == "timestamptz" else kind

    def _rows(self, source: Source) -> Iterator[CheckFinding]:
        from kpidef.sql.check import NULL_DATES, NULL_KEYS, REVERSED, ROWS, date_columns

        answer = self._ask(self.inspection.counts, source)
        if isinstance(answer, KpidefError):
            yield from self._unanswered(source, answer)
            return
        counted: dict[str, int] = answer.to_pylist()[0]
        at = self._at(source)
        if not counted[ROWS]:
            place = _place(self.project.bindings[source.id])
            yield CheckFinding(source.id, "warning", SourceEmpty(at, source=source.id, place=place), count=0)
        if count := counted.get(NULL_KEYS):
            key = ", ".join(source.key)
            yield self._counted(source, NullKeys(at, source=source.id, key=key, count=count), source.key[0])
        if (count := counted.get(REVERSED)) and source.validity is not None:
            start, end = source.validity.start, source.validity.end
            yield self._counted(source, ReversedIntervals(at, source=source.id, start=start, end=end, count=count), end)
        if count := counted.get(NULL_DATES):
            columns = ", ".join(date_columns(source))
            yield self._counted(source, NullDates(at, source=source.id, column=columns, count=count), columns)

    def _duplicates(self, source: Source) -> Iterator[CheckFinding]:
        if not source.key:
            return
        answer = self._ask(self.inspection.duplicates, source)
        if isinstance(answer, KpidefError):
            yield from self._unanswered(source, answer)
        elif count := answer.to_pylist()[0]["duplicates"]:
            error = DuplicatedKeys(self._at(source), source=source.id, key=", ".join(source.key), count=count)
            yield self._counted(source, error, source.key[0], "error" if self._is_joined(source) else "warning")

    def _orphans(self, source: Source, name: str, target: str) -> Iterator[CheckFinding]:
        answer = self._ask(self.inspection.orphans, source, name)
        if isinstance(answer, KpidefError):
            yield from self._unanswered(source, answer)
        elif count := answer.to_pylist()[0]["orphans"]:
            error = OrphanReferences(self._at(source), source=source.id, column=name, target=target, count=count)
            yield self._counted(source, error, name)

    def _counted(self, source: Source, error: KpidefError, column: str, level: Level = "warning") -> CheckFinding:
        count = error.fields["count"]
        return CheckFinding(source.id, level, error, column, count if isinstance(count, int) else None)

    def _unanswered(self, source: Source, error: KpidefError) -> Iterator[CheckFinding]:
        # What a missing column or table keeps from being counted is told where it is missing.
        if not isinstance(error, ColumnMissing | TableMissing | SourceNotBound):
            yield CheckFinding(source.id, "error", self._placed(source, error))

    def _ask(self, write: Callable[..., str], *about: object) -> pa.Table | KpidefError:
        return asking(self.warehouse)(write, *about)

    def _readers(self, source: Source, name: str | None = None) -> tuple[str, ...]:
        """The KPIs that read a source, or one of its columns."""
        return tuple(
            kpi for kpi, read in self.needs.items() if source.id in read and (name is None or name in read[source.id])
        )

    def _is_joined(self, source: Source) -> bool:
        columns = (one for other in self.project.catalog.sources.values() for one in other.columns.values())
        return any(one.references is not None and one.references.source == source.id for one in columns)

    def _at(self, source: Source) -> Position | None:
        return next((one.at for one in self.project.spec.bindings if one.source.value == source.id), None)

    def _placed(self, source: Source, error: KpidefError) -> KpidefError:
        """The warehouse's error, at the binding that it comes from."""
        error.at = error.at or self._at(source)
        return error


def _place(binding: Binding) -> str:
    return binding.table or binding.file or "query"


def _neutral(kind: pa.DataType) -> str | None:
    import pyarrow as pa

    tests = (
        (pa.types.is_null, "null"),
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_decimal, "decimal"),
        (pa.types.is_floating, "float"),
        (pa.types.is_date, "date"),
        (pa.types.is_string, "text"),
        (pa.types.is_large_string, "text"),
    )
    if pa.types.is_timestamp(kind):
        return "timestamptz" if kind.tz else "timestamp"
    return next((name for test, name in tests if test(kind)), None)
