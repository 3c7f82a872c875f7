"""A plan -> one statement: the tables, the grid of periods and combinations, and the formulas over the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Calendar
from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog
from kpidef.expression.typed import Expression, Field, Term
from kpidef.expression.walk import walk
from kpidef.plan.nodes import CellColumn, Level, Output, Plan
from kpidef.plan.shape import Shape, asked_instants
from kpidef.plan.span_read import spans_read
from kpidef.sql.aggregate import known_value
from kpidef.sql.cells import empty_line, lower_cells
from kpidef.sql.context import Context, Periods
from kpidef.sql.history import History
from kpidef.sql.keys import Keys, keys_of
from kpidef.sql.name import fitted
from kpidef.sql.oldest import oldest_day
from kpidef.sql.periods import period_table
from kpidef.sql.relation import Relation
from kpidef.sql.render import assembled, written
from kpidef.sql.rollup import build_rollup, build_view
from kpidef.sql.scalar import Names, Tree, lower
from kpidef.sql.tree import (
    alias,
    cast,
    column,
    group,
    join,
    null,
    number,
    select,
    subquery,
    table,
    text,
    when,
    where,
    zero_if_null,
)
from kpidef.sql.zone import local_time, timeless


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of the statement's result: what it is (`role`), and of which KPI, dimension, measure or source."""

    name: str
    role: str
    kpi: str = ""
    key: str = ""
    type: str = ""  # of a dimension or a measure: an engine may answer with another


@dataclass(frozen=True, slots=True)
class Statement:
    """One SELECT, in a dialect, and what its columns are."""

    sql: str
    dialect: str
    columns: tuple[OutputColumn, ...]


def compile(  # noqa: A001 - the verb of the stage
    plan: Plan,
    catalog: Catalog,
    bindings: Mapping[str, Binding],
    calendar: Calendar,
    as_of: datetime,
    dialect: str = "duckdb",
    detail: bool = True,
    history: History | None = None,
    shape: Shape | None = None,
) -> Statement:
    """The plan's statement. `detail` adds what null reasons and sparse results are found from.

    Every `shape` gives the same rows: it is there to be compared with the one that the plan would take.

    Raises the coded errors 4xx of what the dialect can't say.
    """
    query, columns = neutral(plan, catalog, bindings, calendar, as_of, dialect, detail, history, shape)
    return Statement(written(query, plan, dialect), dialect, columns)


def neutral(
    plan: Plan,
    catalog: Catalog,
    bindings: Mapping[str, Binding],
    calendar: Calendar,
    as_of: datetime,
    dialect: str,
    detail: bool,
    history: History | None = None,
    shape: Shape | None = None,
) -> tuple[exp.Query, tuple[OutputColumn, ...]]:
    """The statement's tree before any dialect rewrites it, and its columns."""
    known = [bound for window in plan.windows for bound in (window.start, window.end) if bound is not None]
    zone = local_time(calendar, known, as_of) if history is None else timeless(calendar)
    context = Context(catalog, bindings, zone, dialect, build_rollup, build_view, history=history)
    context.instants, context.forced = asked_instants(plan), shape
    context.spans = spans_read(plan) if history is None else {}
    named = {one.name: one for one in plan.cells.columns}
    query, columns = _Writer(context, plan, keys_of(plan.cells), named, detail).write()
    return assembled(query, context), columns


@dataclass(slots=True)
class _Writer:
    context: Context
    plan: Plan
    keys: Keys
    named: Mapping[str, CellColumn]  # the cells' columns
    detail: bool

    def write(self) -> tuple[exp.Query, tuple[OutputColumn, ...]]:
        """The final SELECT over the cells; every table that it needs is in the context."""
        periods = Periods(self.context.define("periods", exp.Select()), self.plan.windows)
        self.context.periods = periods
        cells = self._cells(periods)
        outputs = [*self._places(periods), *self._values(), *self._checks()]
        query = select([alias(tree, one.name) for tree, one in outputs], table(cells, "c"))
        if not self.detail:
            on = exp.EQ(this=column("period", "p"), expression=column("period", "c"))
            join(query, periods.table(), on)
        self._finish(periods)
        if self.context.history is not None and self.keys.dimensions:
            where(query, [exp.GT(this=self._seen(output), expression=number(0)) for output in self.plan.outputs])
        query = self._shown(query, [one for _, one in outputs])
        return query, tuple(one for _, one in outputs)

    @property
    def _has_every_line(self) -> bool:
        """Whether each combination that is seen is seen in each period: there is one, and no line sums over others."""
        return len(self.plan.windows) == 1 and len(self.plan.cells.levels) == 1 and self.context.history is None

    def _finish(self, periods: Periods) -> None:
        """Define the table of periods, now that every column of it has been asked for."""
        history = self.context.history
        if history is not None:
            is_made = history.table is None and history.first is None
            oldest = oldest_day(self.context, self.plan) if is_made else None
            self.context.tables[periods.name] = history.periods(oldest)
        elif periods.is_read:
            self.context.tables[periods.name] = period_table(periods, self.context.dialect)
        else:
            del self.context.tables[periods.name]

    def _cells(self, periods: Periods) -> str:
        if not self.keys.dimensions:
            return lower_cells(self.context, self.plan.cells, lambda typed: self._period_grid(periods, typed))
        if self.plan.sparse:
            has_total = () in self.plan.levels
            grid = (lambda typed: self._grand_total(periods, typed)) if has_total else None
            return lower_cells(self.context, self.plan.cells, grid)
        if self._has_every_line:
            return lower_cells(self.context, self.plan.cells)
        return self._dense(lower_cells(self.context, self.plan.cells), periods)

    def _period_grid(self, periods: Periods, typed: bool) -> exp.Query:
        known: dict[str, Tree] = {"period": periods.column("period")}
        return empty_line(self.plan.cells, self.keys, known, periods.table(), typed)

    def _dense(self, cells: str, periods: Periods) -> str:
        """Every combination in every period; a combination's line without rows holds nulls."""
        names = [*self.keys.level, "period", *self.keys.cut]
        combinations = self._combinations(cells)
        known: dict[str, Tree] = {name: column(name, "k") for name in (*self.keys.level, *self.keys.cut)}
        known["period"] = periods.column("period")
        grid = empty_line(self.plan.cells, self.keys, known, periods.table())
        join(grid, subquery(combinations, "k"), None)
        own = [one.name for one in self.plan.cells.columns]
        lines = select([column(name, "x") for name in (*names, *own)], table(cells, "x"))
        both = [grid, lines]
        if () in self.plan.levels:
            both.append(self._grand_total(periods))
        query = select(
            [
                *(column(name, "f") for name in names),
                *(alias(known_value(column(one.name, "f"), one.type), one.name) for one in self.plan.cells.columns),
            ],
            subquery(_union(both), "f"),
        )
        return self.context.define("lines", group(query, [column(name, "f") for name in names]))

    def _combinations(self, cells: str) -> exp.Query:
        """The combinations seen, once each; a line that sums over others is there with them."""
        found = [self._seen_keys(cells, None)]
        found += [self._seen_keys(cells, level) for level in self.plan.levels[1:] if level]
        if len(found) == 1:
            found[0].set("distinct", exp.Distinct())
            return found[0]
        return exp.Union(this=_union(found[:-1]), expression=found[-1], distinct=True)

    def _seen_keys(self, cells: str, level: Level | None) -> exp.Select:
        """The keys of the cells; those of a coarser level, from the lines that it sums over."""
        if level is None:
            return select([column(name, "x") for name in (*self.keys.level, *self.keys.cut)], table(cells, "x"))
        kept = [
            alias(column(name, "x") if rank in level else null(one.type), name)
            for rank, (name, one) in enumerate(zip(self.keys.dimensions, self.plan.dimensions, strict=True))
        ]
        query = select([alias(number(self.plan.cells.levels.index(level)), "level"), *kept], table(cells, "x"))
        return where(query, [exp.EQ(this=column("level", "x"), expression=number(0))])

    def _grand_total(self, periods: Periods, typed: bool = True) -> exp.Select:
        level = number(self.plan.cells.levels.index(()))
        known: dict[str, Tree] = {"period": periods.column("period"), "level": level}
        return empty_line(self.plan.cells, self.keys, known, periods.table(), typed)

    def _places(self, periods: Periods) -> list[tuple[Tree, OutputColumn]]:
        places: list[tuple[Tree, OutputColumn]] = []
        if self.detail:
            places.append((column("period", "c"), OutputColumn("period_index", "period_index")))
        else:
            places += [
                (periods.column("label"), OutputColumn("period", "period")),
                (periods.column("starts"), OutputColumn("period_start", "period_start")),
                (periods.column("ends"), OutputColumn("period_end", "period_end")),
            ]
        if self.detail:
            level = column("level", "c") if self.keys.level else number(0)
            places.append((level, OutputColumn("level", "level")))
        kinds = self.plan.cells.dimensions
        for name, one, kind in zip(self.keys.dimensions, self.plan.dimensions, kinds, strict=True):
            # Not every engine takes a dot in a result's column.
            shown = fitted(one.name.replace(".", "_"))
            places.append((column(name, "c"), OutputColumn(shown, "dimension", key=one.name, type=kind)))
        if self.keys.level and not self.detail:
            places.append((self._rolled_up(), OutputColumn("rolled_up", "rolled_up")))
        return places

    def _rolled_up(self) -> Tree:
        """The dimensions that a line sums over, so that a total is never taken for the null group."""
        cases = []
        for level in self.plan.levels:
            here = exp.EQ(this=column("level", "c"), expression=number(self.plan.cells.levels.index(level)))
            names = [one.name for rank, one in enumerate(self.plan.dimensions) if rank not in level]
            cases.append(exp.If(this=here, true=text(", ".join(names))))
        return exp.Case(ifs=cases)

    def _values(self) -> list[tuple[Tree, OutputColumn]]:
        found: list[tuple[Tree, OutputColumn]] = []
        single = len(self.plan.outputs) == 1
        for output in self.plan.outputs:
            kpi = output.kpi.id
            parts: list[tuple[str, Expression | None]] = [
                ("value", output.value),
                ("numerator", output.numerator),
                ("denominator", output.denominator),
                ("compared", output.compared),
            ]
            for role, expression in parts:
                if expression is not None:
                    name = role if single else (kpi if role == "value" else f"{kpi}__{role}")
                    tree = _double(self._formula(expression))
                    found.append((tree, OutputColumn(fitted(name), role, kpi)))
            if self.detail:
                found += self._details(output, single)
        if self.detail:
            found += [
                (self._term(one), OutputColumn(_cell_name(one.name), "cell", key=one.name)) for one in self._inputs()
            ]
        return found

    def _inputs(self) -> list[Term]:
        """What the formulas are computed from: the cells' columns, and those read on another level."""
        own = [Term(one.name, one.type) for one in self.plan.cells.columns]
        formulas = [one for output in self.plan.outputs for one in walk(output.value)]
        return [*own, *dict.fromkeys(one for one in formulas if isinstance(one, Term) and "@" in one.name)]

    def _details(self, output: Output, single: bool) -> list[tuple[Tree, OutputColumn]]:
        kpi = output.kpi.id
        stem = "" if single else f"{kpi}__"
        found: list[tuple[Tree, OutputColumn]] = [
            (self._formula(one), OutputColumn(fitted(f"measure_{stem}{name}"), "measure", kpi, name, one.type))
            for name, one in output.measures
        ]
        if output.seen:
            found.append((self._seen(output), OutputColumn(fitted(f"seen_{kpi}"), "seen", kpi)))
        return found

    def _seen(self, output: Output) -> Tree:
        rows = zero_if_null(column(output.seen[0], "c"))
        for name in output.seen[1:]:
            rows = exp.Add(this=rows, expression=zero_if_null(column(name, "c")))
        if self.plan.sparse or self._has_every_line:
            return rows
        return exp.Window(
            this=exp.Max(this=rows),
            partition_by=[column(name, "c") for name in (*self.keys.level, *self.keys.cut)],
            over="OVER",
        )

    def _checks(self) -> list[tuple[Tree, OutputColumn]]:
        found: list[tuple[Tree, OutputColumn]] = []
        for source in self.context.joined:
            if not self.context.bindings[source].unique_trusted:
                name = fitted(f"duplicated_{source}")
                found.append((_duplicates(self.context, source), OutputColumn(name, "duplicates", key=source)))
        return found

    def _formula(self, expression: Expression) -> Tree:
        return lower(expression, Names(self.context.zone, term=self._term))

    def _term(self, term: Term) -> Tree:
        name, _, placed = term.name.partition("@")
        if not placed and "@" not in term.name:
            return self._filled(name, column(name, "c"))
        wanted = tuple(int(rank) for rank in placed.split(",") if rank)
        branches = [(shown, self._elsewhere(name, shown, wanted)) for shown in self.plan.levels]
        if len(branches) == 1:
            return self._filled(name, branches[0][1])
        cases = [
            exp.If(
                this=exp.EQ(this=column("level", "c"), expression=number(self.plan.cells.levels.index(shown))),
                true=tree,
            )
            for shown, tree in branches
        ]
        return self._filled(name, exp.Case(ifs=cases))

    def _elsewhere(self, name: str, shown: Level, wanted: Level) -> Tree:
        """The column on the coarser level, spread over the lines that it sums."""
        level = tuple(index for index in shown if index in wanted)
        value: Tree = column(name, "c")
        if self.keys.level:
            here = exp.EQ(this=column("level", "c"), expression=number(self.plan.cells.levels.index(level)))
            value = when(here, value)
        kept = [column(self.keys.dimensions[index], "c") for index in level]
        return exp.Window(
            this=known_value(value, self.named[name].type), partition_by=[column("period", "c"), *kept], over="OVER"
        )

    def _filled(self, name: str, tree: Tree) -> Tree:
        one = self.named[name]
        filled = zero_if_null(tree) if one.empty == 0 else tree
        if not one.missing:
            return filled
        listed = exp.In(this=column("period", "c"), expressions=[number(index) for index in one.missing])
        return when(exp.Not(this=listed), filled)

    def _shown(self, query: exp.Select, columns: list[OutputColumn]) -> exp.Select:
        """Only the levels that were asked for; those of totals alone stay inside."""
        hidden = len(self.plan.cells.levels) > len(self.plan.levels)
        if hidden:
            if not self.detail:
                query.append("expressions", column("level", "c"))
            inner = subquery(query, "o")
            query = select([column(one.name, "o") for one in columns], inner)
            shown = [number(self.plan.cells.levels.index(level)) for level in self.plan.levels]
            where(query, [exp.In(this=column("level", "o"), expressions=shown)])
        if not self.detail and self.context.history is None:
            order = [column(one.name) for one in columns if one.role in ("period_start", "rolled_up", "dimension")]
            query.set("order", exp.Order(expressions=[exp.Ordered(this=one, nulls_first=False) for one in order]))
        return query


def _double(tree: Tree) -> Tree:
    """The value as a double; a division is one already."""
    return tree if isinstance(tree, exp.Div) else cast(tree, "float")


def _cell_name(name: str) -> str:
    return fitted(f"cell_{name.replace('@', '_over_').replace(',', '_')}")


def _union(queries: list[exp.Select]) -> exp.Query:
    first: exp.Query = queries[0]
    for other in queries[1:]:
        first = exp.Union(this=first, expression=other, distinct=False)
    return first


def _duplicates(context: Context, source: str) -> Tree:
    """How many keys of a joined source are there more than once."""
    logical = context.catalog.sources[source]
    relation = Relation(context, logical)
    keys = [relation.field(Field(name, logical.columns[name].type)) for name in logical.key]
    known = [exp.Not(this=exp.Is(this=key.copy(), expression=exp.Null())) for key in keys]
    repeated = relation.select([alias(number(1), "one")], known)
    group(repeated, keys)
    repeated.set("having", exp.Having(this=exp.GT(this=exp.Count(this=exp.Star()), expression=number(1))))
    counted = select([exp.Count(this=exp.Star())], subquery(repeated, "repeated"))
    return exp.Subquery(this=counted)
