"""What a rule looks at: a measure, as resolved and as written, and the source that it reads."""

from __future__ import annotations

from dataclasses import dataclass

from kpidef.catalog.model import Measure
from kpidef.spec.records import MeasureSpec, SourceSpec


@dataclass(frozen=True, slots=True)
class Case:
    """A measure under examination."""

    measure: Measure
    source: SourceSpec
    spec: MeasureSpec

    @property
    def written(self) -> str:
        """The time rule as its author wrote it."""
        if self.spec.at is not None:
            return f"at: {self.spec.at}"
        return f"flow: {self.spec.flow}" if self.spec.flow is not None else "time"
