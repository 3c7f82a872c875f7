"""The wide table that a statement brings back -> tidy rows: one for each KPI, period and group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpidef.calendar import Duration, Window, is_complete, previous, shift_in_zone
from kpidef.catalog.model import Kpi
from kpidef.plan.nodes import Output, Plan
from kpidef.plan.request import Request
from kpidef.report.declared import as_declared
from kpidef.report.layout import Layout
from kpidef.report.reason import Formula, null_reason
from kpidef.report.result import Kind
from kpidef.report.verdict import is_own_period, target_of, verdicts

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.sql.statement import Statement

_SHIFTS: dict[str, Duration | None] = {"previous": None, "year_ago": Duration(1, "year")}


def tidy(plan: Plan, statement: Statement, wide: pa.Table, request: Request) -> tuple[pa.Table, dict[str, Kind]]:
    """The rows, sorted by KPI as asked, period and group, with what each column is."""
    import pyarrow as pa

    layout = Layout(plan, statement, request)
    ordered = _sorted(as_declared(statement, wide), layout)
    parts = [_rows(output, ordered, layout) for output in plan.outputs]
    return pa.concat_tables(parts), layout.kinds


def _sorted(wide: pa.Table, layout: Layout) -> pa.Table:
    keys = [layout.index, *([layout.level] if layout.level else []), *layout.dimensions.values()]
    # Arrow sorts texts by code point, and puts nulls last.
    return wide.sort_by([(name, "ascending") for name in keys])


def _rows(output: Output, ordered: pa.Table, layout: Layout) -> pa.Table:
    import pyarrow as pa

    kept = _kept(output, ordered, layout)
    periods = _Periods(output.kpi, layout, kept.column(layout.index).combine_chunks())
    columns: dict[str, Any] = {"kpi": pa.repeat(pa.scalar(output.kpi.id), kept.num_rows), **periods.keys()}
    columns |= {shown: kept.column(name) for shown, name in layout.dimensions.items()}
    columns["rolled_up"] = _rolled_up(kept, layout)
    columns |= _values(output, kept, layout, periods)
    if layout.request.compare:
        columns |= _comparison(output.kpi, kept, layout, periods, columns)
    columns |= {layout.shown(name): _measure(output, name, kept, layout) for name in layout.measures}
    return pa.table({name: columns[name] for name in layout.kinds})


def _kept(output: Output, ordered: pa.Table, layout: Layout) -> pa.Table:
    """The lines of the groups that the KPI has; the grand total stays whatever it sums over."""
    import pyarrow.compute as pc

    seen = layout.name("seen", output.kpi.id)
    if seen is None or not layout.dimensions:
        return ordered
    has = pc.greater(pc.coalesce(ordered.column(seen), 0), 0)
    names = tuple(layout.dimensions.values())
    if not layout.plan.sparse:
        groups = _groups(ordered, layout.level, names)
        has = pc.is_in(groups, value_set=pc.unique(groups.filter(has)))
    if layout.level:
        has = _with_totals(has, ordered, layout, names)
    return ordered.filter(has)


def _with_totals(has: pa.ChunkedArray, ordered: pa.Table, layout: Layout, names: tuple[str, ...]) -> pa.ChunkedArray:
    """A line that sums over others is there with them, also where it counts no row of its own."""
    import pyarrow.compute as pc

    level = ordered.column(layout.level)
    detailed = pc.and_(has, pc.equal(level, 0))
    for rank, kept in enumerate(layout.plan.levels[1:], 1):
        here = pc.equal(level, rank)
        if kept:
            groups = _groups(ordered, layout.index if layout.plan.sparse else None, [names[one] for one in kept])
            here = pc.and_(here, pc.is_in(groups, value_set=pc.unique(groups.filter(detailed))))
        has = pc.or_(has, here)
    return has


def _groups(ordered: pa.Table, first: str | None, names: Sequence[str]) -> pa.ChunkedArray:
    """A number a line: equal for the lines of one group, null being a value like another."""
    import pyarrow as pa
    import pyarrow.compute as pc

    number = pa.repeat(pa.scalar(0, pa.int64()), ordered.num_rows)
    for name in ([first] if first else []) + list(names):
        coded = pc.dictionary_encode(ordered.column(name).combine_chunks(), null_encoding="encode")
        number = pc.add(pc.multiply(number, len(coded.dictionary) + 1), pc.cast(coded.indices, pa.int64()))
        # Numbered anew, or a few wide dimensions would go beyond 64 bits.
        number = pc.cast(pc.dictionary_encode(number).indices, pa.int64())
    return pa.chunked_array([number])


@dataclass(frozen=True, slots=True)
class _Periods:
    """What is known of each period, spread over the lines by the period's position."""

    kpi: Kpi
    layout: Layout
    index: pa.Array

    def keys(self) -> dict[str, pa.Array]:
        import pyarrow as pa

        windows = self.layout.plan.windows
        return {
            "period": self.spread([one.label for one in windows], pa.string()),
            "period_start": self.spread([one.start.date() if one.start else None for one in windows], pa.date32()),
            "period_end": self.spread([one.end.date() if one.end else None for one in windows], pa.date32()),
        }

    def states(self) -> dict[str, pa.Array]:
        import pyarrow as pa

        request, windows = self.layout.request, self.layout.plan.windows
        targets = [target_of(self.kpi, one, request.calendar) for one in windows]
        return {
            "complete": self.spread([is_complete(one, request.as_of) for one in windows], pa.bool_()),
            "mature": self.spread([_is_mature(self.kpi, one, request) for one in windows], pa.bool_()),
            "target": self.spread(targets, pa.float64()),
        }

    def own(self) -> pa.Array:
        """Whether the line's period is of the KPI's own grain, which only thresholds ask."""
        import pyarrow as pa

        calendar, is_asked = self.layout.request.calendar, bool(self.kpi.thresholds)
        own = [is_asked and is_own_period(self.kpi, one, calendar) for one in self.layout.plan.windows]
        return self.spread(own, pa.bool_())

    def spread(self, by_period: Sequence[object], kind: pa.DataType) -> pa.Array:
        import pyarrow as pa

        return pa.array(by_period, kind).take(self.index)


def _is_mature(kpi: Kpi, window: Window, request: Request) -> bool:
    if window.end is None:
        return False
    if kpi.horizon is None:
        return is_complete(window, request.as_of)
    return shift_in_zone(request.calendar.timezone, window.end, kpi.horizon) <= request.as_of


def _rolled_up(kept: pa.Table, layout: Layout) -> pa.Array:
    import pyarrow as pa

    names = list(layout.dimensions)
    lists = [[name for rank, name in enumerate(names) if rank not in level] for level in layout.plan.levels]
    kind = pa.list_(pa.string())
    if layout.level is None:
        return pa.array([[]], kind).take(pa.repeat(pa.scalar(0), kept.num_rows))
    return pa.array(lists, kind).take(kept.column(layout.level).combine_chunks())


def _values(output: Output, kept: pa.Table, layout: Layout, periods: _Periods) -> dict[str, Any]:
    import pyarrow as pa

    kpi = output.kpi
    numbers = {role: _float(kept, layout.name(role, kpi.id)) for role in ("value", "numerator", "denominator")}
    states = periods.states()
    return {
        **numbers,
        "unit": pa.repeat(pa.scalar(kpi.unit or None, pa.string()), kept.num_rows),
        **states,
        "verdict": verdicts(kpi, numbers["value"], states["target"], periods.own()),
        "null_reason": _reasons(output, numbers["value"], kept, layout),
    }


def _float(kept: pa.Table, name: str | None) -> pa.Array:
    """The column as finite doubles."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if name is None:
        return pa.nulls(kept.num_rows, pa.float64())
    # An engine may give a formula of literals alone a type without values.
    values = pc.cast(kept.column(name).combine_chunks(), pa.float64(), safe=False)
    return pc.if_else(pc.is_finite(values), values, pa.scalar(None, pa.float64()))


def _reasons(output: Output, values: pa.Array, kept: pa.Table, layout: Layout) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    reasons: list[str | None] = [None] * len(values)
    if values.null_count:
        lines = pc.indices_nonzero(pc.is_null(values))
        found = _each_reason(output, kept.take(lines), layout)
        for line, reason in zip(lines.to_pylist(), found, strict=True):
            reasons[line] = reason
    return pa.array(reasons, pa.string())


def _each_reason(output: Output, lines: pa.Table, layout: Layout) -> list[str]:
    kpi = output.kpi
    formula = Formula(kpi.formula, output.value, frozenset(kpi.measures))
    names = {key: name for (role, _, key), name in layout.columns.items() if role == "cell"}
    missing = _missing(layout.plan)
    cells = [lines.column(name).to_pylist() for name in names.values()]
    known: dict[tuple[object, ...], str] = {}
    found: list[str] = []
    # Lines without a value are alike: few cells, mostly nothing in them.
    for line in zip(lines.column(layout.index).to_pylist(), *cells, strict=True):
        if line not in known:
            here = dict(zip(names, line[1:], strict=True))
            stale = frozenset(one.column for one in layout.plan.ages if here[one.ever] and not here[one.fresh])
            known[line] = null_reason(formula, here, missing.get(line[0], frozenset()), stale)
        found.append(known[line])
    return found


def _missing(plan: Plan) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for column in plan.cells.columns:
        for period in column.missing:
            found.setdefault(period, set()).add(column.name)
    return {period: frozenset(names) for period, names in found.items()}


def _measure(output: Output, name: str, kept: pa.Table, layout: Layout) -> pa.ChunkedArray:
    import pyarrow as pa

    column = layout.name("measure", output.kpi.id, name)
    kind = _measure_type(name, kept, layout)
    if column is None:
        return pa.chunked_array([pa.nulls(kept.num_rows, kind)])
    return kept.column(column).cast(kind, safe=False)


def _measure_type(name: str, kept: pa.Table, layout: Layout) -> pa.DataType:
    """The type that holds this measure of every KPI that has one of that name, exactly where there is one."""
    import pyarrow as pa

    kinds = {
        kept.schema.field(column).type
        for (role, _, key), column in layout.columns.items()
        if role == "measure" and key == name
    }
    if len(kinds) == 1:
        return kinds.pop()
    if all(pa.types.is_integer(kind) for kind in kinds):
        return pa.int64()
    if all(pa.types.is_integer(kind) or pa.types.is_decimal(kind) for kind in kinds):
        scale = max(kind.scale for kind in kinds if pa.types.is_decimal(kind))
        return pa.decimal128(38, scale)
    return pa.float64()


def _comparison(
    kpi: Kpi, kept: pa.Table, layout: Layout, periods: _Periods, columns: Mapping[str, Any]
) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    request = layout.request
    if request.compare == "target":
        compared = columns["target"]
        to = pc.if_else(pc.is_valid(compared), pa.scalar("target"), pa.scalar(None, pa.string()))
    else:
        compared = _float(kept, layout.name("compared", kpi.id))
        shift = _SHIFTS[request.compare or "previous"]
        earlier = [previous(request.calendar, one, request.grain, shift) for one in layout.plan.windows]
        to = periods.spread([one.label if one else None for one in earlier], pa.string())
    difference = pc.subtract(columns["value"], compared)
    base = pc.abs(compared)
    change = pc.divide(difference, pc.if_else(pc.equal(base, 0.0), pa.scalar(None, pa.float64()), base))
    return {"compared_to": to, "compared_value": compared, "difference": difference, "change": change}
