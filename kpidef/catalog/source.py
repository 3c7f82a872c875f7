"""Source specs -> sources: columns typed on demand, references followed, cycles caught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from kpidef.calendar import Grain, parse_length
from kpidef.catalog.aggregate import resolve_agg, result_type, result_unit
from kpidef.catalog.distinct import check_key, check_other, check_reference
from kpidef.catalog.expression import resolve_condition, resolve_text
from kpidef.catalog.model import Column, Reference, Rollup, Snapshot, Source, Validity
from kpidef.catalog.nearest import nearest
from kpidef.catalog.paths import References
from kpidef.catalog.scope import Parameters, RowScope
from kpidef.catalog.unit import field_unit
from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadReference, BadValue, Cycle, UnknownColumn, UnknownSource
from kpidef.expression.typed import Expression, Field, Type
from kpidef.expression.units import UNKNOWN, Unit, parse_unit, unit_of
from kpidef.spec.records import ColumnSpec, RollupSpec, SourceSpec, Text

TEMPORAL_TYPES = ("date", "timestamp", "timestamptz")


class SourceBook:
    """The sources while they are being resolved; implements `scope.Columns`.

    Errors are gathered in `errors`; a column that has one is absent from then on.
    """

    def __init__(self, specs: Iterable[SourceSpec], timezone: str, parameters: Parameters) -> None:
        self.errors: list[KpidefError] = []
        self.timezone = timezone
        self.parameters = parameters
        self.specs: dict[str, SourceSpec] = {spec.id.value: spec for spec in specs}
        self.conditions: dict[tuple[str, str], tuple[str, Expression]] = {}  # by source and text
        self._columns: dict[tuple[str, str], Column | None] = {}
        self._under_way: list[tuple[str, str]] = []
        self._specs_of: dict[str, dict[str, ColumnSpec]] = {
            source: {column.name.value: column for column in spec.columns} for source, spec in self.specs.items()
        }
        self.references: References = self._read_references()

    def sources(self) -> Sequence[str]:
        return tuple(self.specs)

    def names(self, source: str) -> Sequence[str]:
        return tuple(self._specs_of[source])

    def column(self, source: str, name: str) -> Column | None:
        """The column, resolved on first use; None where the source lacks it or it has an error."""
        spec = self._specs_of[source].get(name)
        if spec is None or not (spec.type or spec.expr or spec.rollup):
            return None  # the reader has told what is missing
        place = (source, name)
        if place not in self._columns:
            if place in self._under_way:
                loop = [*self._under_way[self._under_way.index(place) :], place]
                raise Cycle(spec.name.at, cycle=" → ".join(".".join(step) for step in loop))
            self._under_way.append(place)
            try:
                self._columns[place] = self.resolve_column(spec, self.scope(source))
            except KpidefError as error:
                self._columns[place] = None
                self.errors.append(error)
            finally:
                self._under_way.pop()
        return self._columns[place]

    def scope(self, source: str, extra: Mapping[str, Column] | None = None) -> RowScope:
        """The names of the source's rows."""
        return RowScope(self, source, self.timezone, self.parameters, extra or {})

    def resolve_all(self) -> dict[str, Source]:
        """Every source, whole; what has an error is left out and reported."""
        return {source: self._resolve_source(spec) for source, spec in sorted(self.specs.items())}

    def _read_references(self) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for source, spec in self.specs.items():
            pairs = []
            for column in spec.columns:
                if column.references is None:
                    continue
                target = column.references.value.partition(".")[0]
                if target in self.specs:
                    pairs.append((column.name.value, target))
                else:
                    self.errors.append(UnknownSource(column.references.at, name=target, **nearest(target, self.specs)))
            found[source] = tuple(pairs)
        return found

    def _resolve_source(self, spec: SourceSpec) -> Source:
        source = spec.id.value
        columns = {name: column for name in self.names(source) if (column := self.column(source, name)) is not None}
        self.errors += [*check_key(spec.key), *self._mistyped_references(spec, columns)]
        return Source(
            id=source,
            label=spec.label or source,
            description=spec.description or "",
            key=tuple(self._own(spec, text) for text in spec.key),
            time=self._temporal(spec, spec.time) if spec.time else None,
            validity=Validity(self._temporal(spec, spec.validity.start), self._temporal(spec, spec.validity.end))
            if spec.validity
            else None,
            snapshot=self._snapshot(spec),
            filters=self._filters(spec),
            columns=columns,
            spec=spec,
        )

    def _mistyped_references(self, spec: SourceSpec, columns: Mapping[str, Column]) -> Iterator[KpidefError]:
        for one in spec.columns:
            column = columns.get(one.name.value)
            if column is None or column.references is None or one.references is None:
                continue
            target = column.references
            key = self.column(target.source, target.column) if target.source in self.specs else None
            if key is not None:
                yield from check_reference(one.references, column.name, column.type, key.type)

    def _snapshot(self, spec: SourceSpec) -> Snapshot | None:
        if spec.snapshot is None:
            return None
        stale = spec.snapshot.stale_after
        try:
            age = parse_length(stale.value, "stale_after", stale.at) if stale else None
        except KpidefError as error:
            self.errors.append(error)
            age = None
        return Snapshot(self._temporal(spec, spec.snapshot.at), age)

    def _filters(self, spec: SourceSpec) -> tuple[Expression, ...]:
        kept: list[Expression] = []
        for text in spec.filters:
            try:
                kept.append(resolve_condition(text, self.scope(spec.id.value)))
            except KpidefError as error:
                self.errors.append(error)
        return tuple(kept)

    def _own(self, spec: SourceSpec, text: Text) -> str:
        source = spec.id.value
        if text.value not in self._specs_of[source]:
            self.errors.append(
                UnknownColumn(text.at, name=text.value, source=source, **nearest(text.value, self.names(source)))
            )
        return text.value

    def _temporal(self, spec: SourceSpec, text: Text) -> str:
        name = self._own(spec, text)
        column = self.column(spec.id.value, name)
        if column is not None and column.type not in TEMPORAL_TYPES:
            self.errors.append(not_a_date(text, column.type))
        return name

    def resolve_column(self, spec: ColumnSpec, scope: RowScope) -> Column:
        """A column of the scope's rows, one of their source's or one that a measure adds for itself."""
        declared = cast(Type, spec.type.value) if spec.type else None
        expr = resolve_text(spec.expr, scope) if spec.expr else None
        rollup = self._rollup(spec.rollup, scope) if spec.rollup else None
        inferred = expr.type if expr else result_type(rollup.agg, rollup.expr) if rollup else None
        kind = declared or inferred
        assert kind is not None, "a column without type, expr and rollup is absent"
        return Column(
            name=spec.name.value,
            type=kind,
            label=spec.label or spec.name.value,
            description=spec.description or "",
            unit=self._unit(spec, rollup, expr, scope),
            values=tuple(value.value for value in spec.values),
            references=self._reference(spec.references) if spec.references else None,
            same_as=self._same_as(spec.same_as, scope.source, spec.name.value) if spec.same_as else None,
            is_dimension=kind in ("text", "boolean") if spec.dimension is None else spec.dimension,
            grain=Grain(spec.grain.value) if spec.grain else None,
            expr=expr,
            rollup=rollup,
        )

    def _unit(self, spec: ColumnSpec, rollup: Rollup | None, expr: Expression | None, scope: RowScope) -> Unit:
        if spec.unit:
            return parse_unit(spec.unit.value, spec.unit.at)
        if expr is not None:
            return unit_of(expr, field_unit(scope), spec.expr.at if spec.expr else None)
        if rollup is not None:
            at = spec.rollup.expr.at if spec.rollup and spec.rollup.expr else None
            return result_unit(rollup.agg, rollup.expr, self.scope(rollup.source), at)
        return UNKNOWN

    def _reference(self, text: Text) -> Reference:
        target, _, column = text.value.partition(".")
        spec = self.specs.get(target)
        if spec is not None and tuple(part.value for part in spec.key) != (column,):
            meant = f"{target}.{spec.key[0]}" if len(spec.key) == 1 else ""
            raise BadReference(text.at, name=text.value, meant=meant)
        return Reference(target, column)

    def _same_as(self, text: Text, host: str, name: str) -> str:
        source, _, column = text.value.partition(".")
        check_other(text, host, name)
        if source not in self.specs:
            raise UnknownSource(text.at, name=source, **nearest(source, self.specs))
        if column not in self._specs_of[source]:
            raise UnknownColumn(text.at, name=column, source=source, **nearest(column, self.names(source)))
        return text.value

    def _rollup(self, spec: RollupSpec, host_scope: RowScope) -> Rollup:
        source = spec.source.value
        if source not in self.specs:
            raise UnknownSource(spec.source.at, name=source, **nearest(source, self.specs))
        scope = RowScope(self, source, self.timezone, host_scope.parameters, {}, host=host_scope)
        expr = resolve_text(spec.expr, scope) if spec.expr else None
        agg = resolve_agg(spec.agg, expr, host_scope.parameters)
        return Rollup(
            source=source,
            match=tuple(self._match(source, host_scope, pair) for pair in spec.match),
            agg=agg,
            expr=expr,
            filters=tuple(resolve_condition(text, scope) for text in spec.filters),
            time=self._rollup_time(spec, scope, agg.function in ("first", "last")),
        )

    def _match(self, source: str, host: RowScope, pair: tuple[Text, Text]) -> tuple[str, str]:
        rolled, own = pair
        if self.column(source, rolled.value) is None:
            raise UnknownColumn(
                rolled.at, name=rolled.value, source=source, **nearest(rolled.value, self.names(source))
            )
        if own.value not in self._specs_of[host.source] and own.value not in host.extra:
            raise UnknownColumn(
                own.at, name=own.value, source=host.source, **nearest(own.value, self.names(host.source))
            )
        return rolled.value, own.value

    def _rollup_time(self, spec: RollupSpec, scope: RowScope, needed: bool) -> Field | None:
        if spec.time is None:
            default = self.specs[spec.source.value].time
            if default is not None:
                return scope.field((default.value,), default.at)
            if needed:
                raise BadValue(
                    spec.at,
                    value=spec.agg.name.value,
                    key="rollup.agg",
                    reason_fr="il faut une date pour savoir quelle ligne est la première",
                    reason_en="a time is needed to know which row comes first",
                    next_fr="ajoutez `time: <colonne>` au rollup",
                    next_en="add `time: <column>` to the rollup",
                )
            return None
        return scope.field(tuple(spec.time.value.split(".")), spec.time.at)


def not_a_date(text: Text, kind: str) -> KpidefError:
    """The error of a column that places no row in time."""
    return BadValue(
        text.at,
        value=text.value,
        key="time",
        reason_fr=f"cette colonne est de type {kind}",
        reason_en=f"this column's type is {kind}",
        next_fr="nommez une colonne date, timestamp ou timestamptz",
        next_en="name a date, timestamp or timestamptz column",
    )
