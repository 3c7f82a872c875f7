"""The library over the shipped company: its numbers for eighteen months, computed once."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

import kpidef
from kpidef.demo import write
from kpidef.demo.schema import table_names

COLUMNS = ["kpi", "period", "value", "group"]
PERIOD = "2025-01..2026-06"
MONTHS = [date(2025 + index // 12, index % 12 + 1, 1) for index in range(19)]
# Flows that the library does not name, to close its accounts.
OWN = {
    "clients_entres": "source: abonnements, agg: count_distinct, expr: client_id, flow: in",
    "effectif_entre": "source: employes, agg: count, flow: in",
    "effectif_sorti": "source: employes, agg: count, flow: out",
    "mrr_debut": "source: abonnements, agg: sum, expr: mrr, at: start",
    "mrr_entre": "source: abonnements, agg: sum, expr: mrr, flow: in",
    "mrr_sorti": "source: abonnements, agg: sum, expr: mrr, flow: out",
}


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """A project that has the library and nothing else."""
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "kpidef.yml").write_text("kpidef: 1\nas_of: 2026-07-01\nlibraries: [core]\n", encoding="utf-8")
    return kpidef.load(folder)


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    """A project on the library, bound to the company by the names of the logical model."""
    folder = tmp_path_factory.mktemp("library")
    write(folder / "entreprise.duckdb")
    (folder / "definitions").mkdir()
    for name, body in OWN.items():
        (folder / f"definitions/{name}.yml").write_text(f"kpi: {name}\nmeasure: {{{body}}}\n", encoding="utf-8")
    bound = "".join(f"  {name}: {{table: {name}}}\n" for name in sorted(table_names()))
    (folder / "kpidef.yml").write_text(
        "kpidef: 1\nname: Entreprise\ntimezone: Europe/Paris\nas_of: 2026-07-01\nlibraries: [core]\n"
        "definitions: [definitions/]\n"
        f"connection: duckdb:///entreprise.duckdb\nbindings:\n{bound}",
        encoding="utf-8",
    )
    return kpidef.load(folder)


@pytest.fixture(scope="session")
def warehouse(company):
    """The company's database, open for kpidef for as long as the tests run."""
    with company.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def numbers(company, warehouse):
    """(KPI, month) -> value, of every KPI and variant."""
    found = {}
    for kpis in by_family(company.catalog.kpis.values()):
        result = company.run(kpis, period=PERIOD, grain="month", connection=warehouse)
        assert not result.errors
        found |= {(row["kpi"], row["period"]): row["value"] for row in result.rows()}
    return found


@pytest.fixture(scope="session")
def cut_lines(company, warehouse):
    """The lines of every KPI by each of its dimensions, for eighteen months."""
    found = []
    for name in sorted({name for kpi in company.catalog.kpis.values() for name in kpi.dimensions}):
        for kpis in by_family(kpi for kpi in company.catalog.kpis.values() if name in kpi.dimensions):
            result = company.run(kpis, period=PERIOD, grain="month", by=name, connection=warehouse)
            assert not result.errors
            lines = result.table.select(["kpi", "period", "value", name]).rename_columns(COLUMNS).to_pylist()
            found += [{**line, "dimension": name} for line in lines]
    return found


def by_family(kpis):
    """Lists of ids: one statement for all of them would be long to plan."""
    families = {}
    for kpi in kpis:
        families.setdefault(kpi.family, []).append(kpi.id)
    return list(families.values())


@pytest.fixture(scope="session")
def by_hand(company, tmp_path_factory):
    """(KPI, month) -> value, by queries that nothing of kpidef wrote."""
    found = {}
    copy = tmp_path_factory.mktemp("by_hand") / "entreprise.duckdb"
    copy.write_bytes((company.root / "entreprise.duckdb").read_bytes())
    with duckdb.connect(str(copy), read_only=True) as database:
        database.execute("SET TimeZone = 'Europe/Paris'")
        database.execute("SET VARIABLE period_start = DATE '2025-01-01'; SET VARIABLE period_end = DATE '2025-02-01'")
        database.execute((QUERIES / "period.sql").read_text(encoding="utf-8"))
        for start, end in pairwise(MONTHS):
            database.execute(f"SET VARIABLE period_start = DATE '{start}'; SET VARIABLE period_end = DATE '{end}'")
            for kpi, query in queries().items():
                value = database.execute(query).fetchone()[0]
                found[kpi, f"{start:%Y-%m}"] = None if value is None else float(value)
    return found


QUERIES = Path(__file__).with_name("queries")


def queries():
    """KPI -> query, of every family's file."""
    parts = [
        part.partition("\n")
        for file in sorted(QUERIES.glob("*.sql"))
        for part in file.read_text(encoding="utf-8").split("-- kpi: ")[1:]
    ]
    return {kpi.strip(): query for kpi, _, query in parts}
