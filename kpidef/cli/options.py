"""The options, each declared once: one name, one meaning, whatever the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from kpidef.cli.choice import Choice, Count, KpiId
from kpidef.cli.texts import say
from kpidef.errors import Language

GRAINS = ("day", "week", "month", "quarter", "semester", "year")
FORMATS = ("table", "csv", "json", "parquet", "markdown")
TARGETS = ("json", "schema")
ALWAYS = ("project", "lang", "debug", "verbose")
REQUEST = ("connection", "period", "grain", "by", "where", "as_of", "compare", "total", "measures", "sparse")

_FLAG: dict[str, Any] = {"is_flag": True}
_MANY: dict[str, Any] = {"multiple": True}
_DECLARED: dict[str, dict[str, Any]] = {
    "project": {"metavar": "DIR"},
    "connection": {"metavar": "NAME|URL"},
    "period": {"metavar": "PERIOD"},
    "grain": {"metavar": "GRAIN", "type": Choice(*GRAINS)},
    "by": {"metavar": "DIMENSION", **_MANY},
    "where": {"metavar": "CONDITION", **_MANY},
    "as_of": {"metavar": "DATE"},
    "compare": {"metavar": "WITH", "type": Choice("previous", "year_ago", "target")},
    "total": {"metavar": "DIMENSION|all", **_MANY},
    "measures": _FLAG,
    "sparse": _FLAG,
    "dialect": {"metavar": "DIALECT"},
    "format": {"metavar": "FORMAT", "type": Choice(*FORMATS)},
    "output": {"metavar": "FILE"},
    "lang": {"metavar": "fr|en", "type": Choice("fr", "en")},
    "debug": _FLAG,
    "verbose": _FLAG,
    "family": {"metavar": "FAMILY"},
    "empty": _FLAG,
    "ci": _FLAG,
    "limit": {"metavar": "N", "type": Count()},
    "yes": _FLAG,
    "dry_run": _FLAG,
    "estimate": _FLAG,
    "min_confidence": {"metavar": "PERCENT", "type": Count()},
    "to": {"metavar": "|".join(TARGETS), "type": Choice(*TARGETS)},
    "site": {"metavar": "DIR"},
    "with_values": _FLAG,
    "values": {"metavar": "FILE"},
    "locale": {"metavar": "fr|en", "type": Choice("fr", "en")},
    "site_url": {"metavar": "URL"},
    "port": {"metavar": "N", "type": Count()},
    "all": _FLAG,
    "report": {"metavar": "FILE"},
    "from_store": {"metavar": "TABLE"},
    "into": {"metavar": "TABLE"},
    "refresh": _FLAG,
    "as_form": {"metavar": "view|model", "type": Choice("view", "model")},
    "calendar": {"metavar": "TABLE"},
    "name": {"metavar": "NAME"},
}
# An option whose command means something else by it than the other commands do.
_WRITTEN = {"site": "output", "as_form": "as"}


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line asks; a command that lacks an option has its default."""

    language: Language
    project: str | None = None
    lang: str | None = None
    debug: bool = False
    verbose: bool = False
    connection: str | None = None
    period: str | None = None
    grain: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    as_of: str | None = None
    compare: str | None = None
    total: tuple[str, ...] = ()
    measures: bool = False
    sparse: bool = False
    dialect: str | None = None
    format: str | None = None
    output: str | None = None
    family: str | None = None
    empty: bool = False
    ci: bool = False
    limit: int | None = None
    yes: bool = False
    dry_run: bool = False
    estimate: bool = False
    min_confidence: int | None = None
    to: str | None = None
    sources: tuple[str, ...] = ()
    site: str | None = None
    with_values: bool = False
    values: str | None = None
    locale: str | None = None
    site_url: str | None = None
    port: int | None = None
    all: bool = False
    report: str | None = None
    from_store: str | None = None
    into: str | None = None
    refresh: bool = False
    as_form: str | None = None
    calendar: str | None = None
    name: str | None = None
    action: str = ""
    kpis: tuple[str, ...] = ()
    kpi: str = ""
    folder: str = ""
    shell: str = ""

    def say(self, text: str, /, **fields: object) -> str:
        """A text of the command line, in the language of this invocation."""
        return say(text, self.language, **fields)


def option(name: str, language: Language) -> click.Option:
    """An option by its name."""
    written = f"--{_WRITTEN.get(name, name).replace('_', '-')}"
    return click.Option([written, name], help=say(f"option.{name}", language), **_DECLARED[name])


def metavar_of(written: str) -> str | None:
    """What stands for the value of `--option`; None for a flag."""
    declared = _DECLARED.get(written.removeprefix("--").replace("-", "_"), _FLAG)
    metavar: str | None = declared.get("metavar")
    return metavar


def kpi_arguments(required: bool = True) -> click.Argument:
    """KPI..."""
    return click.Argument(
        ["kpis"], nargs=-1, required=required, type=KpiId(), metavar="KPI..." if required else "[KPI...]"
    )


def kpi_argument() -> click.Argument:
    """KPI"""
    return click.Argument(["kpi"], type=KpiId(), metavar="KPI")
