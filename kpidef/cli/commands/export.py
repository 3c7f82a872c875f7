"""kpidef export: the catalogue and the schemas, for other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kpidef.cli.command import command
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.cli.output import emit, note, write_whole
from kpidef.errors import Language
from kpidef.errors.command import OutputNotWritable


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("export", language, _answer, options=("to", "output"))


def _answer(options: Options) -> int:
    if options.to == "schema":
        _schemas(options)
    else:
        from kpidef.pipeline.exporting import export_catalogue

        catalogue = export_catalogue(open_project(options))
        emit(json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n", options)
    return 0


def _schemas(options: Options) -> None:
    from kpidef.pipeline.schemas import schema_files

    files = schema_files()
    if options.output is None:
        schemas = {name.removesuffix(".schema.json"): json.loads(text) for name, text in files.items()}
        emit(json.dumps(schemas, ensure_ascii=False, indent=1) + "\n", options)
        return
    folder = Path(options.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(path=folder, cause=error.strerror or error) from error
    for name, text in files.items():
        write_whole(folder / name, text)
    note(options.say("written", path=options.output))
