"""Times in SQLite: ISO texts, a space between day and hour, instants in UTC without a mark, no fraction where it is 0.

Texts of that one form are compared as they stand; days, months and seconds move by SQLite's own functions, which see
no fraction of a second: it is cut off before and put back after.
"""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, call, cast, kind_of, number, text
from kpidef.sql.dialects.move import move_of

_SECONDS = "%Y-%m-%d %H:%M:%S"
_PARTS = {"YEAR": "%Y", "MONTH": "%m", "DAY": "%d", "HOUR": "%H", "MINUTE": "%M"}
_INSTANTS = (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ)


def times_as_texts(node: Tree) -> Tree:
    """A literal is its text; a time's date is its beginning.

    >>> from datetime import UTC, datetime
    >>> from kpidef.sql.tree import moment
    >>> times_as_texts(moment(datetime(2026, 3, 1, tzinfo=UTC), "timestamptz")).sql("sqlite")
    "'2026-03-01 00:00:00'"
    """
    if isinstance(node, exp.AtTimeZone):
        return node.this  # type: ignore[no-any-return]
    if not isinstance(node, exp.Cast) or node.to.this not in (exp.DType.DATE, *_INSTANTS):
        return node
    value, kind = bare(node.this), kind_of(node.this)
    if isinstance(value, exp.Literal):
        return text(value.name.removesuffix("+00:00"))
    if node.to.this is exp.DType.DATE:
        return value if kind is exp.DType.DATE else call("DATE", value)
    return call("STRFTIME", text("%Y-%m-%d 00:00:00"), value) if kind is exp.DType.DATE else value


def parts_of_times(node: Tree) -> Tree:
    """Parts by STRFTIME.

    >>> parts_of_times(exp.Extract(this=exp.var("YEAR"), expression=exp.column("jour"))).sql("sqlite")
    "CAST(STRFTIME('%Y', jour) AS INTEGER)"
    """
    if not isinstance(node, exp.Extract):
        return node
    return cast(call("STRFTIME", text(_PARTS[node.name.upper()]), node.expression), exp.DType.BIGINT)


def moved_times(node: Tree) -> Tree:
    """Months end where the shorter one does.

    >>> from kpidef.sql.zone import seconds_interval
    >>> moved_times(exp.Add(this=exp.column("t"), expression=seconds_interval(60))).sql("sqlite")
    "STRFTIME('%Y-%m-%d %H:%M:%S', t, 60 || ' seconds') || SUBSTR(t, 20)"
    """
    move = move_of(node)
    if move is None:
        return node
    value = move.value
    match move.unit:
        case "SECOND":
            moved: Tree = call("STRFTIME", text(_SECONDS), value, _modifier(move.amount, "seconds"))
            return _with_rest(moved, value, len("2026-03-01 00:00:00"))
        case "DAY":
            return _with_rest(call("DATE", value, _modifier(move.amount, "days")), value, len("2026-03-01"))
        case _:
            return _with_rest(_months(value, move.amount), value, len("2026-03-01"))


def elapsed(node: Tree) -> Tree:
    """Microseconds: whole seconds, then the six digits behind them.

    >>> between = exp.TimestampDiff(this=exp.column("b"), expression=exp.column("a"), unit=exp.var("MICROSECOND"))
    >>> elapsed(between).sql("sqlite")[:56]
    "((STRFTIME('%s', b) - STRFTIME('%s', a)) * 1000000 + CAS"
    """
    if not isinstance(node, exp.TimestampDiff):
        return node
    end, start = bare(node.this), bare(node.expression)
    seconds = exp.Paren(this=exp.Sub(this=_epoch(end), expression=_epoch(start)))
    whole = exp.Mul(this=seconds, expression=number(1_000_000))
    micros = exp.Sub(this=exp.Add(this=whole, expression=_micros(end)), expression=_micros(start))
    return exp.Paren(this=micros)


def _months(value: Tree, amount: Tree) -> Tree:
    days = exp.Paren(this=exp.Sub(this=call("STRFTIME", text("%d"), value.copy()), expression=number(1)))
    start = text("start of month")
    moved = call("DATE", value.copy(), start, _modifier(amount, "months"), _modifier(days, "days"))
    after = exp.Paren(this=exp.Add(this=amount.copy(), expression=number(1)))
    last = call("DATE", value.copy(), start.copy(), _modifier(after, "months"), text("-1 day"))
    return call("MIN", moved, last)


def _modifier(amount: Tree, unit: str) -> Tree:
    return exp.DPipe(this=amount, expression=text(f" {unit}"), safe=False)


def _with_rest(moved: Tree, value: Tree, length: int) -> Tree:
    """The moved part, and what was behind it."""
    return exp.DPipe(this=moved, expression=call("SUBSTR", value.copy(), number(length + 1)), safe=False)


def _epoch(value: Tree) -> Tree:
    return call("STRFTIME", text("%s"), value.copy())


def _micros(value: Tree) -> Tree:
    digits = exp.DPipe(this=call("SUBSTR", value.copy(), number(21)), expression=text("000000"), safe=False)
    return cast(call("SUBSTR", digits, number(1), number(6)), exp.DType.BIGINT)
