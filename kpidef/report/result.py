"""What a request answers with: tidy rows, and what is needed to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kpidef.errors import KpidefError, Language
from kpidef.errors.report import MissingPackage

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Kind = Literal["key", "dimension", "rolled_up", "value", "measure", "comparison"]


@dataclass(frozen=True, slots=True)
class Ran:
    """A statement that a warehouse has answered: in how many seconds, with how many rows."""

    sql: str
    seconds: float
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The tidy rows of a request, one for each KPI, period and group, with the texts and errors that go with them.

    `kinds` says what each column is; `labels` names the KPIs, and the columns where they have a name.
    """

    table: pa.Table
    kinds: Mapping[str, Kind]
    labels: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[KpidefError, ...] = ()
    statements: tuple[Ran, ...] = ()
    language: Language = "fr"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names, in the order of the rows."""
        return tuple(self.table.column_names)

    def of_kind(self, kind: Kind) -> tuple[str, ...]:
        """The columns of a kind, in order."""
        return tuple(column for column in self.columns if self.kinds.get(column) == kind)

    def rows(self) -> list[dict[str, Any]]:
        """The rows as Python values."""
        rows: list[dict[str, Any]] = self.table.to_pylist()
        return rows

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self.table

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        try:
            import pandas as pd  # noqa: F401
        except ImportError:
            raise MissingPackage(package="pandas") from None
        return self.table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars frame."""
        try:
            import polars as pl
        except ImportError:
            raise MissingPackage(package="polars") from None
        frame = pl.from_arrow(self.table)
        return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()

    def _repr_html_(self) -> str:
        from kpidef.report.notebook import notebook_html

        return notebook_html(self)
