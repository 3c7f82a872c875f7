"""What a glossary is made from: the catalogue, and what the engine found out about each KPI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kpidef.catalog.model import Catalog
from kpidef.errors import Language
from kpidef.site.settings import Settings


@dataclass(frozen=True, slots=True)
class SqlText:
    """A KPI's statement in a dialect, or the code and the reason of its refusal."""

    dialect: str
    text: str = ""
    refusal: str = ""
    is_run: bool = False  # the tests really ran it


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example that the engine ran: what it was given, and what came out."""

    name: str
    period: str
    given: Mapping[str, tuple[Mapping[str, str | None], ...]]
    measures: Mapping[str, float | None]
    lines: tuple[WorkedLine, ...] = ()
    note: str = ""
    is_as_expected: bool = True


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """One line of an example's answer; `group` names its period and dimensions where there are several."""

    group: str
    value: float | None
    numerator: float | None
    denominator: float | None
    null_reason: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """A period's value."""

    period: str
    start: date | None
    end: date | None
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    target: float | None = None
    verdict: str | None = None
    complete: bool = True
    null_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a definition: from its own `history`, or from the repository with what was changed."""

    day: str  # ISO date
    note: str
    author: str = ""
    revision: str = ""
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one KPI beyond its definition."""

    sql: tuple[SqlText, ...] = ()  # shown as tabs
    files: tuple[SqlText, ...] = ()  # linked only
    examples: tuple[Worked, ...] = ()
    points: tuple[Point, ...] = ()
    failure: str = ""  # the code of the error that left the KPI without values
    lacking: tuple[str, ...] = ()  # the sources that it needs and that are not bound
    changes: tuple[Change, ...] = ()
    definition: str = ""  # the YAML text
    file: str = ""  # where it is in the project; "" of a library's


@dataclass(frozen=True, slots=True)
class Glossary:
    """Everything that the site shows."""

    catalog: Catalog
    settings: Settings
    language: Language
    facts: Mapping[str, Facts]
    tables: Mapping[str, str] = field(default_factory=dict)  # source -> the warehouse's table, where it has a name
    with_values: bool = False
    as_of: date | None = None
    kind: Literal["project", "library"] = "project"

    def of(self, kpi: str) -> Facts:
        """What is known of a KPI; nothing of one that was never looked at."""
        return self.facts.get(kpi, Facts())
