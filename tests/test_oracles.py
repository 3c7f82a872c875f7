"""The example projects give, row by row, the figures that hand-written queries found in the real data."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

RATIO = {
    "numerator": ("", "numerator"),
    "denominator": ("", "denominator"),
    "value": ("", "value"),
}
SCORE = RATIO | {name: ("", name) for name in ("promoteurs", "passifs", "detracteurs")}


@dataclass(frozen=True, slots=True)
class Case:
    """How one oracle is asked for: `columns` maps its measures to (suffix of the KPI's id, result column)."""

    project: str
    kpi: str
    period: str
    grain: str | None = None
    by: dict[str, str] = field(default_factory=dict)
    columns: dict[str, tuple[str, str]] = field(default_factory=lambda: RATIO)


DELAY = {
    "n": ("", "denominator"),
    "sum": ("", "numerator"),
    "mean": ("", "value"),
    "median": ("__mediane", "value"),
    "p90": ("__p90", "value"),
}
SALES = "2010-12..2011-12"
LOG = "2016-02..2017-02"

CASES = {
    "or_panier_moyen_mois": Case("online_retail", "panier_moyen", SALES, "month"),
    "or_panier_moyen_mois_pays": Case("online_retail", "panier_moyen", SALES, "month", {"Country": "pays"}),
    "or_retention_cohorte": Case("online_retail", "retention_cohorte", SALES, "month", {"age_mois": "age_mois"}),
    "or_retention_mois": Case("online_retail", "taux_retention", "2011-01..2011-12", "month"),
    "or_taux_reachat_mois": Case("online_retail", "taux_reachat", SALES, "month"),
    "or_taux_reachat_pays": Case("online_retail", "taux_reachat__plusieurs_commandes", "all", by={"Country": "pays"}),
    "os_conversion_mois_visiteur": Case(
        "online_shoppers", "taux_conversion", "all", by={"Month": "mois", "VisitorType": "type_visiteur"}
    ),
    "os_rebond_moyen_mois": Case("online_shoppers", "taux_rebond", "all", by={"Month": "mois"}),
    "sfo_csat_annee": Case("sfo_survey", "csat", "2014..2018", "year"),
    "sfo_csat_annee_zone": Case("sfo_survey", "csat", "2014..2018", "year", {"boarding_area": "zone"}),
    "sfo_nps_annee": Case("sfo_survey", "nps", "2017..2018", "year", columns=SCORE),
    "sfo_nps_annee_zone_genre": Case(
        "sfo_survey", "nps", "2017..2018", "year", {"boarding_area": "zone", "gender_raw": "genre"}, SCORE
    ),
    "sfo_nps_jour_2017": Case("sfo_survey", "nps__quotidien", "2017-05-05..2017-05-30", "day", columns=SCORE),
    "sn_dmr_resolution_categorie": Case(
        "servicenow_incidents", "delai_resolution", "all", by={"category": "categorie"}, columns=DELAY
    ),
    "sn_dmr_resolution_mois_priorite": Case(
        "servicenow_incidents", "delai_resolution", LOG, "month", {"priority": "priorite"}, DELAY
    ),
    "sn_dmt_cloture_mois": Case("servicenow_incidents", "delai_cloture", LOG, "month", columns=DELAY),
    "sn_escalade_mois_canal": Case("servicenow_incidents", "taux_escalade", LOG, "month", {"contact_type": "canal"}),
    "sn_fcr_mois": Case("servicenow_incidents", "taux_resolution_premier_contact", LOG, "month"),
    "sn_sla_mois_priorite": Case("servicenow_incidents", "taux_respect_sla", LOG, "month", {"priority": "priorite"}),
}

needs_data = pytest.mark.skipif(not (SHARED / "oracles").is_dir(), reason="the real data is not on this machine")


@needs_data
def test_every_oracle_has_a_case():
    assert {path.stem for path in (SHARED / "oracles").glob("*.json")} == CASES.keys()


@needs_data
@pytest.mark.parametrize("name", CASES)
def test_the_example_project_gives_every_row_of_the_oracle(name):
    case = CASES[name]
    expected = expected_rows(name, case)
    found = found_rows(case)
    assert expected
    assert missing(expected, found) == []
    assert differences(expected, found) == []


@needs_data
@pytest.mark.parametrize("name", CASES)
def test_no_line_counts_anything_that_the_oracle_did_not_see(name):
    """Requested periods and groups all have a line; those that the oracle lacks are empty."""
    case = CASES[name]
    expected = expected_rows(name, case)
    extra = {line: row for line, row in found_rows(case).items() if line not in expected}
    counted = "n" if "n" in case.columns else "numerator"
    assert {line: row for line, row in extra.items() if row[counted]} == {}


def expected_rows(name, case):
    oracle = json.loads((SHARED / "oracles" / f"{name}.json").read_text(encoding="utf-8"))
    assert len(oracle["rows"]) == oracle["n_rows"]
    return {
        (row["period"] or "all", *(str(row["dims"][theirs]) for theirs in case.by)): {
            measure: row[measure] for measure in case.columns
        }
        for row in oracle["rows"]
    }


def found_rows(case):
    import kpidef

    project = kpidef.load(ROOT / "examples" / case.project)
    kpis = sorted({case.kpi + suffix for suffix, _ in case.columns.values()})
    by = list(case.by.values())
    asked = {"period": case.period, "by": by, "measures": True} | ({"grain": case.grain} if case.grain else {})
    lines: dict[tuple[str, ...], dict[str, object]] = {}
    for row in project.run(kpis, **asked).to_arrow().to_pylist():
        period = "all" if case.period == "all" else row["period"]
        line = lines.setdefault((period, *(str(row[ours]) for ours in by)), {})
        line.update(
            {
                measure: row[column]
                for measure, (suffix, column) in case.columns.items()
                if row["kpi"] == case.kpi + suffix
            }
        )
    return lines


def missing(expected, found):
    return [line for line in expected if line not in found]


def differences(expected, found):
    return [
        (line, measure, value, found[line][measure])
        for line, row in expected.items()
        for measure, value in row.items()
        if not close(value, found[line][measure])
    ]


def close(expected, got):
    if expected is None or got is None:
        return expected is got
    return math.isclose(float(expected), float(got), rel_tol=1e-9, abs_tol=0 if expected else 1e-12)
