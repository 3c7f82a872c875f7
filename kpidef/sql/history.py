"""Periods that the engine makes itself, over the whole history: what a view reads where a request has literals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from kpidef.calendar import Calendar, Duration, Grain
from kpidef.plan.nodes import Scan
from kpidef.plan.role import Edge, Role, Roles
from kpidef.sql.tree import alias, cast, column, moment, null, number, select, subquery, table, text, union, where

# Window j of period p is numbered p + j * STRIDE: the first of each scan bears its period's number.
STRIDE = 1_000_000
_STEPS = {Grain.DAY: (1, "DAY"), Grain.WEEK: (7, "DAY"), Grain.MONTH: (1, "MONTH"), Grain.QUARTER: (3, "MONTH"),
          Grain.SEMESTER: (6, "MONTH"), Grain.YEAR: (12, "MONTH")}  # fmt: skip
_TRUNCATED = {Grain.DAY: "DAY", Grain.WEEK: "WEEK", Grain.MONTH: "MONTH", Grain.QUARTER: "QUARTER",
              Grain.SEMESTER: "YEAR", Grain.YEAR: "YEAR"}  # fmt: skip
_OWN_YEAR = (Grain.QUARTER, Grain.SEMESTER, Grain.YEAR)


@dataclass(frozen=True, slots=True)
class History:
    """The complete periods of a grain: from a first day, else from the oldest row, to the observation.

    `today` is a fixed observation; without it the engine's clock says what is complete. `table` is a calendar table
    with the columns period, starts and ends.
    """

    grain: Grain
    calendar: Calendar
    roles: Roles
    first: date | None
    today: date | None
    table: str | None = None

    def periods(self, oldest: exp.Expr | None) -> exp.Select:
        """The table of periods: (period, label, starts, ends)."""
        if self.table is not None:
            given = [alias(cast(column(name, "t"), "date"), name) for name in ("starts", "ends")]
            source = select([alias(cast(column("period", "t"), "text"), "label"), *given], table(self.table, "t"))
        else:
            source = self._generated(oldest)
        rank = exp.Window(
            this=exp.RowNumber(), order=exp.Order(expressions=[exp.Ordered(this=column("starts", "d"))]), over="OVER"
        )
        query = select(
            [
                alias(exp.Sub(this=rank, expression=number(1)), "period"),
                *(column(name, "d") for name in ("label", "starts", "ends")),
            ],
            subquery(source, "d"),
        )
        kept: list[exp.Expr] = [exp.LTE(this=column("ends", "d"), expression=self._today())]
        if self.table is not None and self.first is not None:
            kept.append(exp.GTE(this=column("starts", "d"), expression=moment(self.first, "date")))
        return where(query, kept)

    def windows(self, scan: Scan, read: Sequence[int], periods: str, kind: str) -> exp.Query:
        """The windows of a scan, of every period: (w, starts, ends, how old a photo may be)."""
        return union([self._window(self.roles[scan.name, index], index, scan, periods, kind) for index in read])

    def routes(self, pairs: Sequence[tuple[int, int]], periods: str) -> exp.Query:
        """Which window each period reads, for these pairs (rank of the period's reading, index of the window)."""
        return union(
            [
                select([alias(_numbered(rank), "period"), alias(_numbered(index), "w")], table(periods, "p"))
                for rank, index in pairs
            ]
        )

    def _generated(self, oldest: exp.Expr | None) -> exp.Select:
        count, unit = _STEPS[self.grain]
        first = moment(self.first, "date") if self.first is not None else oldest
        assert first is not None
        series = exp.GenerateSeries(start=self._truncated(first), end=self._today(), step=_interval(count, unit))
        made = select([alias(exp.Unnest(expressions=[series]), "starts")])
        days = select([alias(cast(column("starts", "g"), "date"), "starts")], subquery(made, "g"))
        start = column("starts", "s")
        end = cast(exp.Add(this=start.copy(), expression=_interval(count, unit)), "date")
        return select([alias(self._label(start), "label"), start.copy(), alias(end, "ends")], subquery(days, "s"))

    def _truncated(self, day: exp.Expr) -> exp.Expr:
        moved = self._in_own_year(day) if self.grain in _OWN_YEAR else day
        cut = cast(exp.TimestampTrunc(this=moved, unit=exp.var(_TRUNCATED[self.grain])), "date")
        months = self.calendar.year_start[0] - 1
        if self.grain not in _OWN_YEAR or not months:
            return cut
        return cast(exp.Add(this=cut, expression=_interval(months, "MONTH")), "date")

    def _in_own_year(self, day: exp.Expr) -> exp.Expr:
        """The day as the project's year counts: in its first month it is January."""
        return _earlier(day, Edge("start", months=self.calendar.year_start[0] - 1))

    def _label(self, start: exp.Expr) -> exp.Expr:
        match self.grain:
            case Grain.DAY:
                return exp.TimeToStr(this=start.copy(), format=text("%Y-%m-%d"))
            case Grain.WEEK:
                return exp.TimeToStr(this=start.copy(), format=text("%G-S%V"))
            case Grain.MONTH:
                return exp.TimeToStr(this=start.copy(), format=text("%Y-%m"))
            case _:
                return self._label_in_year(self._in_own_year(start.copy()))

    def _label_in_year(self, day: exp.Expr) -> exp.Expr:
        named = day
        if self.calendar.is_fiscal:
            named = cast(exp.Add(this=day.copy(), expression=_interval(1, "YEAR")), "date")
        year = exp.TimeToStr(this=named, format=text("EX%Y" if self.calendar.is_fiscal else "%Y"))
        if self.grain is Grain.YEAR:
            return year
        months, letter = (3, "-T") if self.grain is Grain.QUARTER else (6, "-H")
        month = exp.Sub(this=exp.Extract(this=exp.var("MONTH"), expression=day.copy()), expression=number(1))
        rank = exp.Floor(this=exp.Div(this=cast(exp.Paren(this=month), "float"), expression=number(months)))
        place = cast(exp.Add(this=cast(rank, "integer"), expression=number(1)), "text")
        return exp.DPipe(this=exp.DPipe(this=year, expression=text(letter)), expression=place)

    def _today(self) -> exp.Expr:
        if self.today is not None:
            return moment(self.today, "date")
        return local_day(exp.CurrentTimestamp(), "timestamptz", self.calendar.timezone)

    def _window(self, role: Role, index: int, scan: Scan, periods: str, kind: str) -> exp.Select:
        edges = {"starts": role.start, "ends": role.end}
        shown = [alias(self._edge(edge, kind), name) for name, edge in edges.items()]
        if scan.stale_after is not None:
            stale = scan.stale_after
            shown += [alias(self._edge(edge, kind, stale), f"stale_{name}") for name, edge in edges.items()]
        return select([alias(_numbered(index), "w"), *shown], table(periods, "p"))

    def _edge(self, edge: Edge | None, kind: str, before: Duration | None = None) -> exp.Expr:
        if edge is None:
            return null(kind)  # type: ignore[arg-type]
        day = self._day(edge)
        if before is not None:
            unit = {"month": "MONTH", "year": "YEAR"}.get(before.unit, "DAY")
            day = cast(exp.Sub(this=day, expression=_interval(before.count, unit)), "date")
        return _bound(day, kind, self.calendar.timezone)

    def _day(self, edge: Edge) -> exp.Expr:
        if edge.base != "year":
            return _earlier(column("starts" if edge.base == "start" else "ends", "p"), edge)
        last = cast(exp.Sub(this=column("ends", "p"), expression=_interval(1, "DAY")), "date")
        opening = cast(exp.TimestampTrunc(this=self._in_own_year(last), unit=exp.var("YEAR")), "date")
        months = self.calendar.year_start[0] - 1
        return cast(exp.Add(this=opening, expression=_interval(months, "MONTH")), "date") if months else opening


def local_day(value: exp.Expr, kind: str, timezone: str) -> exp.Expr:
    """The local day of a date, a wall-clock time or an instant."""
    local = exp.AtTimeZone(this=value, zone=text(timezone)) if kind == "timestamptz" else value
    return cast(local, "date")


def _numbered(index: int) -> exp.Expr:
    period = column("period", "p")
    return exp.Add(this=period, expression=number(index * STRIDE)) if index else period


def _earlier(day: exp.Expr, edge: Edge) -> exp.Expr:
    for count, unit in ((edge.months, "MONTH"), (edge.days, "DAY")):
        if count:
            day = cast(exp.Sub(this=day, expression=_interval(count, unit)), "date")
    return day


def _interval(count: int, unit: str) -> exp.Interval:
    return exp.Interval(this=text(str(count)), unit=exp.var(unit))


def _bound(day: exp.Expr, kind: str, timezone: str) -> exp.Expr:
    """A local midnight as a date, a wall-clock time or an instant."""
    if kind == "date":
        return day
    local = cast(day, "timestamp")
    return local if kind == "timestamp" else exp.AtTimeZone(this=local, zone=text(timezone))
