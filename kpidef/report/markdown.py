"""A result as a Markdown table."""

from __future__ import annotations

import re

from kpidef.report.grid import grid
from kpidef.report.result import Result
from kpidef.report.words import word


def markdown_text(result: Result) -> str:
    """A pipe table; texts are never read as Markdown or HTML."""
    shown = grid(result)
    if not shown.height:
        return word("empty", result.language) + "\n"
    rules = ["---:" if column.align == "right" else "---" for column in shown.columns]
    rows = [[_escaped(text) for text in row] for row in shown.rows()]
    lines = [[_escaped(column.heading) for column in shown.columns], rules, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(text: str) -> str:
    marked = re.sub(r"([\\|`*_\[\]])", r"\\\1", text)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
