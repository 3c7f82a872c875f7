"""The names that readers know things by: measures, KPIs, sources, columns along a path."""

from __future__ import annotations

from kpidef.catalog.model import AnyMeasure, Catalog, Column, Kpi, Measure, Per
from kpidef.errors import Language
from kpidef.expression.typed import Field
from kpidef.site.texts import say

_BODY = {"numerator", "denominator", "measure"}


def kpi_name(kpi: Kpi) -> str:
    """The KPI's label; its id where it has none."""
    return kpi.label or kpi.id


def term_name(name: str, kpi: Kpi, catalog: Catalog, language: Language) -> str:
    """What a term of a formula is called."""
    measure = kpi.measures.get(name)
    if measure is not None:
        return measure_name(measure, kpi, language)
    return kpi_name(catalog.kpis[name]) if name in catalog.kpis else name.replace("_", " ")


def measure_name(measure: AnyMeasure, kpi: Kpi, language: Language) -> str:
    """The measure's label; else what it is to the KPI."""
    if measure.label:
        return measure.label
    if measure.name in ("numerator", "denominator"):
        return say(f"term.{measure.name}", language)
    return kpi_name(kpi) if measure.name in _BODY else measure.name.replace("_", " ")


def source_name(source: str, catalog: Catalog) -> str:
    """The source's label."""
    known = catalog.sources.get(source)
    return known.label or source if known else source


def column_of(field: Field, source: str, catalog: Catalog, extra: tuple[Column, ...] = ()) -> Column | None:
    """The column that a path leads to; None where a source on the way is not known."""
    own = next((one for one in extra if not field.path and one.name == field.column), None)
    if own is not None:
        return own
    for step in field.path:
        column = catalog.sources[source].columns.get(step) if source in catalog.sources else None
        if column is None or column.references is None:
            return None
        source = column.references.source
    known = catalog.sources.get(source)
    return known.columns.get(field.column) if known else None


def column_name(field: Field, source: str, catalog: Catalog, extra: tuple[Column, ...] = ()) -> str:
    """The label of the column that a path leads to, with the source's where it is another one."""
    column = column_of(field, source, catalog, extra)
    label = column.label if column else ""
    # A column that nobody has labelled bears its own name.
    name = label if label and label != field.column else field.column.replace("_", " ")
    if not field.path:
        return name
    first = catalog.sources[source].columns.get(field.path[0])
    owner = (first.label if first else "") or field.path[0]
    return name if name == owner else f"{name} ({owner})"


def dimension_name(dimension: str, catalog: Catalog) -> str:
    """« clients.segment » -> « Segment (Clients) »; a plain column's name as it is where no source is named."""
    source, _, column = dimension.rpartition(".")
    known = catalog.sources.get(source)
    if known is None or column not in known.columns:
        return dimension
    return f"{known.columns[column].label or column} ({known.label or source})"


def stages(measure: AnyMeasure) -> tuple[Measure, ...]:
    """The measures that really read rows: itself, or those inside its two stages."""
    return measure.measures if isinstance(measure, Per) else (measure,)


def every_measure(kpi: Kpi, catalog: Catalog) -> tuple[tuple[Kpi, AnyMeasure], ...]:
    """The measures of a KPI and of the KPIs that it is computed from, each with the KPI that holds it."""
    waiting = [kpi]
    for one in waiting:
        waiting += [catalog.kpis[name] for name in one.kpi_terms if catalog.kpis[name] not in waiting]
    return tuple((one, measure) for one in waiting for measure in one.measures.values())
