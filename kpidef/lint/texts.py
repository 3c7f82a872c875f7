"""The texts for readers that each file carries, and where a fragment of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpidef.errors import KpidefError, Position
from kpidef.lint.subject import Library
from kpidef.spec.records import KpiSpec, MeasureSpec, SourceSpec

_CODE = re.compile(r"`[^`]*`|https?://\S+")
_CONTEXT = 12


@dataclass(frozen=True, slots=True)
class Prose:
    """A text for readers, of the KPI or source `subject`; code in it is blanked out."""

    subject: str
    text: str
    file: Position

    def at(self, start: int, end: int) -> Position:
        """Where the characters [start, end) stand in the file; the id's place where they cannot be found."""
        for margin in (_CONTEXT, 0):
            before = max(start - margin, 0)
            wanted = self.text[before : end + margin]
            for number, line in enumerate(self.file.source.text.splitlines(), start=1):
                found = line.find(wanted)
                if found >= 0:
                    return Position(self.file.source, number, found + start - before + 1, end - start)
        return self.file


def prose(library: Library) -> Iterator[Prose]:
    """Every text of every file, as its author wrote it."""
    for kpi in library.definitions.kpis:
        for text in _kpi_texts(kpi):
            yield Prose(kpi.id.value, _without_code(text), kpi.id.at)
    for source in library.definitions.sources:
        for text in _source_texts(source):
            yield Prose(source.id.value, _without_code(text), source.id.at)


def matches(
    library: Library, pattern: re.Pattern[str], error: type[KpidefError], shown: int = 8
) -> Iterator[KpidefError]:
    """One error for each place where the pattern is found, with `shown` characters around it."""
    for one in prose(library):
        for match in pattern.finditer(one.text):
            around = one.text[max(match.start() - shown, 0) : match.end() + shown].strip()
            yield error(one.at(match.start(), match.end()), subject=one.subject, found=around)


def _without_code(text: str) -> str:
    return _CODE.sub(lambda match: "`" * len(match.group()), text).strip()


def _kpi_texts(kpi: KpiSpec) -> Iterator[str]:
    yield from (text for text in (kpi.label, kpi.description, kpi.details, kpi.notes) if text)
    yield from kpi.pitfalls
    yield from (one.value for one in (*kpi.acronyms, *kpi.synonyms))
    yield from (text for one in kpi.examples for text in (one.name, one.note) if text)
    yield from (text for one in kpi.params for text in (one.label, one.description) if text)
    yield from (one.note for one in kpi.targets if one.note)
    terms = (*kpi.measures, kpi.measure, kpi.numerator, kpi.denominator)
    for term in terms:
        if isinstance(term, MeasureSpec):
            yield from _measure_texts(term)


def _measure_texts(measure: MeasureSpec) -> Iterator[str]:
    yield from (text for text in (measure.label, measure.description) if text)
    for inner in measure.measures:
        yield from _measure_texts(inner)


def _source_texts(source: SourceSpec) -> Iterator[str]:
    yield from (text for text in (source.label, source.description, source.notes) if text)
    for column in source.columns:
        yield from (text for text in (column.label, column.description) if text)
