"""The few tree shapes that every statement is made of; identifiers are always quoted in their exact case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlglot import exp

from kpidef.expression.typed import Type

SQL_TYPES: dict[str, tuple[exp.DType, tuple[int, ...]]] = {
    "text": (exp.DType.VARCHAR, ()),
    "integer": (exp.DType.BIGINT, ()),
    "decimal": (exp.DType.DECIMAL, (38, 10)),
    "float": (exp.DType.DOUBLE, ()),
    "boolean": (exp.DType.BOOLEAN, ()),
    "date": (exp.DType.DATE, ()),
    "timestamp": (exp.DType.TIMESTAMP, ()),
    "timestamptz": (exp.DType.TIMESTAMPTZ, ()),
}


def identifier(name: str) -> exp.Identifier:
    """A quoted identifier."""
    return exp.Identifier(this=name, quoted=True)


def column(name: str, table: str | None = None) -> exp.Column:
    """A qualified column."""
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def alias(tree: exp.Expr, name: str) -> exp.Expr:
    """`tree AS name`, or the bare column where it bears that name already."""
    if isinstance(tree, exp.Column) and tree.name == name:
        return tree
    return exp.Alias(this=tree, alias=identifier(name))


def named(tree: exp.Expr) -> str:
    """The name that a projection bears."""
    return tree.alias_or_name


def table(name: str, as_name: str | None = None) -> exp.Table:
    """A table of the statement itself (a CTE), or a physical one given as `schema.name`."""
    *schema, last = name.split(".")
    parts = dict(zip(("db", "catalog"), (identifier(part) for part in reversed(schema)), strict=False))
    found = exp.Table(this=identifier(last), **parts)
    if as_name and as_name != last:
        found.set("alias", exp.TableAlias(this=identifier(as_name)))
    return found


def subquery(query: exp.Query, name: str) -> exp.Subquery:
    """`(query) AS name`."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=identifier(name)))


def values(rows: Sequence[Sequence[exp.Expr]], names: Sequence[str], casts_columns: bool = False) -> exp.Select:
    """A literal table; `casts_columns` where texts may be cast as a column, rather than one by one."""
    first, *others = rows
    head: exp.Query = select([alias(cell, name) for cell, name in zip(first, names, strict=True)])
    if not others:
        return head  # type: ignore[return-value]
    kinds = [_common_cast(cells) if casts_columns else None for cells in zip(*rows, strict=True)]
    bare = [[cell.this if kind else cell for cell, kind in zip(row, kinds, strict=True)] for row in rows]
    source = exp.Values(
        expressions=[exp.Tuple(expressions=row) for row in bare],
        alias=exp.TableAlias(this=identifier("v"), columns=[identifier(name) for name in names]),
    )
    columns = zip(names, kinds, strict=True)
    return select([_as_cast(column(name, "v"), kind, name) for name, kind in columns], source)


def _common_cast(cells: Sequence[exp.Expr]) -> exp.DataType | None:
    """The type that each of the cells is a text cast to."""
    first = cells[0]
    if not isinstance(first, exp.Cast):
        return None
    kind = first.to.this
    same_kind = all(
        isinstance(one, exp.Cast) and one.to.this is kind and isinstance(one.this, exp.Literal) for one in cells
    )
    return first.to if same_kind else None


def _as_cast(tree: exp.Expr, kind: exp.DataType | None, name: str) -> exp.Expr:
    return tree if kind is None else alias(exp.Cast(this=tree, to=kind.copy()), name)


def series(count: int, name: str, of: str) -> exp.Table:
    """The whole numbers from 0, as many as that, as a table of one column."""
    numbers = exp.GenerateSeries(start=number(0), end=number(count - 1))
    return exp.Table(this=numbers, alias=exp.TableAlias(this=identifier(name), columns=[identifier(of)]))


def select(projections: Iterable[exp.Expr], source: exp.Expr | None = None) -> exp.Select:
    """`SELECT projections [FROM source]`."""
    query = exp.Select(expressions=list(projections))
    if source is not None:
        query.set("from_", exp.From(this=source))
    return query


def where(query: exp.Select, conditions: Iterable[exp.Expr]) -> exp.Select:
    """The query with all the conditions required."""
    required = all_of(conditions)
    if required is not None:
        query.set("where", exp.Where(this=required))
    return query


def group(query: exp.Select, keys: Iterable[exp.Expr]) -> exp.Select:
    """The query grouped by the keys; one row where there are none."""
    listed = list(keys)
    if listed:
        query.set("group", exp.Group(expressions=listed))
    return query


def join(query: exp.Select, source: exp.Expr, on: exp.Expr | None, side: str = "") -> exp.Select:
    """The query with one more join; without a condition, a cross join."""
    joined = exp.Join(this=source, on=on) if on is not None else exp.Join(this=source, kind="CROSS")
    if side:
        joined.set("side", side)
    query.append("joins", joined)
    return query


def union(queries: Sequence[exp.Query]) -> exp.Query:
    """UNION ALL of the queries."""
    first, *others = queries
    for other in others:
        first = exp.Union(this=first, expression=other, distinct=False)
    return first


def all_of(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    """The conjunction; None of nothing."""
    joined: exp.Expr | None = None
    for one in conditions:
        part = exp.Paren(this=one) if isinstance(one, exp.Or) else one
        joined = part if joined is None else exp.And(this=joined, expression=part)
    return joined


def any_of(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    """The disjunction; None of nothing."""
    joined: exp.Expr | None = None
    for one in conditions:
        part = exp.Paren(this=one) if isinstance(one, exp.And | exp.Or) else one
        joined = part if joined is None else exp.Or(this=joined, expression=part)
    return joined


def when(condition: exp.Expr, value: exp.Expr, otherwise: exp.Expr | None = None) -> exp.Case:
    """`CASE WHEN condition THEN value [ELSE otherwise] END`."""
    return exp.Case(ifs=[exp.If(this=condition, true=value)], default=otherwise)


def in_order(tree: exp.Expr) -> exp.Order:
    """An order of what is never null: not every engine has a word for where nulls would be last."""
    return exp.Order(expressions=[exp.Ordered(this=tree, desc=False, nulls_first=True)])


def cast(tree: exp.Expr, kind: str) -> exp.Cast:
    """A cast to one of the neutral types."""
    return exp.Cast(this=tree, to=sql_type(kind))


def sql_type(kind: str) -> exp.DataType:
    """One of the neutral types; built, not parsed, for a statement holds hundreds of them."""
    name, sizes = SQL_TYPES[kind]
    listed = [exp.DataTypeParam(this=number(size)) for size in sizes]
    return exp.DataType(this=name, nested=False, **({"expressions": listed} if listed else {}))


def number(value: float | Decimal) -> exp.Expr:
    """A numeric literal."""
    text = format(value, "f") if isinstance(value, Decimal) else repr(value)
    literal = exp.Literal(this=text.lstrip("-"), is_string=False)
    return exp.Neg(this=literal) if text.startswith("-") else literal


def text(value: str) -> exp.Literal:
    """A text literal; the generator escapes it."""
    return exp.Literal(this=value, is_string=True)


def null(kind: Type | None = None) -> exp.Expr:
    """A null that states its type, for unions; decimals leave their scale to the other branches."""
    if kind is None or kind in ("decimal", "null", "any", "duration"):
        return typed(exp.Null(), kind)
    return cast(exp.Null(), kind)


def typed(tree: exp.Expr, kind: str | None) -> exp.Expr:
    """The tree, which knows its type from now on: what a dialect's rewrites may ask."""
    if kind in SQL_TYPES:
        tree.type = exp.DataType(this=SQL_TYPES[kind][0])
    return tree


def moment(value: date | datetime, kind: str) -> exp.Expr:
    """A date, a wall-clock time or a UTC instant as a typed literal."""
    if kind == "date":
        return cast(text(value.isoformat()[:10]), "date")
    assert isinstance(value, datetime)
    shown = value.replace(tzinfo=None).isoformat(sep=" ")
    return cast(text(f"{shown}+00:00" if kind == "timestamptz" else shown), kind)


def same(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Equal, or both null."""
    return exp.NullSafeEQ(this=left, expression=right)


def given(tree: exp.Expr) -> exp.Expr:
    """`tree IS NOT NULL`."""
    return exp.Not(this=exp.Is(this=tree, expression=exp.Null()))


def zero_if_null(tree: exp.Expr) -> exp.Expr:
    """`COALESCE(tree, 0)`."""
    return exp.Coalesce(this=tree, expressions=[number(0)])
