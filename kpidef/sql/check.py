"""The statements that look at bound tables: do their columns answer, and what is wrong in their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Calendar
from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog, Source
from kpidef.expression.typed import Field
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.dialects.apply import adapted, text_of
from kpidef.sql.physical import Conversion, conversion, physical_column, physical_filters, physical_table
from kpidef.sql.relation import Relation
from kpidef.sql.rollup import build_rollup, build_view
from kpidef.sql.tree import alias, cast, given, group, number, select, subquery, text, when, where
from kpidef.sql.zone import local_time

Tree = exp.Expression
ROWS, NULL_KEYS, REVERSED, NULL_DATES, DUPLICATES, ORPHANS = (
    "rows",
    "null_keys",
    "reversed",
    "null_dates",
    "duplicates",
    "orphans",
)
# A time of day, then an offset or a zone: without it, an engine takes a text for a time of its own zone.
_ZONED = r":[0-9]{2}([.,][0-9]+)? ?([Zz]|[+-][0-9]{1,2}(:?[0-9]{2})*|[A-Za-z].*)$"
_TRIES = frozenset({"duckdb"})  # engines that can try a conversion, and read what is in CSV files


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the statements are written for."""

    catalog: Catalog
    bindings: Mapping[str, Binding]
    calendar: Calendar
    as_of: datetime
    dialect: str

    def probe(self, source: Source, names: Iterable[str]) -> str:
        """No row, but the types of these stored columns; it fails where one of them cannot be read."""
        context = self._context()
        columns = [alias(physical_column(context, source, name, "t"), name) for name in names]
        query = select(columns or [alias(number(1), "one")], physical_table(context, source, "t"))
        return self._text(where(query, physical_filters(context, source, "t")).limit(0), context)

    def converted(self, source: Source, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the stored columns that the binding converts, on an engine that can try to."""
        if self.dialect not in _TRIES:
            return ()
        context = self._context()
        return tuple(name for name in names if conversion(context, source, name, "t") is not None)

    def values(self, source: Source, names: Iterable[str]) -> str:
        """One row: what of the converted columns does not read, or reads in no zone; see `count_names`."""
        context = self._context()
        counted: list[exp.Expr] = []
        for rank, name in enumerate(names):
            found = conversion(context, source, name, "t")
            assert found is not None
            counted += _misread(found, rank)
        query = select([alias(_count_rows(), ROWS), *counted], physical_table(context, source, "t"))
        return self._text(where(query, physical_filters(context, source, "t")), context)

    def counts(self, source: Source) -> str:
        """One row of counts: `rows`, and where the source declares them `null_keys`, `reversed`, `null_dates`."""
        context = self._context()
        relation = Relation(context, source)
        conditions = {
            NULL_KEYS: _any_null(relation, source.key),
            REVERSED: _reversed(relation),
            NULL_DATES: _any_null(relation, date_columns(source)),
        }
        counted = [alias(_count_where(one), name) for name, one in conditions.items() if one is not None]
        return self._text(relation.select([alias(_count_rows(), ROWS), *counted]), context)

    def duplicates(self, source: Source) -> str:
        """How many values of the key several rows bear, as `duplicates`."""
        context = self._context()
        relation = Relation(context, source)
        keys = [relation.field(_field(source, name)) for name in source.key]
        rows = relation.select([alias(number(1), "one")], [given(key.copy()) for key in keys])
        grouped = group(rows, [key.copy() for key in keys])
        grouped.set("having", exp.Having(this=exp.GT(this=_count_rows(), expression=number(1))))
        return self._text(select([alias(_count_rows(), DUPLICATES)], subquery(grouped, "k")), context)

    def orphans(self, source: Source, name: str) -> str:
        """How many rows refer to a row that is not there, as `orphans`."""
        reference = source.columns[name].references
        assert reference is not None
        context = self._context()
        own = Relation(context, source)
        target = self.catalog.sources[reference.source]
        other = Relation(context, target, alias=f"{target.id}_referred")
        held = own.field(_field(source, name))
        key = other.field(_field(target, reference.column))
        known = other.select([alias(key.copy(), "held")], [given(key.copy())])
        absent = exp.Not(this=exp.In(this=held.copy(), query=exp.Subquery(this=known)))
        rows = own.select([alias(_count_rows(), ORPHANS)], [given(held), absent])
        return self._text(rows, context)

    def _context(self) -> Context:
        zone = local_time(self.calendar, (), self.as_of)
        return Context(self.catalog, self.bindings, zone, self.dialect, build_rollup, build_view)

    def _text(self, query: exp.Select, context: Context) -> str:
        tables = _tables(context)
        if tables:
            named = [
                exp.CTE(this=one, alias=exp.TableAlias(this=exp.Identifier(this=name, quoted=True)))
                for name, one in tables.items()
            ]
            query.set("with_", exp.With(expressions=named))
        record = dialect_of(self.dialect)
        return text_of(adapted(query, record), record)


def date_columns(source: Source) -> tuple[str, ...]:
    """The columns without which no period finds a row."""
    found = [source.time]
    found += [source.validity.start] if source.validity else []
    found += [source.snapshot.at] if source.snapshot else []
    return tuple(dict.fromkeys(name for name in found if name is not None))


def count_names(rank: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """The (count, example) of the unreadable values of a converted column, then of those in no zone."""
    return (f"unread_{rank}", f"unread_{rank}_one"), (f"naive_{rank}", f"naive_{rank}_one")


def _misread(found: Conversion, rank: int) -> list[exp.Expr]:
    unread, naive = count_names(rank)
    held = cast(found.held, "text")
    lost = exp.And(this=given(found.held.copy()), expression=exp.Is(this=found.read.copy(), expression=exp.Null()))
    counted = _counted_as(lost, held, unread)
    if found.in_no_zone:
        zoned = exp.RegexpLike(this=exp.Trim(this=held.copy()), expression=text(_ZONED))
        counted += _counted_as(exp.And(this=given(found.read), expression=exp.Not(this=zoned)), held, naive)
    return counted


def _counted_as(condition: exp.Expr, held: exp.Expr, names: tuple[str, str]) -> list[exp.Expr]:
    example = exp.Min(this=when(condition.copy(), held.copy()))
    return [alias(_count_where(condition), names[0]), alias(example, names[1])]


def _field(source: Source, name: str) -> Field:
    return Field(name, source.columns[name].type)


def _any_null(relation: Relation, names: Iterable[str]) -> Tree | None:
    missing: Tree | None = None
    for name in names:
        one = exp.Is(this=relation.field(_field(relation.source, name)), expression=exp.Null())
        missing = one if missing is None else exp.Or(this=missing, expression=one)
    return missing


def _reversed(relation: Relation) -> Tree | None:
    validity = relation.source.validity
    if validity is None:
        return None
    start, end = (relation.field(_field(relation.source, name)) for name in (validity.start, validity.end))
    return exp.LT(this=end, expression=start)


def _count_rows() -> Tree:
    return exp.Count(this=exp.Star())


def _count_where(condition: exp.Expr) -> Tree:
    return exp.Count(this=when(condition, number(1)))


def _tables(context: Context) -> dict[str, exp.Query]:
    """The statement's own tables, each after those that it reads."""
    built: dict[str, exp.Query] = {}
    # A view's columns are known when everything that reads it has been built, views included.
    while True:
        asked = {name: tuple(view.columns) for name, view in context.views.items()}
        built = {view.name: build_view(context, view) for view in list(context.views.values())}
        if asked == {name: tuple(view.columns) for name, view in context.views.items()}:
            break
    waiting = {**context.tables, **built}
    ordered: dict[str, exp.Query] = {}
    while waiting:
        ready = [name for name, query in waiting.items() if not _read(query) & (waiting.keys() - {name})]
        for name in ready:
            ordered[name] = waiting.pop(name)
    return ordered


def _read(query: exp.Query) -> set[str]:
    return {one.name for one in query.find_all(exp.Table) if not one.db}
