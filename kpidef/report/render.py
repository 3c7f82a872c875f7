"""The formats that a result is written in, by their names."""

from __future__ import annotations

from collections.abc import Callable

from kpidef.errors.report import UnknownFormat
from kpidef.report.export import csv_text, json_text, parquet_bytes
from kpidef.report.markdown import markdown_text
from kpidef.report.result import Result
from kpidef.report.terminal import plain_text

_RENDERERS: dict[str, Callable[[Result], str | bytes]] = {
    "table": plain_text,
    "csv": csv_text,
    "json": json_text,
    "parquet": parquet_bytes,
    "markdown": markdown_text,
}

FORMATS = tuple(_RENDERERS)


def render_result(result: Result, name: str) -> str | bytes:
    """The result in a format; bytes for those that are not text."""
    renderer = _RENDERERS.get(name)
    if renderer is None:
        raise UnknownFormat(format=name, known=", ".join(FORMATS))
    return renderer(result)
