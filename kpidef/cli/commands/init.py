"""kpidef init: a project that runs at once, or one that waits for a team's tables."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from shlex import quote

import click

from kpidef.cli.command import command
from kpidef.cli.options import Options
from kpidef.cli.output import note
from kpidef.cli.pipelines import pipeline_files
from kpidef.cli.starter import DATABASE, EXAMPLE, starter_files
from kpidef.errors import Language
from kpidef.errors.command import FolderNotEmpty, OutputNotWritable


def build(language: Language) -> click.Command:
    """The command, in a language."""
    folder = click.Argument(["folder"], metavar="DIR")
    return command("init", language, _answer, [folder], ("empty", "ci"))


def _answer(options: Options) -> int:
    folder = Path(options.folder).absolute()
    try:
        _check_free(folder)
        _make(folder, options)
    except OSError as error:
        raise OutputNotWritable(path=options.folder, cause=error.strerror or error) from error
    note(options.say("made", path=options.folder))
    note(options.say("next_empty" if options.empty else "next", path=quote(options.folder), kpi=EXAMPLE))
    return 0


def _check_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(path=folder)


def _make(folder: Path, options: Options) -> None:
    """Make everything aside, then put it in place: whatever fails, nothing stays."""
    # The nearest folder that exists holds the unfinished one: what follows is a rename on one disk.
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    top = missing[-1] if missing else folder
    unfinished = top.with_name(f".{top.name}.unfinished") if missing else folder / ".unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _fill(unfinished / folder.relative_to(top), options)
        if top.exists():
            _move_into(unfinished, top)
        else:
            unfinished.replace(top)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _fill(folder: Path, options: Options) -> None:
    files = starter_files(_project_language(options), options.empty)
    for name, text in (files | pipeline_files() if options.ci else files).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    if not options.empty:
        from kpidef.demo import write

        note(options.say("making"))
        write(folder / DATABASE)


def _project_language(options: Options) -> Language:
    """French, as the library is, unless English is asked for: a machine's own language says nothing of its readers."""
    wish = options.lang or os.environ.get("KPIDEF_LANG", "")
    return "en" if wish.lower().startswith("en") else "fr"


def _move_into(unfinished: Path, folder: Path) -> None:
    """An empty folder may be someone's current one: it is filled rather than replaced."""
    moved: list[Path] = []
    try:
        for entry in sorted(unfinished.iterdir()):
            entry.replace(folder / entry.name)
            moved.append(folder / entry.name)
    except OSError:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise
