"""The rows of a scan, each with the window that it belongs to; payload columns are added as they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from kpidef.catalog.model import Source
from kpidef.expression.typed import Expression, Field
from kpidef.plan.nodes import Scan
from kpidef.sql.context import Context
from kpidef.sql.relation import Relation
from kpidef.sql.scalar import Names, Tree, elapsed, lower
from kpidef.sql.tree import alias, all_of, any_of, column, given, join, number, table, when

WINDOW, SLICE, OPENS, CLOSES = "_window", "_slice", "_opens", "_closes"
FROM, TO, EDGE = "_from", "_to", "_edge"


@dataclass(slots=True)
class Rows:
    """An inner query under way: `r` outside, the relation's own aliases inside."""

    context: Context
    scan: Scan
    relation: Relation = field(init=False)
    payload: dict[str, Tree] = field(default_factory=dict)
    others: str | None = None  # the table that says whether the row's entity has other rows at the edge
    only: int | None = None  # the one window that all the rows belong to
    is_alone: bool = False  # whether the row's entity has no other row at all
    instants: str | None = None  # the table of the instants that the rows' places are ranks of

    def __post_init__(self) -> None:
        extra = {one.name: one for one in self.scan.rollups}
        self.relation = Relation(self.context, self.source, extra, span=self.context.spans.get(self.scan.source))

    @property
    def source(self) -> Source:
        return self.context.catalog.sources[self.scan.source]

    def add(self, name: str, tree: Tree) -> Tree:
        """Give the rows a column; what it is called outside."""
        self.payload.setdefault(name, tree)
        return column(name, "r")

    def place(self, name: str = WINDOW) -> Tree:
        """The window that a row belongs to, as seen from outside."""
        return number(self.only) if self.only is not None else column(name, "r")

    def field(self, one: Field) -> Tree:
        """A column of the rows, as seen from outside."""
        name = "__".join((*one.path, one.column))
        if name not in self.payload:
            self.payload[name] = self.relation.field(one)
        return column(name, "r")

    def outside(self) -> Names:
        """The leaves of expressions over the finished rows."""
        return Names(self.context.zone, field=self.field, overlap=self._overlap)

    def inside(self, expression: Expression) -> Tree:
        """An expression over the rows as they are read."""
        return lower(expression, Names(self.context.zone, field=self.relation.field, overlap=self._overlap_inside))

    @property
    def interval_kind(self) -> str:
        """The type of the ends of the source's interval."""
        validity = self.source.validity
        assert validity is not None
        return self.source.columns[validity.start].type

    def bounds(self) -> tuple[Tree, Tree]:
        """The two ends of the source's interval, inside."""
        validity = self.source.validity
        assert validity is not None
        columns = self.source.columns
        return (
            self.relation.field(Field(validity.start, columns[validity.start].type)),
            self.relation.field(Field(validity.end, columns[validity.end].type)),
        )

    def query(self, conditions: list[Tree], windows: str | None = None, on: Tree | None = None) -> exp.Select:
        """The inner query, joined with a table of windows where there is one."""
        kept = [*conditions, *(self.inside(one) for one in self.scan.filters)]
        shown = [alias(tree, name) for name, tree in self.payload.items()]
        query = self.relation.select(shown or [alias(number(1), "one")], kept)
        if windows is not None:
            join(query, table(windows, "w"), on)
        return query

    def _overlap(self, unit: str) -> Tree:
        return self.add(f"_overlap_{unit}", self._overlap_inside(unit))

    def _overlap_inside(self, unit: str) -> Tree:
        start, end = self.bounds()
        opening, closing = column("starts", "w"), column("ends", "w")
        kind = self.source.columns[self.source.validity.start].type if self.source.validity else "date"
        first = when(exp.LT(this=start.copy(), expression=opening), opening.copy(), start)
        later = any_of([exp.Is(this=end.copy(), expression=exp.Null()), exp.GT(this=end.copy(), expression=closing)])
        assert later is not None
        return elapsed(first, when(later, closing.copy(), end), kind, unit)


def true_at(start: Tree, end: Tree, instant: Tree) -> Tree:
    """Whether an interval is true just before an instant: the left limit."""
    lasts = any_of(
        [exp.Is(this=end.copy(), expression=exp.Null()), exp.GTE(this=end.copy(), expression=instant.copy())]
    )
    assert lasts is not None
    both = all_of([exp.LT(this=start.copy(), expression=instant.copy()), lasts])
    assert both is not None
    return both


def _unbounded(edge: Tree, mixed: bool) -> list[Tree]:
    return [exp.Is(this=edge.copy(), expression=exp.Null())] if mixed else []


def true_between(start: Tree, end: Tree, opening: Tree | None, closing: Tree | None, mixed: bool = False) -> Tree:
    """Whether an interval is true at some time of a window; an interval that ends before it starts never is.

    `mixed` windows have that end, or have it not: a null edge is no bound.
    """
    unending = exp.Is(this=end.copy(), expression=exp.Null())
    well_formed = any_of([unending.copy(), exp.GTE(this=end.copy(), expression=start.copy())])
    parts: list[Tree | None] = [given(start.copy()), well_formed]
    if closing is not None:
        parts.append(any_of([*_unbounded(closing, mixed), exp.LT(this=start.copy(), expression=closing)]))
    if opening is not None:
        parts.append(any_of([unending, *_unbounded(opening, mixed), exp.GT(this=end.copy(), expression=opening)]))
    both = all_of(one for one in parts if one is not None)
    assert both is not None
    return both
