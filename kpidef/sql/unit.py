"""Times cut to whole hours, days or months, or counted in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from kpidef.plan.nodes import Scan
from kpidef.plan.shape import instants
from kpidef.plan.unit import Steps, Unit, coarsest_unit, month_number
from kpidef.sql.bound import bound
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import cast, number

# From the year 1 to 1970: engines divide what is negative in two ways.
_MICROSECONDS = 62_135_596_800_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """What times are cut to: a time -> its unit, the kind of bounds that a unit meets, and the unit's name."""

    of: Callable[[Tree], Tree]
    kind: str
    name: str

    @property
    def column(self) -> str:
        """The column of rows that holds it."""
        return f"_{self.name}"


def cut_to(unit: Unit) -> Cut:
    """What a time is cut to; a date is its own day, an hour is one of UTC."""
    match unit:
        case "date":
            return Cut(lambda tree: tree, "date", "day")
        case "day":
            return Cut(lambda tree: cast(tree, "date"), "date", "day")
        case "hour":
            return Cut(_hour, "hour", "hour")
        case "month":
            return Cut(_month, "month", "month")


def cut_of(context: Context, scan: Scan, kind: str) -> Cut | None:
    """The coarsest unit under a month that none of the bounds of the scan's windows cuts; None where there is none."""
    folds_times = dialect_of(context.dialect).folds_times
    unit = coarsest_unit(kind, instants(scan), folds_times, context.zone.calendar.timezone)
    return cut_to(unit) if unit is not None else None


def counted(time: Tree, kind: str, steps: Steps, rank: int, timezone: str) -> Tree:
    """The rank of the window that holds a time, `rank` being that of the first one."""
    if steps.unit == "month":
        return _ranked(_months(time), steps, rank, month_number(steps.first) + 1)
    day = time if kind == "date" else cast(time, "date")
    days = exp.DateDiff(this=day, expression=bound(steps.first, "date", timezone), unit=exp.var("DAY"))
    return _ranked(days, steps, rank, 0)


def _ranked(units: Tree, steps: Steps, rank: int, first: int) -> Tree:
    """Whole steps since the first one; where a step is one unit, one subtraction says it all."""
    if steps.length == 1:
        return _moved(units, rank - first)
    since = _moved(units, -first)
    whole = exp.IntDiv(this=exp.Paren(this=since) if first else since, expression=number(steps.length))
    return _moved(whole, rank)


def _moved(tree: Tree, by: int) -> Tree:
    if not by:
        return tree
    return exp.Add(this=tree, expression=number(by)) if by > 0 else exp.Sub(this=tree, expression=number(-by))


def _month(tree: Tree) -> Tree:
    return _moved(_months(tree), -1)


def _months(tree: Tree) -> Tree:
    """Months since the year 0, the first month of a year being the first, and not the zeroth."""
    year = exp.Mul(this=number(12), expression=exp.Year(this=tree.copy()))
    return exp.Add(this=year, expression=exp.Month(this=tree.copy()))


def _hour(tree: Tree) -> Tree:
    """Whole hours since the year 1: a fourth of the price of cutting an instant to its hour."""
    since = exp.Add(this=exp.UnixMicros(this=tree), expression=number(_MICROSECONDS))
    return exp.IntDiv(this=exp.Paren(this=since), expression=number(3_600_000_000))
