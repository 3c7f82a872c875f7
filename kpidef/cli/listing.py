"""A list of texts under headings, in every format: for what is not a KPI's result."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpidef.cli.options import Options
from kpidef.cli.output import check_output, emit

if TYPE_CHECKING:
    from kpidef.report import Result


@dataclass(frozen=True, slots=True)
class Listing:
    """Columns by their name in data, with the heading that a reader sees, and rows of texts."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """What a reader sees above the columns."""
        return tuple(heading for _, heading in self.columns)


def emit_listing(listing: Listing, options: Options) -> None:
    """The list in the format asked; a drawn table where a person looks."""
    check_output(options)
    if options.format in (None, "table", "markdown"):
        emit_listings([listing], options)
    else:
        from kpidef.report import render_result

        emit(render_result(_as_result(listing), options.format), options)


def emit_listings(listings: Sequence[Listing], options: Options) -> None:
    """Lists for the eye, one after the other."""
    if options.format == "markdown":
        # A line that touches a table would be one of its rows.
        apart = [replace(one, note=f"\n{one.note}" if one.note else "") for one in listings]
        written = [_titled(one, f"## {one.title}\n", _markdown(one)) for one in apart]
        emit("\n".join(written), options)
    elif options.output is None and sys.stdout.isatty():
        for one in listings:
            _draw(one)
    else:
        plain = [_titled(one, one.title, aligned(one.headings, one.rows)) for one in listings]
        emit("\n".join(plain), options)


def _titled(listing: Listing, title: str, table: str) -> str:
    head = f"{title}\n" if listing.title else ""
    return head + table + (f"{listing.note}\n" if listing.note else "")


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of text under ruled headings, without colour."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "".join(
        _line(line, [width - cell_len(cell) for width, cell in zip(widths, line, strict=True)]) for line in lines
    )


def _as_result(listing: Listing) -> Result:
    import pyarrow as pa

    from kpidef.report import Result

    names = [name for name, _ in listing.columns]
    cells = list(zip(*listing.rows, strict=True)) if listing.rows else [()] * len(names)
    return Result(pa.table([pa.array(column, pa.string()) for column in cells], names=names), kinds={})


def _line(cells: Sequence[str], gaps: Sequence[int]) -> str:
    return "  ".join(cell + " " * gap for cell, gap in zip(cells, gaps, strict=True)).rstrip() + "\n"


def _markdown(listing: Listing) -> str:
    ruled = [listing.headings, ("---",) * len(listing.columns), *listing.rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in ruled)


def _draw(listing: Listing) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    title, caption = (Text(text) if text else None for text in (listing.title, listing.note))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, caption=caption, title_justify="left")
    for heading in listing.headings:
        table.add_column(Text(heading), overflow="fold")
    for row in listing.rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout).print(table)
