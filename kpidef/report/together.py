"""Several results -> one: the union of their columns; a dimension that a result lacks is rolled up in its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpidef.report.result import Kind, Result

if TYPE_CHECKING:
    import pyarrow as pa

_ORDER: tuple[Kind, ...] = ("key", "dimension", "rolled_up", "value", "comparison", "measure")


def together(results: Sequence[Result], dimensions: Sequence[str] = ()) -> Result:
    """The lines of all the results, in their order; `dimensions` is the order of the cuts, as far as they are named."""
    import pyarrow as pa

    kinds = _kinds(results, dimensions)
    cuts = [name for name, kind in kinds.items() if kind == "dimension"]
    tables = [_whole(one.table, cuts) for one in results]
    table = pa.concat_tables(tables, promote_options="permissive")
    labels: dict[str, str] = {}
    for one in results:
        labels |= one.labels
    statements = tuple(dict.fromkeys(ran for one in results for ran in one.statements))
    errors = tuple(error for one in results for error in one.errors)
    return Result(table.select(list(kinds)), kinds, labels, errors, statements, results[0].language)


def _kinds(results: Sequence[Result], dimensions: Sequence[str]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for one in results:
        found |= {name: kind for name, kind in one.kinds.items() if name not in found}
    rank = {name: at for at, name in enumerate(dimensions)}
    named = sorted(found, key=lambda name: (_ORDER.index(found[name]), rank.get(name, len(rank))))
    return {name: found[name] for name in named}


def _whole(table: pa.Table, cuts: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    lacking = [name for name in cuts if name not in table.column_names]
    if not lacking:
        return table
    rolled = [sorted({*one, *lacking}, key=cuts.index) for one in table.column("rolled_up").to_pylist()]
    place = table.column_names.index("rolled_up")
    table = table.set_column(place, "rolled_up", pa.array(rolled, pa.list_(pa.string())))
    for name in lacking:
        table = table.append_column(name, pa.nulls(table.num_rows))  # its type is that of the results that have it
    return table
