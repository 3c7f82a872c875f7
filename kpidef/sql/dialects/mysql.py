"""MySQL 8: instants are DATETIME(6) in UTC, texts are compared by code point, percentiles read between two ranks."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.backslash import doubled_backslash
from kpidef.sql.dialects.build import Tree, is_text
from kpidef.sql.dialects.literal_table import values_as_selects
from kpidef.sql.dialects.mysql_text import stored_texts, text_functions
from kpidef.sql.dialects.mysql_time import elapsed, moved_times, parsed, utc_times, whole_days
from kpidef.sql.dialects.null import untyped_nulls
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect, Refusal, Rewrite
from kpidef.sql.dialects.rounding import exact_rounding
from kpidef.sql.dialects.short_name import short_names
from kpidef.sql.dialects.truth import cast_truths, extreme_truths

SETTINGS = "SET NAMES utf8mb4 COLLATE {collation}, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES'"


def _is_elsewhere(node: Tree) -> bool:
    assert isinstance(node, exp.AtTimeZone)
    return str(node.args["zone"].name).upper() != "UTC"


def _is_truth_in_text(node: Tree) -> bool:
    assert isinstance(node, exp.Cast)
    return node.to.this is exp.DType.BOOLEAN and is_text(node.this)


REFUSALS = (
    Refusal(
        exp.AtTimeZone,
        "les fuseaux horaires de MySQL et de MariaDB sont des tables qui peuvent manquer, et donnent alors nul",
        "the time zones of MySQL and MariaDB are tables that may be missing, and then give null",
        "enregistrez les instants en UTC (`zone: UTC`)",
        "store instants in UTC (`zone: UTC`)",
        when=_is_elsewhere,
    ),
    Refusal(
        exp.Cast,
        "cast() d'un texte en booléen : MySQL et MariaDB lisent 0 dans tout ce qui n'est pas un nombre",
        "cast() of a text to a boolean: MySQL and MariaDB read 0 in whatever is no number",
        "dites les valeurs vraies par case when",
        "say which values are true with case when",
        when=_is_truth_in_text,
    ),
)


def rewrites(collation: str, group: str) -> tuple[Rewrite, ...]:
    """What both engines need; they differ by a collation's name, and by how a pattern's group is named."""
    return (
        short_names,
        percentile_by_row_number,
        stored_texts(collation),
        untyped_nulls,
        parsed(group),
        whole_days,
        utc_times,
        moved_times,
        elapsed,
        exact_rounding,
        extreme_truths,
        cast_truths,
        text_functions,
        doubled_backslash,
        values_as_selects,
    )


RECORD = Dialect(
    "mysql",
    "mysql",
    rewrites=rewrites("utf8mb4_0900_bin", "$1"),
    refusals=REFUSALS,
    # Merged into a query with window functions, MySQL 9 answers other percentiles than those it is asked for.
    header=SETTINGS.format(collation="utf8mb4_0900_bin") + ", optimizer_switch = 'derived_merge=off'",
    executed=True,
    gathers_bits=True,
)
