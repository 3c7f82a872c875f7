"""A small company with a source of each time shape, and a bench that answers requests about it on DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpidef.calendar import Calendar
from kpidef.catalog.binding import identity_binding
from kpidef.catalog.resolve import resolve
from kpidef.errors import Problems, SourceText
from kpidef.pipeline import Project
from kpidef.spec import read_file, read_project
from kpidef.spec.records import Definitions, SourceSpec
from kpidef.warehouse import Scratch, ScratchTable, scratch

SOURCES: dict[str, dict[str, Any]] = {
    "clients": {
        "source": "clients",
        "key": "client_id",
        "columns": {"client_id": {"type": "text"}, "segment": {"type": "text"}, "region": {"type": "text"}},
    },
    "abonnements": {
        "source": "abonnements",
        "key": "abonnement_id",
        "validity": {"from": "debut", "to": "fin"},
        "columns": {
            "abonnement_id": {"type": "text"},
            "client_id": {"type": "text", "references": "clients.client_id"},
            "canal": {"type": "text"},
            "debut": {"type": "date"},
            "fin": {"type": "date"},
            "mrr": {"type": "decimal"},
        },
    },
    "ventes": {
        "source": "ventes",
        "key": "vente_id",
        "time": "vendue_le",
        "columns": {
            "vente_id": {"type": "text"},
            "client_id": {"type": "text", "references": "clients.client_id"},
            "canal": {"type": "text", "same_as": "abonnements.canal"},
            "vendue_le": {"type": "timestamptz"},
            "montant": {"type": "decimal"},
        },
    },
    "photos": {
        "source": "photos",
        "key": ["client_id", "photo_le"],
        "snapshot": {"at": "photo_le", "stale_after": "40 days"},
        "columns": {
            "client_id": {"type": "text", "references": "clients.client_id"},
            "photo_le": {"type": "date"},
            "offre": {"type": "text"},
            "valeur": {"type": "integer"},
        },
    },
}
NUMBER = {"abonnements": "mrr", "ventes": "montant", "photos": "valeur"}
OWN_CUT = {"abonnements": "canal", "ventes": "canal", "photos": "offre"}
AS_OF = datetime(2026, 7, 1)

Rows = Mapping[str, Sequence[Sequence[Any]]]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """An engine that holds one company's rows at a time."""

    warehouse: Scratch

    def hold(self, rows: Rows) -> None:
        self.warehouse.load([_table(name, rows.get(name, ())) for name in SOURCES])

    def ask(self, kpis: Iterable[Mapping[str, Any]], names: str | Sequence[str], **asked: Any) -> list[Line]:
        """The result's lines, for KPIs that are defined on the spot."""
        return self.answer(project_of(kpis), names, **asked)

    def answer(self, project: Project, names: str | Sequence[str], **asked: Any) -> list[Line]:
        return project.run(names, connection=self.warehouse, **asked).to_arrow().to_pylist()


@contextmanager
def opened_bench() -> Iterator[Bench]:
    with scratch() as warehouse:
        yield Bench(warehouse)


def project_of(kpis: Iterable[Mapping[str, Any]]) -> Project:
    """A project whose files are these KPIs and the company's sources. Raises Problems."""
    definitions, errors = _definitions(kpis)
    catalog = resolve(definitions)
    if errors or catalog.errors:
        raise Problems([*errors, *catalog.errors])
    spec, _ = read_project(SourceText("kpidef.yml", "kpidef: 1\nlibraries: []\n"))
    assert spec is not None
    return Project(
        root=Path(),
        spec=spec,
        definitions=definitions,
        catalog=catalog,
        calendar=Calendar("Europe/Paris"),
        bindings={name: identity_binding(source) for name, source in catalog.sources.items()},
        locale="fr",
        as_of=AS_OF,
        connection=None,
        environment={},
        clock=lambda: datetime(2026, 7, 1, tzinfo=UTC),
    )


def definition_text(definition: Mapping[str, Any]) -> str:
    """A definition's file: JSON is YAML."""
    return json.dumps(definition, ensure_ascii=False, indent=2)


def name_of(definition: Mapping[str, Any]) -> str:
    return next(str(definition[key]) for key in ("kpi", "source", "override") if key in definition)


def by_line(lines: Iterable[Line], dimensions: Iterable[str], *facts: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The facts of each line, by what the line is about."""
    names = tuple(dimensions)
    listed = [
        ((line["kpi"], line["period_start"], line["period_end"], *(line[name] for name in names)), line)
        for line in lines
    ]
    found = {key: tuple(rounded(line[fact]) for fact in facts or ("value",)) for key, line in listed}
    assert len(found) == len(listed), "a line appears twice"
    return found


def rounded(value: Any) -> Any:
    """A number to twelve significant digits: sums of floats depend on their order."""
    return float(f"{value:.12g}") if isinstance(value, int | float | Decimal) and value is not True else value


def _definitions(kpis: Iterable[Mapping[str, Any]]) -> tuple[Definitions, list[Any]]:
    errors, sources, specs = [], [], []
    for identifier, definition in [*SOURCES.items(), *((name_of(one), one) for one in kpis)]:
        spec, wrong = read_file(SourceText(f"{identifier}.yml", definition_text(definition)))
        errors += wrong
        (sources if isinstance(spec, SourceSpec) else specs).append(spec)
    return Definitions(tuple(sources), tuple(specs), ()), errors


def _table(name: str, rows: Sequence[Sequence[Any]]) -> ScratchTable:
    return ScratchTable(name, tuple((column, one["type"]) for column, one in SOURCES[name]["columns"].items()), rows)
