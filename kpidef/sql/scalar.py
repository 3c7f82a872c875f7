"""Typed expressions -> trees: each operator of the language in the neutral dialect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from sqlglot import exp

from kpidef.calendar import Duration
from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation, Term
from kpidef.sql.shift import shifted_instant
from kpidef.sql.tree import all_of, any_of, cast, given, moment, number, text, typed, when
from kpidef.sql.zone import LocalTime, period_number, to_local

Tree = exp.Expr


@dataclass(frozen=True, slots=True)
class Names:
    """What the leaves of an expression are where it stands."""

    zone: LocalTime
    field: Callable[[Field], Tree] | None = None
    host: Callable[[HostField], Tree] | None = None
    term: Callable[[Term], Tree] | None = None
    overlap: Callable[[str], Tree] | None = None


def lower(expression: Expression, names: Names) -> Tree:
    """The tree of an expression. Names that can't stand here were refused when the expression was resolved."""
    return typed(_lower(expression, names), expression.type)


def _lower(expression: Expression, names: Names) -> Tree:
    match expression:
        case Constant():
            return constant(expression)
        case Field():
            assert names.field is not None
            return names.field(expression)
        case HostField():
            assert names.host is not None
            return names.host(expression)
        case Term():
            assert names.term is not None
            return names.term(expression)
        case Operation(name="overlap", arguments=(unit,)):
            assert names.overlap is not None
            return names.overlap(_word(unit))
        case Operation():
            return _operation(expression, [lower(one, names) for one in expression.arguments], names.zone)
        case Aggregate():
            raise AssertionError("aggregates are lifted out of expressions by the catalogue")
        case _:
            assert_never(expression)


def constant(one: Constant) -> Tree:
    """A literal."""
    match one.value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=one.value)
        case int() | float() | Decimal():
            return number(one.value)
        case datetime() | date():
            return moment(one.value, one.type)
        case Duration():
            return text(f"{one.value.count} {one.value.unit}")
        case str():
            return text(one.value)


def elapsed(start: Tree, end: Tree, kind: str, unit: str) -> Tree:
    """The time between two values of one type, in the unit, as a double."""
    if kind == "date":
        days = exp.DateDiff(this=end, expression=start, unit=exp.var("DAY"))
        return _times(cast(days, "float"), 86_400 / _SECONDS[unit])
    micros = exp.TimestampDiff(this=end, expression=start, unit=exp.var("MICROSECOND"))
    return exp.Div(this=cast(micros, "float"), expression=number(_SECONDS[unit] * 1_000_000.0))


def shifted(value: Tree, kind: str, duration: Duration, zone: LocalTime) -> Tree:
    """A time moved by a duration: exact in hours, on the local calendar in days and more."""
    if duration.is_exact:
        return _moved(value, duration.count * _SECONDS[duration.unit], "SECOND")
    count, unit = _calendar_interval(duration)
    if kind == "timestamptz":
        return shifted_instant(value, duration, lambda local: _moved(local, count, unit), zone)
    return cast(_moved(value, count, unit), kind if kind in ("date", "timestamp") else "timestamp")


def _moved(value: Tree, count: int, unit: str) -> Tree:
    """A time plus or minus literal intervals.

    DuckDB takes INTERVAL 30 DAY for INTERVAL 1 MONTH where both stand in one query: such a step is cut in two.
    """
    move = exp.Add if count >= 0 else exp.Sub
    whole = abs(count)
    is_like_months = whole and unit != "MONTH" and whole % (30 * 86_400 if unit == "SECOND" else 30) == 0
    for part in (whole - 1, 1) if is_like_months else (whole,):
        value = move(this=value, expression=exp.Interval(this=text(str(part)), unit=exp.var(unit)))
    return value


_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}


def _calendar_interval(duration: Duration) -> tuple[int, str]:
    if duration.unit in _MONTHS:
        return duration.count * _MONTHS[duration.unit], "MONTH"
    return duration.count * (7 if duration.unit == "week" else 1), "DAY"


def _times(value: Tree, factor: float) -> Tree:
    return value if factor == 1 else exp.Mul(this=value, expression=number(factor))


def _word(expression: Expression) -> str:
    assert isinstance(expression, Constant)
    return str(expression.value)


def _operation(operation: Operation, trees: list[Tree], zone: LocalTime) -> Tree:
    name = operation.name
    if name in _BINARY:
        kind = _BINARY[name]
        left, right = _wrapped(trees[0], _LEVEL[kind]), _wrapped(trees[1], _LEVEL[kind] + 1)
        return kind(this=left, expression=right)
    if name in _SPECIAL:
        return _SPECIAL[name](operation, trees)
    match name:
        case "duration":
            return elapsed(trees[0], trees[1], operation.arguments[0].type, _word(operation.arguments[2]))
        case "shift":
            amount = operation.arguments[1]
            assert isinstance(amount, Constant) and isinstance(amount.value, Duration)  # noqa: PT018
            return shifted(_wrapped(trees[0]), operation.arguments[0].type, amount.value, zone)
        case "calendar":
            first = operation.arguments[0]
            local = to_local(trees[0], zone) if first.type == "timestamptz" else trees[0]
            return exp.Paren(this=period_number(_wrapped(local), _word(operation.arguments[1]), zone))
        case _:
            raise AssertionError(f"no lowering for {name}")


def _wrapped(tree: Tree, level: int = 9) -> Tree:
    """Parentheses where the tree binds less tightly than its place: the generator adds none."""
    return exp.Paren(this=tree) if _LEVEL.get(type(tree), 9) < level else tree


def _divide(_: Operation, trees: list[Tree]) -> Tree:
    above, below = (cast(tree, "float") for tree in trees)
    return exp.Div(this=above, expression=exp.Nullif(this=below, expression=number(0)))


def _case(_: Operation, trees: list[Tree]) -> Tree:
    *branches, otherwise = trees
    pairs = zip(branches[::2], branches[1::2], strict=True)
    return exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in pairs], default=otherwise)


def _extreme(kind: type[exp.Greatest | exp.Least]) -> Callable[[Operation, list[Tree]], Tree]:
    def build(operation: Operation, trees: list[Tree]) -> Tree:
        unknown = [
            exp.Is(this=_wrapped(tree.copy()), expression=exp.Null())
            for tree, one in zip(trees, operation.arguments, strict=True)
            if not isinstance(one, Constant)
        ]
        best = kind(this=trees[0], expressions=trees[1:])
        missing = any_of(unknown)
        return when(missing, exp.Null(), best) if missing is not None else best

    return build


def _concat(_: Operation, trees: list[Tree]) -> Tree:
    joined = trees[0]
    for tree in trees[1:]:
        joined = exp.DPipe(this=joined, expression=_wrapped(tree, 6), safe=False)
    return joined


def _ends_with(_: Operation, trees: list[Tree]) -> Tree:
    whole, end = trees
    return exp.EQ(this=exp.Right(this=whole, expression=exp.Length(this=end.copy())), expression=end)


def _part(name: str) -> Callable[[Operation, list[Tree]], Tree]:
    return lambda _, trees: exp.Extract(this=exp.var(name), expression=trees[0])


def _is_test(operation: Operation, trees: list[Tree]) -> Tree:
    """`x IS TRUE`, `x IS FALSE` and `x IS NULL`, in the one form that every engine reads alike."""
    tree = _wrapped(trees[0])
    if operation.name == "is_null":
        return exp.Is(this=tree, expression=exp.Null())
    wanted = exp.Boolean(this=operation.name == "is_true")
    known = all_of([given(tree.copy()), exp.EQ(this=tree, expression=wanted)])
    assert known is not None
    return exp.Paren(this=known)


def _parse(_: Operation, trees: list[Tree]) -> Tree:
    return exp.Anonymous(this="TRY_STRPTIME", expressions=[trees[0], trees[1]])


# How tightly each node binds. Comparisons do not chain; `and`, `or`, `+` and `*` read from left to right.
_LEVEL: dict[type[Tree], int] = {
    exp.Or: 1,
    exp.And: 2,
    exp.Not: 3,
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In, exp.Between, exp.Like), 4),
    **dict.fromkeys((exp.Add, exp.Sub, exp.DPipe), 5),
    **dict.fromkeys((exp.Mul, exp.Div, exp.Mod), 6),
    exp.Neg: 7,
}

_BINARY: dict[str, type[exp.Binary]] = {
    "and": exp.And,
    "or": exp.Or,
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    "%": exp.Mod,
    "like": exp.Like,
}

_SPECIAL: dict[str, Callable[[Operation, list[Tree]], Tree]] = {
    "/": _divide,
    "case": _case,
    "greatest": _extreme(exp.Greatest),
    "least": _extreme(exp.Least),
    "concat": _concat,
    "ends_with": _ends_with,
    "parse": _parse,
    "is_null": _is_test,
    "is_true": _is_test,
    "is_false": _is_test,
    "year": _part("YEAR"),
    "month": _part("MONTH"),
    "day": _part("DAY"),
    "hour": _part("HOUR"),
    "minute": _part("MINUTE"),
    "not": lambda _, trees: exp.Not(this=_wrapped(trees[0], 4)),
    "neg": lambda _, trees: exp.Neg(this=_wrapped(trees[0])),
    "between": lambda _, trees: exp.Between(this=_wrapped(trees[0]), low=trees[1], high=trees[2]),
    "in": lambda _, trees: exp.In(this=_wrapped(trees[0]), expressions=trees[1:]),
    "cast": lambda operation, trees: cast(trees[0], operation.type),
    "coalesce": lambda _, trees: exp.Coalesce(this=trees[0], expressions=trees[1:]),
    "nullif": lambda _, trees: exp.Nullif(this=trees[0], expression=trees[1]),
    "abs": lambda _, trees: exp.Abs(this=trees[0]),
    "round": lambda _, trees: exp.Round(this=trees[0], decimals=trees[1] if len(trees) > 1 else None),
    "floor": lambda _, trees: exp.Floor(this=trees[0]),
    "ceil": lambda _, trees: exp.Ceil(this=trees[0]),
    "lower": lambda _, trees: exp.Lower(this=trees[0]),
    "upper": lambda _, trees: exp.Upper(this=trees[0]),
    "trim": lambda _, trees: exp.Trim(this=trees[0]),
    "length": lambda _, trees: exp.Length(this=trees[0]),
    "substring": lambda _, trees: exp.Substring(
        this=trees[0], start=trees[1], length=trees[2] if len(trees) > 2 else None
    ),
    "replace": lambda _, trees: exp.Anonymous(this="REPLACE", expressions=trees),
    "starts_with": lambda _, trees: exp.StartsWith(this=trees[0], expression=trees[1]),
    "contains": lambda _, trees: exp.GT(this=exp.StrPosition(this=trees[0], substr=trees[1]), expression=number(0)),
}
