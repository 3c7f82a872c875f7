"""The project that the options name, with the clock and the environment that only the command line knows."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kpidef.cli.options import Options
from kpidef.cli.output import note

if TYPE_CHECKING:
    from kpidef.pipeline import Project


def open_project(options: Options, *, strict: bool = True) -> Project:
    """The project, loaded. Raises Problems with every error of every file, unless it is not strict."""
    from kpidef.pipeline import load

    project = load(
        options.project,
        connection=options.connection,
        language=options.language,
        environment=os.environ,
        clock=_now,
        strict=strict,
    )
    if options.verbose:
        note(options.say("reading", path=project.root))
    return project


def question(options: Options) -> dict[str, Any]:
    """What the options ask of `Project.run`, `compile`, `plan` and `explain` alike."""
    return {
        "period": options.period,
        "grain": options.grain,
        "by": options.by,
        "where": options.where,
        "as_of": options.as_of,
        "compare": options.compare,
        "totals": options.total,
        "measures": options.measures,
        "sparse": options.sparse,
    }


def _now() -> datetime:
    return datetime.now(UTC)
