"""A report's parts: a file each in a folder, or one after the other on standard output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.cli.options import Options
from kpidef.cli.output import emit_result, note, write_whole
from kpidef.errors.command import OutputNotWritable

if TYPE_CHECKING:
    from kpidef.pipeline.reporting import Part
    from kpidef.report import Result

_SUFFIXES = {"table": "txt", "markdown": "md"}


def emit_parts(parts: Iterable[Part], options: Options) -> None:
    """The answers that there are, where the options want them."""
    answered = [(part, part.result) for part in parts if part.result is not None]
    if options.output is not None:
        _write(answered, Path(options.output), options)
    elif options.format in (None, "table", "markdown"):
        for part, result in answered:
            print(f"## {part.label}\n" if options.format == "markdown" else f"{part.label}\n")
            emit_result(result, options)
            print()
    elif answered:
        from kpidef.report.together import together

        emit_result(together([_named(part.name, result) for part, result in answered]), options)


def _write(answered: Sequence[tuple[Part, Result]], folder: Path, options: Options) -> None:
    from kpidef.report import render_result

    name = options.format or "csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(path=folder, cause=error.strerror or error) from error
    for part, result in answered:
        write_whole(folder / f"{part.name}.{_SUFFIXES.get(name, name)}", render_result(result, name))
    note(options.say("written", path=folder))


def _named(name: str, result: Result) -> Result:
    """The lines, each under the name of its request."""
    import pyarrow as pa

    table = result.table.add_column(0, "request", pa.repeat(pa.scalar(name), result.table.num_rows))
    return replace(result, table=table, kinds={"request": "key", **result.kinds})
