"""A result in a terminal: a drawn table, and plain aligned text for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidef.report.grid import Align, Column, Grid, grid
from kpidef.report.result import Result
from kpidef.report.words import word

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_STYLES = {"good": "green", "watch": "yellow", "bad": "bold red"}


def plain_text(result: Result) -> str:
    """Aligned columns without colour or lines, the same wherever they go."""
    shown = grid(result)
    if not shown.height:
        return word("empty", result.language) + "\n"
    widths = [_width(column) for column in shown.columns]
    lines = [_line([column.heading for column in shown.columns], shown, widths)]
    lines.append("  ".join("-" * width for width in widths))
    lines += [_line(row, shown, widths) for row in shown.rows()]
    return "".join(f"{line}\n" for line in lines)


def rich_table(result: Result) -> Table:
    """A table for rich's console; texts are never read as its markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = grid(result)
    caption = None if shown.height else word("empty", result.language)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption=caption)
    for column in shown.columns:
        table.add_column(Text(column.heading), justify=column.align, no_wrap=column.align == "right")
    verdicts = [row.get("verdict") for row in result.rows()]
    for row, verdict in zip(shown.rows(), verdicts, strict=True):
        table.add_row(*_styled(row, shown, verdict))
    return table


def _styled(row: tuple[str, ...], shown: Grid, verdict: str | None) -> list[Text]:
    from rich.text import Text

    coloured = _STYLES.get(verdict or "", "")
    return [
        Text(text, style=coloured if column.name == "verdict" else "")
        for text, column in zip(row, shown.columns, strict=True)
    ]


def _line(texts: list[str] | tuple[str, ...], shown: Grid, widths: list[int]) -> str:
    parts = [_padded(text, width, one.align) for text, width, one in zip(texts, widths, shown.columns, strict=True)]
    return "  ".join(parts).rstrip()


def _padded(text: str, width: int, align: Align) -> str:
    from rich.cells import cell_len

    gap = " " * (width - cell_len(text))
    return gap + text if align == "right" else text + gap


def _width(column: Column) -> int:
    from rich.cells import cell_len

    return max(cell_len(text) for text in (column.heading, *column.cells))
