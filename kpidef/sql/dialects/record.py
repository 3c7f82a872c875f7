"""What a dialect is: a short record of what sqlglot does not do right for it, as rewrites and refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

Keeping = Literal["case", "count_if", "filter"]
Rewrite = Callable[[exp.Expr], exp.Expr]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A node that the dialect can't say exactly: why, in both languages, and what to do instead."""

    node: type[exp.Expr]
    reason_fr: str
    reason_en: str
    next_fr: str
    next_en: str
    when: Callable[[exp.Expr], bool] | None = None  # None: always


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's SQL. Rewrites run in their order, each over the whole neutral tree, from the leaves up."""

    name: str
    sqlglot: str  # the sqlglot dialect that writes the text
    rewrites: tuple[Rewrite, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    header: str = ""  # settings that every session needs, told in the docs
    has_decimals: bool = True  # whether money is added up exactly; floats do it otherwise
    executed: bool = False  # whether the tests really run it
    folds_times: bool = False  # whether times are cheaper cut to a day or to an hour than compared with bounds
    counts_months: bool = False  # whether a date's month, or its day's rank, is cheaper computed than compared
    keeps_by: Keeping = "case"  # what an aggregate keeps its rows by, the quickest of what the engine has
    casts_columns: bool = False  # whether a literal table's texts are cast as a column, for shorter SQL
    generates_series: bool = False  # whether GENERATE_SERIES gives a table of numbers
    folds_conditions: bool = False  # whether many conditions are cheaper judged once a sort of row than row by row
    gathers_bits: bool = False  # whether BIT_OR gathers the bits of a group, and & tests them: as tried on the engine
