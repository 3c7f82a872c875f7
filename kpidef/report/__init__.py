"""A result for its readers: terminal, CSV, JSON, Parquet, Markdown, notebooks, and the formats of their language."""

from kpidef.report.export import csv_text, json_text, parquet_bytes
from kpidef.report.formats import format_change, format_date, format_difference, format_number, format_value
from kpidef.report.markdown import markdown_text
from kpidef.report.notebook import notebook_html
from kpidef.report.render import FORMATS, render_result
from kpidef.report.result import Kind, Result
from kpidef.report.terminal import plain_text, rich_table
from kpidef.report.trend import trend_svg

__all__ = [
    "FORMATS",
    "Kind",
    "Result",
    "csv_text",
    "format_change",
    "format_date",
    "format_difference",
    "format_number",
    "format_value",
    "json_text",
    "markdown_text",
    "notebook_html",
    "parquet_bytes",
    "plain_text",
    "render_result",
    "rich_table",
    "trend_svg",
]
