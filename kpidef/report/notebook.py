"""A result in a notebook: a table, and the trend of each KPI over its periods."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from kpidef.errors import render
from kpidef.report.grid import Grid, grid
from kpidef.report.result import Result
from kpidef.report.trend import trend_svg
from kpidef.report.words import word

_MOST_LINES = 8


def notebook_html(result: Result) -> str:
    """An HTML fragment without script or style sheet; every text is escaped."""
    shown = grid(result)
    body = _table(shown) if shown.height else f"<p>{word('empty', result.language)}</p>"
    errors = "".join(f"<pre>{escape(render(error, result.language))}</pre>" for error in result.errors)
    return f'<div class="kpidef">{body}{"".join(_trends(result))}{errors}</div>'


def _table(shown: Grid) -> str:
    aligns = [f' style="text-align: {column.align}"' for column in shown.columns]
    head = "".join(
        f"<th{align}>{escape(column.heading)}</th>" for align, column in zip(aligns, shown.columns, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{align}>{escape(text)}</td>" for align, text in zip(aligns, row, strict=True)) + "</tr>"
        for row in shown.rows()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _trends(result: Result) -> Iterator[str]:
    rows = result.rows()
    for kpi in dict.fromkeys(row["kpi"] for row in rows):
        label = result.labels.get(kpi, kpi)
        drawing = trend_svg(_series(result, [row for row in rows if row["kpi"] == kpi]), label)
        if drawing:
            caption = f"{label}, {word('trend', result.language)}"
            yield f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"


def _series(result: Result, rows: list[dict[str, Any]]) -> list[list[float | None]]:
    """One run of values a group, over the periods in order; the total alone where there is one."""
    dimensions = result.of_kind("dimension")
    periods = list(dict.fromkeys(row["period"] for row in rows))
    if len(periods) < 2:
        return []
    totals = [row for row in rows if set(row.get("rolled_up") or ()) >= set(dimensions)]
    groups: dict[tuple[Any, ...], dict[str, float | None]] = {}
    for row in totals or rows:
        key = (*(row[name] for name in dimensions), tuple(row.get("rolled_up") or ()))
        groups.setdefault(key, {})[row["period"]] = row["value"]
    return [[values.get(period) for period in periods] for values in list(groups.values())[:_MOST_LINES]]
