"""Databend's times: its TIMESTAMP is an instant shown in the session's zone, which is UTC, and no clock on a wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlglot import exp

from kpidef.calendar import offsets
from kpidef.sql.dialects.build import Tree, call, cast, kind_of, number, text
from kpidef.sql.dialects.parse import format_of, pattern_of
from kpidef.sql.dialects.record import Refusal

_PADS = (("%Y", "1900", "%y"), ("%m", "01", ""), ("%d", "01", ""))
_MODERN = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))


def changes_at_midnight(node: Tree) -> bool:
    """Whether the clocks are changed to or from midnight in these years: Databend then reads that hour otherwise.

    >>> [changes_at_midnight(exp.AtTimeZone(this=exp.column("t"), zone=text(zone))) for zone in ("Europe/Paris", "UTC")]
    [False, False]
    >>> changes_at_midnight(exp.AtTimeZone(this=exp.column("t"), zone=text("America/Santiago")))
    True
    """
    listed = offsets(node.args["zone"].name, *_MODERN)
    return any(at is not None and _is_at_midnight(at, before, after) for (_, before), (at, after) in pairwise(listed))


AT_MIDNIGHT = Refusal(
    exp.AtTimeZone,
    reason_fr="Databend lit mal l'heure d'un fuseau dont les horloges changent à minuit",
    reason_en="Databend misreads the hour of a zone whose clocks change at midnight",
    next_fr="liez une colonne qui dit déjà l'heure UTC, ou convertissez-la par une expression `sql` de Databend",
    next_en="bind a column that is in UTC already, or convert it by a `sql` expression of Databend's",
    when=changes_at_midnight,
)


def instant_read(node: Tree) -> Tree:
    """A stored instant may carry an offset of its own (TIMESTAMP_TZ), which nothing else can be compared with.

    >>> from kpidef.sql.tree import column, typed
    >>> read = exp.select(typed(column("recue_le", "d"), "timestamptz")).from_("demandes AS d")
    >>> instant_read(read.expressions[0]).sql("snowflake")
    'CAST("d"."recue_le" AS TIMESTAMP) AS "recue_le"'
    """
    if not isinstance(node, exp.Column) or kind_of(node) is not exp.DType.TIMESTAMPTZ or not _is_stored(node):
        return node
    is_projection = isinstance(node.parent, exp.Select) and node.arg_key == "expressions"
    name = node.this.copy()
    found = cast(node, exp.DType.TIMESTAMP)
    found.type = node.type  # what it says is an instant still
    return exp.Alias(this=found, alias=name) if is_projection else found


def instant_answered(node: Tree) -> Tree:
    """What the statement answers as an instant is one to whoever reads its rows.

    >>> from kpidef.sql.tree import column, typed
    >>> instant_answered(exp.select(typed(column("recue_le", "d"), "timestamptz"))).sql("snowflake")
    'SELECT CAST("d"."recue_le" AS TIMESTAMP_TZ) AS "recue_le"'
    """
    if not isinstance(node, exp.Select) or node.parent is not None:
        return node
    node.set("expressions", [_answered(one) for one in node.expressions])
    return node


def elapsed(node: Tree) -> Tree:
    """Days between dates; microseconds between times, by their numbers.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"))).sql("snowflake")
    'DATE_DIFF(DAY, a, b)'
    """
    if isinstance(node, exp.DateDiff):
        return call("DATE_DIFF", exp.var("DAY"), node.expression, node.this)
    if isinstance(node, exp.TimestampDiff):
        later, earlier = (exp.cast(call("TO_TIMESTAMP", one), "bigint") for one in (node.this, node.expression))
        return exp.Paren(this=exp.Sub(this=later, expression=earlier))
    return node


def zoned(node: Tree) -> Tree:
    """The session's zone is UTC, so that a clock's reading is the instant; another zone's is moved by its offset.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("UTC"))).sql("snowflake")
    'CAST(t AS TIMESTAMP)'
    >>> found = zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("Europe/Paris")))
    >>> [one.this.left.sql("snowflake")[:37] for one in found.args["ifs"]]
    ["CONVERT_TIMEZONE('Europe/Paris', DATE", "CONVERT_TIMEZONE('Europe/Paris', DATE"]
    """
    if not isinstance(node, exp.AtTimeZone):
        return node
    zone = node.args["zone"]
    if isinstance(zone, exp.Literal) and zone.name == "UTC":
        # A column of which nothing is known may be one of instants.
        found = cast(node.this, exp.DType.TIMESTAMP) if isinstance(node.this, exp.Column) else node.this
        found.type = node.type or exp.DataType(this=exp.DType.TIMESTAMP)
        return found
    if kind_of(node.this) is exp.DType.TIMESTAMPTZ:
        return call("CONVERT_TIMEZONE", zone, node.this)
    return _as_instant(node.this, zone)


def parsed(node: Tree) -> Tree:
    """A text that follows the format, and whose day exists, else null.

    >>> parsed(call("TRY_STRPTIME", exp.column("t"), text("%m/%Y"))).sql("snowflake")
    "CASE WHEN REGEXP_LIKE(t, '^(?:1[0-2]|0?[1-9])/(?:[0-9]{4})$') THEN TRY_TO_TIMESTAMP(CONCAT('01 ', t), '%d %m/%Y') END"
    """  # noqa: E501
    written = format_of(node)
    if written is None:
        return node
    value = node.expressions[0]
    matches = call("REGEXP_LIKE", value.copy(), text(pattern_of(written)))
    missing = [(code, pad) for code, pad, other in _PADS if code not in written and (not other or other not in written)]
    pads = "".join(f"{pad} " for _, pad in missing)
    codes = "".join(f"{code} " for code, _ in missing)
    padded = call("CONCAT", text(pads), value) if missing else value
    return exp.Case(ifs=[exp.If(this=matches, true=call("TRY_TO_TIMESTAMP", padded, text(codes + written)))])


def _answered(projection: Tree) -> Tree:
    value, name = projection.unalias(), projection.alias_or_name
    if value.type is None or value.type.this is not exp.DType.TIMESTAMPTZ:
        return projection
    kind = exp.DataType(this=exp.DType.USERDEFINED, kind="TIMESTAMP_TZ")
    return exp.Alias(this=exp.Cast(this=value, to=kind), alias=exp.to_identifier(name, quoted=True))


def _is_stored(column: exp.Column) -> bool:
    """Whether a table of the warehouse holds the column, rather than a part of the statement."""
    select = column.parent_select
    while isinstance(select, exp.Select):
        joins = select.args.get("joins") or ()
        held = [one for one in (select.args.get("from_"), *joins) if one is not None]
        for source in (one.this for one in held):
            if source.alias_or_name == column.table:
                return isinstance(source, exp.Table) and source.name not in _names_of(select)
        select = select.parent_select
    return False


def _names_of(select: exp.Select) -> set[str]:
    root = select.root()
    return {one.alias for part in root.find_all(exp.With) for one in part.expressions}


def _is_at_midnight(at: datetime, before: int, after: int) -> bool:
    shown = [at + timedelta(seconds=one) for one in (before, after)]
    return shown[0].date() != shown[1].date() or any(one.hour == one.minute == 0 for one in shown)


def _as_instant(local: Tree, zone: Tree) -> Tree:
    """A time that the zone's clocks show, or would without the hour that they skip, as what UTC's show then.

    The offset of a day before holds until the clocks change, and the first time that they show an hour twice; else
    that of a day after, unless no clock shows the time at all.
    """

    def moved(days: int) -> Tree:
        day = call("DATE_ADD", exp.var("DAY"), number(days), local.copy())
        shown = call("CONVERT_TIMEZONE", zone.copy(), day)
        return call(
            "DATE_ADD", exp.var("SECOND"), call("DATE_DIFF", exp.var("SECOND"), shown, day.copy()), local.copy()
        )

    def shows(instant: Tree) -> Tree:
        return exp.EQ(this=call("CONVERT_TIMEZONE", zone.copy(), instant), expression=local.copy())

    before, after = moved(-1), moved(1)
    ifs = [exp.If(this=shows(one.copy()), true=one.copy()) for one in (before, after)]
    return exp.Case(ifs=ifs, default=before)
