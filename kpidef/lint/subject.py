"""What a rule looks at: a whole library, as resolved and as written, on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kpidef.catalog.model import Catalog
from kpidef.errors import KpidefError
from kpidef.spec.records import Definitions


@dataclass(frozen=True, slots=True)
class Library:
    """Definitions under examination; `needs` are the columns that their KPIs read, by source."""

    catalog: Catalog
    definitions: Definitions
    needs: Mapping[str, Collection[str]]
    today: date


Check = Callable[[Library], Iterator[KpidefError]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the errors that it answers with, what it asks and why, and how it looks."""

    name: str
    errors: tuple[type[KpidefError], ...]
    fr: str
    en: str
    check: Check
