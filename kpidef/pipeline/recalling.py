"""A table of results -> the tidy rows of a question, as far as the table has them by the present definitions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpidef.calendar import Window
from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError, Problems
from kpidef.errors.request import NotStored, StoredOtherwise, StoreKeepsNot
from kpidef.errors.warehouse import StoreMissing
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.connecting import opened
from kpidef.pipeline.stored import COLUMNS, check_table, cut_of, day_of, filters_of, version_kept
from kpidef.pipeline.timing import timed
from kpidef.plan.build import build
from kpidef.plan.nodes import Plan
from kpidef.plan.request import Request
from kpidef.report.layout import KEYS, RESERVED, VALUES
from kpidef.report.result import Kind, Ran, Result
from kpidef.report.together import together
from kpidef.report.verdict import is_own_period, target_of, verdicts

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Warehouse

_SHOWN = 3
_READ: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "timestamptz": datetime.fromisoformat,
    "decimal": Decimal,
}
Row = dict[str, Any]


def run_stored(
    project: Project,
    questions: Sequence[Question],
    table: str,
    connection: str | Warehouse | None = None,
    timeout: float | None = None,
) -> Result:
    """The tidy rows that the table keeps; a KPI that it does not have is told in `errors`, raised where none is."""
    requests = [read_request(one, project.catalog, project.calendar, project.now()) for one in questions]
    for request in requests:
        _check_kept(request)
    results: list[Result] = []
    errors: list[KpidefError] = []
    with opened(project, connection, timeout) as warehouse:
        if not check_table(warehouse, table):
            raise StoreMissing(table=table)
        for request in requests:
            found, told = _Recall(project, request, build(request), table).answer(warehouse)
            results += found
            errors += told
    if not results:
        raise errors[0] if len(errors) == 1 else Problems(errors)
    names = list(dict.fromkeys(text.value for request in requests for text in request.by))
    answered = together(results, names)
    return Result(answered.table, answered.kinds, answered.labels, tuple(errors), answered.statements, project.locale)


def _check_kept(request: Request) -> None:
    """Refuse what only the rows themselves can tell."""
    if request.compare is not None:
        raise _kept_not(
            "--compare", "elle garde les valeurs", "it keeps the values", "sans --compare", "without --compare"
        )
    if request.measures:
        raise _kept_not(
            "--measures",
            "elle ne garde pas les mesures",
            "it keeps no measure",
            "sans --measures",
            "without --measures",
        )
    if request.by and not request.sparse:
        said = "elle garde, par période, les groupes qui y ont des lignes", "it keeps the groups that each period has"
        raise _kept_not("--by", *said, "avec --sparse", "with --sparse")
    if any(text.value != "all" for text in request.totals):
        raise _kept_not(
            "--total", "elle garde le total de tout", "it keeps the grand total", "avec --total all", "with --total all"
        )


def _kept_not(option: str, reason_fr: str, reason_en: str, next_fr: str, next_en: str) -> StoreKeepsNot:
    return StoreKeepsNot(
        option=option,
        reason_fr=reason_fr,
        reason_en=reason_en,
        next_fr=f"demandez {next_fr}, ou retirez --from-store",
        next_en=f"ask {next_en}, or leave --from-store out",
    )


@dataclass(frozen=True, slots=True)
class _Recall:
    project: Project
    request: Request
    plan: Plan
    table: str

    def answer(self, warehouse: Warehouse) -> tuple[list[Result], list[KpidefError]]:
        """A result for each KPI that the table has whole, and why not for the others."""
        from kpidef.sql.materialize import rows_kept

        grain = self.request.grain.value if self.request.grain is not None else ""
        equal = {"cut": cut_of(self.plan), "filters": filters_of(self.request), "grain": grain}
        kpis = [kpi.id for kpi in self.request.kpis]
        sql = rows_kept(self.table, [name for name, _ in COLUMNS], kpis, equal, warehouse.dialect)
        kept, ran = timed(warehouse, sql)
        rows = kept.to_pylist()
        found: list[Result] = []
        errors: list[KpidefError] = []
        for kpi in self.request.kpis:
            own = [row for row in rows if row["kpi"] == kpi.id]
            refusal = self._refusal(kpi, own)
            if refusal is None:
                found.append(self._result(kpi, own, ran))
            else:
                errors.append(refusal)
        return found, errors

    def _refusal(self, kpi: Kpi, rows: Iterable[Row]) -> KpidefError | None:
        known = {row["period"]: row for row in rows}
        lacking = [one.label for one in self.request.windows if one.label not in known or _moved(known[one.label], one)]
        if lacking:
            by = ", ".join(text.value for text in self.request.by)
            cut_fr, cut_en = (f" par {by}", f" by {by}") if by else ("", "")
            periods = _shortened(lacking)
            return NotStored(table=self.table, kpi=kpi.id, periods=periods, cut_fr=cut_fr, cut_en=cut_en)
        labels = [one.label for one in self.request.windows]
        version = version_kept(kpi, self.request, self.plan)
        other = [label for label in labels if known[label]["version"] != version]
        if other:
            stored = known[other[0]]["version"]
            fields = {"stored": stored, "version": version, "periods": _shortened(other)}
            return StoredOtherwise(table=self.table, kpi=kpi.id, **fields)
        return None

    def _result(self, kpi: Kpi, rows: Sequence[Row], ran: Ran) -> Result:
        import pyarrow as pa

        rank = {one.label: at for at, one in enumerate(self.request.windows)}
        shown = [_line(row, self.plan) for row in rows if row["period"] in rank and self._is_asked(row)]
        names = [_shown(one.column, one.name) for one in self.plan.dimensions]
        shown.sort(key=lambda row: (rank[row["period"]], len(row["rolled_up"]), *(_order(row[one]) for one in names)))
        windows = [self.request.windows[rank[row["period"]]] for row in shown]
        kinds: dict[str, Kind] = {
            **dict.fromkeys(KEYS, "key"),
            **dict.fromkeys(names, "dimension"),
            "rolled_up": "rolled_up",
            **dict.fromkeys(VALUES, "value"),
        }
        table = pa.Table.from_pylist(shown, schema=_schema(self.plan, names))
        labels = {kpi.id: kpi.label} | {one.name: one.label for one in self.plan.dimensions if one.label}
        return Result(_judged(table, kpi, windows, self.project).select(list(kinds)), kinds, labels, (), (ran,))

    def _is_asked(self, row: Row) -> bool:
        """The lines of the groups; the total's too where it is asked for."""
        return row["rolled_up"] == "[]" or bool(self.request.totals)


def _moved(row: Row, window: Window) -> bool:
    """Whether the calendar has changed since: the label is the same, and the days are others."""
    return (row["period_start"], row["period_end"]) != (day_of(window.start), day_of(window.end))


def _shortened(labels: Sequence[str]) -> str:
    more = f", … ({len(labels)})" if len(labels) > _SHOWN else ""
    return ", ".join(labels[:_SHOWN]) + more


def _line(row: Row, plan: Plan) -> Row:
    """A line of the table as a line of a result."""
    held, rolled = json.loads(row["dimensions"]), json.loads(row["rolled_up"])
    names = {one.column: _shown(one.column, one.name) for one in plan.dimensions}
    read = {names[one.column]: _value(held.get(one.column), one.type) for one in plan.dimensions}
    return {**row, **read, "rolled_up": [names[one.column] for one in plan.dimensions if one.column in rolled]}


def _shown(column: str, name: str) -> str:
    return column if name in RESERVED else name


def _value(held: object, kind: str) -> object:
    return _READ[kind](held) if kind in _READ and isinstance(held, str) else held


def _order(value: Any) -> tuple[bool, Any]:  # noqa: ANN401 - a dimension's value is of any type
    """By code point, null last."""
    return (True, 0) if value is None else (False, value)


def _judged(table: pa.Table, kpi: Kpi, windows: Sequence[Window], project: Project) -> pa.Table:
    """The targets and verdicts of today: they are texts of the definition, and no part of its version."""
    import pyarrow as pa

    calendar = project.calendar
    targets = pa.array([target_of(kpi, one, calendar) for one in windows], pa.float64())
    own = pa.array([is_own_period(kpi, one, calendar) for one in windows], pa.bool_())
    judged = verdicts(kpi, table.column("value").combine_chunks(), targets, own)
    return table.append_column("target", targets).append_column("verdict", judged)


def _schema(plan: Plan, names: Sequence[str]) -> pa.Schema:
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {
        "integer": pa.int64(),
        "float": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "timestamptz": pa.timestamp("us", "UTC"),
        "decimal": pa.decimal128(38, 10),
    }
    return pa.schema(
        [
            ("kpi", pa.string()),
            ("period", pa.string()),
            ("period_start", pa.date32()),
            ("period_end", pa.date32()),
            *((name, kinds.get(one.type, pa.string())) for name, one in zip(names, plan.dimensions, strict=True)),
            ("rolled_up", pa.list_(pa.string())),
            *((name, pa.float64()) for name in ("value", "numerator", "denominator")),
            ("unit", pa.string()),
            ("complete", pa.bool_()),
            ("mature", pa.bool_()),
            ("null_reason", pa.string()),
        ]
    )
