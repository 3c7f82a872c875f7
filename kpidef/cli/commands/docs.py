"""kpidef docs: the glossary as a static site, built, or served while one edits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpidef.cli.choice import Choice
from kpidef.cli.command import command
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.cli.output import bar, end_progress, note, progress
from kpidef.errors import Language
from kpidef.errors.command import OptionsTogether

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.pipeline.publishing import Publication
    from kpidef.site.build import Built

_MOST_HANDS = 8
_OPTIONS = ("site", "with_values", "values", "from_store", "locale", "site_url", "connection", "port")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    action = click.Argument(["action"], type=Choice("build", "serve"), metavar="build|serve")
    return command("docs", language, _answer, [action], _OPTIONS)


def _answer(options: Options) -> int:
    if options.action == "serve":
        from kpidef.cli.serving import serve

        return serve(options, lambda: build_site(open_project(options), options))
    built = build_site(open_project(options), options)
    note(options.say("site.built", pages=built.pages, kpis=built.kpis, path=options.site or built.folder))
    return 0


def build_site(project: Project, options: Options) -> Built:
    """Build the site, telling a person who watches how far it is."""
    from kpidef.pipeline.publishing import publish

    def tell(what: str, done: int, total: int) -> None:
        progress(options.say(f"site.{what}", bar=bar(done, total), done=done, total=total))

    try:
        return publish(project, publication(project, options), tell)
    finally:
        end_progress()


def publication(project: Project, options: Options) -> Publication:
    """What the options ask of the build."""
    from kpidef.pipeline.publishing import Publication

    if options.values and options.from_store:
        raise OptionsTogether(first="--values", second="--from-store")
    return Publication(
        output=(Path(options.site) if options.site else project.root / "site").absolute(),
        with_values=options.with_values,
        values=Path(options.values) if options.values else None,
        from_store=options.from_store,
        language="en" if options.locale == "en" else "fr" if options.locale == "fr" else None,
        url=options.site_url,
        connection=options.connection,
        hands=min(os.cpu_count() or 1, _MOST_HANDS),
    )
