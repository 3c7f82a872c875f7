"""kpidef rows: the rows behind a number, with the terms that count each."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from kpidef.cli.command import command
from kpidef.cli.listing import Listing, emit_listings
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options, kpi_argument
from kpidef.cli.output import check_output, emit, end_progress, progress
from kpidef.errors import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from kpidef.pipeline.behind import RowSet

_SHOWN = 100


def build(language: Language) -> click.Command:
    """The command, in a language."""
    asked = ("connection", "period", "where", "as_of", "limit", "format", "output")
    return command("rows", language, _answer, [kpi_argument()], asked)


def _answer(options: Options) -> int:
    check_output(options)
    project = open_project(options)
    progress(options.say("computing"))
    try:
        found = project.rows(options.kpi, period=options.period, where=options.where, as_of=options.as_of)
    finally:
        end_progress()
    if options.format in (None, "table", "markdown"):
        zone = ZoneInfo(project.calendar.timezone)
        emit_listings([_listing(one, zone, options) for one in found], options)
    else:
        from kpidef.report import Result, render_result

        emit(render_result(Result(_together(found, options.limit), kinds={}), options.format), options)
    return 0


def _listing(found: RowSet, zone: ZoneInfo, options: Options) -> Listing:
    """A source's rows for the eye: columns that hold nothing are left out."""
    shown = found.table.slice(0, options.limit or _SHOWN)
    names = [name for name in shown.column_names if name == "counts_in" or shown.column(name).null_count < len(shown)]
    more = found.table.num_rows - shown.num_rows
    headings = {"period": options.say("part.period"), "counts_in": options.say("column.counts_in")}
    return Listing(
        columns=tuple((name, headings.get(name, name)) for name in names),
        rows=tuple(tuple(_text(row[name], zone, options) for name in names) for row in shown.to_pylist()),
        title=f"{found.label} ({found.source})",
        note=options.say("more", count=more) if more else "",
    )


def _text(value: object, zone: ZoneInfo, options: Options) -> str:
    match value:
        case None:
            return ""
        case bool():
            return options.say("yes" if value else "no")
        case list():
            return ", ".join(str(one) for one in value)
        case datetime(tzinfo=None):
            return value.isoformat(" ")
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None).isoformat(" ")
        case date():
            return value.isoformat()
        case float() | Decimal():
            return f"{value:.12g}" if isinstance(value, float) else f"{value:f}"
        case _:
            from kpidef.report.grid import printable

            return printable(str(value))


def _together(found: Sequence[RowSet], limit: int | None) -> pa.Table:
    """One table of all sources' rows for a program; a column that two of them type differently is text."""
    import pyarrow as pa

    types = _types(one.table.schema for one in found)
    parts = []
    for one in found:
        kept = one.table.slice(0, limit)
        columns = {name: kept.column(name).cast(types[name]) for name in kept.column_names}
        parts.append(pa.table({"source": pa.array([one.source] * kept.num_rows, pa.string()), **columns}))
    return pa.concat_tables(parts, promote_options="default") if parts else pa.table({})


def _types(schemas: Iterable[pa.Schema]) -> dict[str, pa.DataType]:
    import pyarrow as pa

    types: dict[str, pa.DataType] = {}
    for schema in schemas:
        for one in schema:
            types[one.name] = one.type if types.get(one.name, one.type) == one.type else pa.string()
    return types
