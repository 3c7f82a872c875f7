"""ClickHouse: nullable types, wide dates, joins by equality; three settings give nulls their usual meaning."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.backslash import doubled_backslash
from kpidef.sql.dialects.build import Tree
from kpidef.sql.dialects.clickhouse_join import equalities_in_joins, explicit_names
from kpidef.sql.dialects.clickhouse_number import (
    bits_by_function,
    exact_literals,
    exact_quantiles,
    exact_remainders,
    following_or_null,
    read_numbers,
    signed_counts,
)
from kpidef.sql.dialects.clickhouse_text import by_character
from kpidef.sql.dialects.clickhouse_time import elapsed, in_utc, moved_times, parsed, whole_parts, wide_times
from kpidef.sql.dialects.record import Dialect, Refusal
from kpidef.sql.dialects.rounding import exact_rounding
from kpidef.sql.dialects.truth import extreme_truths

HEADER = (
    "SET join_use_nulls = 1, aggregate_functions_null_for_empty = 1, prefer_column_name_to_alias = 1, "
    "session_timezone = 'UTC'"
)


def _is_elsewhere(node: Tree) -> bool:
    assert isinstance(node, exp.AtTimeZone)
    return str(node.args["zone"].name).upper() != "UTC"


REFUSALS = (
    Refusal(
        exp.AtTimeZone,
        "ClickHouse lit autrement les heures locales qui existent deux fois, ou pas du tout",
        "ClickHouse reads otherwise the local times that exist twice, or not at all",
        "enregistrez les instants en UTC (`zone: UTC`), ou dans une colonne DateTime qui dit son fuseau",
        "store instants in UTC (`zone: UTC`), or in a DateTime column that says its zone",
        when=_is_elsewhere,
    ),
)
RECORD = Dialect(
    "clickhouse",
    "clickhouse",
    rewrites=(
        exact_literals,
        exact_remainders,
        exact_rounding,
        read_numbers,
        exact_quantiles,
        signed_counts,
        bits_by_function,
        following_or_null,
        extreme_truths,
        parsed,
        wide_times,
        in_utc,
        moved_times,
        elapsed,
        whole_parts,
        doubled_backslash,
        by_character,
        equalities_in_joins,
        explicit_names,
    ),
    refusals=REFUSALS,
    header=HEADER,
    executed=True,
    gathers_bits=True,
    keeps_by="filter",
)
