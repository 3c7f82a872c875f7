"""KPIs, sources and columns have names for readers, and columns say what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import ColumnUndescribed, LabelMissing
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for spec in (one.spec for one in library.catalog.kpis.values()):
        if not spec.label:
            yield LabelMissing(spec.id.at, subject=spec.id.value)
    for source in (one.spec for one in library.catalog.sources.values()):
        if not source.label:
            yield LabelMissing(source.id.at, subject=source.id.value)
        for column in source.columns:
            for key, text in (("label", column.label), ("description", column.description)):
                if not text:
                    yield ColumnUndescribed(column.name.at, subject=source.id.value, column=column.name.value, key=key)


RULE = Rule(
    "labels",
    (LabelMissing, ColumnUndescribed),
    "Un KPI et une source ont un libellé (`label`), une colonne un libellé et une description : les lecteurs ne voient "
    "pas d'identifiant.",
    "A KPI and a source have a label (`label`), a column a label and a description: readers see no id.",
    _check,
)
