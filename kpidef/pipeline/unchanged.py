"""A project that was found right, and has not changed since: each KPI is read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpidef.calendar import Calendar
from kpidef.catalog.model import Catalog
from kpidef.catalog.on_demand import OnDemand
from kpidef.catalog.recall import Known, recall
from kpidef.errors import KpidefError
from kpidef.pipeline.certificate import Certificate, Mark
from kpidef.pipeline.gathering import Written
from kpidef.pipeline.reading import read_families, read_written
from kpidef.spec.records import Definitions, FamilySpec, KpiSpec, ProjectSpec, SourceSpec


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The files of a project with what each was found to define."""

    files: tuple[tuple[Written, Mark], ...]
    shown: tuple[str, ...]


def unchanged(found: Sequence[Written | KpidefError], certificate: Certificate) -> Unchanged | None:
    """The files under their certificate; None where it cannot be theirs."""
    written = tuple(one for one in found if isinstance(one, Written))
    if len(written) != len(found) or len(written) != len(certificate.marks):
        return None
    return Unchanged(tuple(zip(written, certificate.marks, strict=True)), certificate.shown)


def recall_project(files: Unchanged, project: ProjectSpec, calendar: Calendar) -> tuple[Definitions, Catalog] | None:
    """What the project means; None where, against its certificate, something in it is wrong."""
    sources = tuple(_source(written) for written, mark in files.files if mark.kind == "source")
    families = [one for written, mark in files.files if mark.kind == "library" for one in read_families(written)[0]]
    kpis = [(written, mark) for written, mark in files.files if mark.kind == "kpi"]
    specs = OnDemand((str(rank) for rank in range(len(kpis))), lambda rank: _kpi(kpis[int(rank)][0]))
    every: tuple[FamilySpec, ...] = (*families, *project.families)
    definitions = Definitions(tuple(one for one in sources if one is not None), specs.values(), every)
    known = Known(definitions, specs, _parts(mark for _, mark in kpis), files.shown, _shipped(kpis))
    catalog = recall(known, calendar.timezone, project.params)
    return (definitions, catalog) if None not in sources and not catalog.errors else None


def _source(written: Written) -> SourceSpec | None:
    spec, errors = read_written(written)
    return spec if isinstance(spec, SourceSpec) and not errors else None


def _kpi(written: Written) -> KpiSpec:
    spec, errors = read_written(written)
    assert isinstance(spec, KpiSpec), "the certificate says so"
    if errors:
        raise errors[0]
    return spec


def _parts(marks: Iterable[Mark]) -> dict[str, tuple[str, ...]]:
    """The files that make up each KPI: the one that defines it, then those that override it, by rank."""
    parts: dict[str, tuple[str, ...]] = {}
    for rank, mark in sorted(enumerate(marks), key=lambda one: one[1].override):
        parts[mark.id] = (*parts.get(mark.id, ()), str(rank))
    return parts


def _shipped(kpis: Iterable[tuple[Written, Mark]]) -> frozenset[str]:
    return frozenset(mark.id for written, mark in kpis if written.library)
