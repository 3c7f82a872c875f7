"""Definitions -> catalogue: every error of every file, or every name resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kpidef.catalog.family import families
from kpidef.catalog.horizon import longest, measure_horizon
from kpidef.catalog.kpi import KpiBook, check_terms, resolve_kpi
from kpidef.catalog.merge import extend, merge
from kpidef.catalog.model import Catalog, Kpi, Source
from kpidef.catalog.parameter import read_parameters
from kpidef.catalog.source import SourceBook
from kpidef.catalog.version import source_texts, whole_version
from kpidef.errors import KpidefError, Problems
from kpidef.errors.catalog import UnknownColumn
from kpidef.spec.records import Definitions, ParamSpec, Text


def resolve(
    definitions: Definitions,
    timezone: str = "Europe/Paris",
    params: Iterable[ParamSpec] = (),
    hide: Iterable[Text] = (),
) -> Catalog:
    """The catalogue of a set of definitions; what has an error is left out and told in `errors`."""
    errors: list[KpidefError] = []
    specs = extend(merge(definitions.kpis, errors), errors)
    overrides = {param.name.value: param for param in params}
    book = SourceBook(
        merge(definitions.sources, errors).values(),
        timezone,
        read_parameters(overrides.values(), {}, frozenset(specs)),
    )
    sources = book.resolve_all()
    texts = source_texts(sources)
    kpi_book = KpiBook(specs, book, overrides, errors)
    kpis: dict[str, Kpi] = {}
    for name in sorted(specs):
        try:
            kpis[name] = resolve_kpi(specs[name], kpi_book, texts)
        except Problems as problems:
            errors += problems.errors
        except KpidefError as error:
            errors.append(error)
    if not errors:
        errors += check_terms(kpis)
    errors += book.errors
    shown = _visible(kpis, {text.value for text in hide})
    return Catalog(
        sources=sources,
        kpis=shown if errors else {name: finished(name, kpis, sources, texts) for name in shown},
        families=families(definitions.families),
        timezone=timezone,
        errors=_once(errors, book),
    )


def finished(name: str, kpis: Mapping[str, Kpi], sources: Mapping[str, Source], texts: Mapping[str, str]) -> Kpi:
    """A KPI with what those that its formula names add to it: how far ahead it looks, and its whole version."""
    kpi, *terms = (kpis[part] for part in _closure(name, kpis))
    measures = [one for part in (kpi, *terms) for one in part.measures.values()]
    return replace(
        kpi,
        horizon=longest(measure_horizon(one, sources) for one in measures),
        version=whole_version(kpi, terms, sources, texts),
    )


def _once(errors: Iterable[KpidefError], book: SourceBook) -> tuple[KpidefError, ...]:
    """The errors, each once, without those that a broken column causes where it is named."""
    told = {(error.code, str(error.at), error.cause("en")): error for error in errors if not _follows(error, book)}
    return tuple(told.values())


def _follows(error: KpidefError, book: SourceBook) -> bool:
    return isinstance(error, UnknownColumn) and error.fields["name"] in book.names(str(error.fields["source"]))


def _visible(kpis: Mapping[str, Kpi], hidden: set[str]) -> dict[str, Kpi]:
    """What is not hidden, and what the rest still needs as a term."""
    kept = {name for name, kpi in kpis.items() if name not in hidden and kpi.family not in hidden}
    waiting = list(kept)
    while waiting:
        kpi = kpis[waiting.pop()]
        needed = [name for name in kpi.kpi_terms if name in kpis and name not in kept]
        kept.update(needed)
        waiting += needed
    return {name: kpi for name, kpi in kpis.items() if name in kept}


def _closure(name: str, kpis: Mapping[str, Kpi]) -> list[str]:
    seen = [name]
    for one in seen:
        seen += [term for term in kpis[one].kpi_terms if term not in seen]
    return seen
