"""SQLite: times are ISO texts, money is floats, a percentile is read between two ranks."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, call, is_text, number, text
from kpidef.sql.dialects.flat_case import flat_halves
from kpidef.sql.dialects.literal_table import values_by_position
from kpidef.sql.dialects.null import untyped_nulls
from kpidef.sql.dialects.parse import format_of
from kpidef.sql.dialects.pattern import like_as_glob
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect, Refusal
from kpidef.sql.dialects.sqlite_number import decimals_as_floats, halves_away_from_zero, remainders, whole_numbers
from kpidef.sql.dialects.sqlite_time import elapsed, moved_times, parts_of_times, times_as_texts

PARSE = "kpidef_parse"


def ends_of_texts(node: Tree) -> Tree:
    """RIGHT and STARTS_WITH by SUBSTR.

    >>> ends_of_texts(exp.Right(this=exp.column("a"), expression=exp.column("n"))).sql("sqlite")
    'SUBSTR(a, LENGTH(a) - n + 1)'
    """
    match node:
        case exp.Right():
            left = exp.Sub(this=exp.Length(this=node.this.copy()), expression=node.expression)
            return call("SUBSTR", node.this, exp.Add(this=left, expression=number(1)))
        case exp.StartsWith():
            start = call("SUBSTR", node.this, number(1), exp.Length(this=node.expression.copy()))
            return exp.EQ(this=start, expression=node.expression)
        case _:
            return node


def parsed(node: Tree) -> Tree:
    """The session's own function: SQLite has no patterns.

    >>> parsed(call("TRY_STRPTIME", exp.column("t"), text("%Y"))).sql("sqlite")
    "KPIDEF_PARSE(t, '%Y')"
    """
    written = format_of(node)
    return node if written is None else call(PARSE, node.expressions[0], text(written))


def _is_lax(node: Tree) -> bool:
    """Whether a text is read as another type: SQLite makes 0 of what is no number, and 2 March of 30 February."""
    assert isinstance(node, exp.Cast)
    return node.to.this is not exp.DType.VARCHAR and is_text(node.this) and not isinstance(bare(node.this), exp.Literal)


def _is_elsewhere(node: Tree) -> bool:
    assert isinstance(node, exp.AtTimeZone)
    return str(node.args["zone"].name).upper() != "UTC"


REFUSALS = (
    Refusal(
        exp.Cast,
        "cast() d'un texte : SQLite lit 0 dans ce qui n'est pas un nombre, et ne signale rien",
        "cast() of a text: SQLite reads 0 where there is no number, and says nothing",
        "rangez la valeur dans son type, lisez les dates par parse(), ou passez par DuckDB",
        "store the value in its type, read dates with parse(), or go through DuckDB",
        _is_lax,
    ),
    Refusal(
        exp.AtTimeZone,
        "SQLite ne connaît aucun fuseau horaire",
        "SQLite knows no time zone",
        "rangez les instants en UTC et liez-les par zone: UTC",
        "store instants in UTC and bind them with zone: UTC",
        _is_elsewhere,
    ),
)
RECORD = Dialect(
    "sqlite",
    "sqlite",
    rewrites=(
        values_by_position,
        flat_halves,
        untyped_nulls,
        percentile_by_row_number,
        like_as_glob,
        ends_of_texts,
        parsed,
        parts_of_times,
        elapsed,
        moved_times,
        times_as_texts,
        remainders,
        whole_numbers,
        halves_away_from_zero,
        decimals_as_floats,
    ),
    refusals=REFUSALS,
    header=f"lower() and upper() of every letter, {PARSE}(text, format): the adapter gives them to its sessions",
    has_decimals=False,
    executed=True,
)
