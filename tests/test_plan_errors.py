"""Each request without an answer gets its code, its place, and its texts in French and in English."""

import inspect
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import yaml
from properties.world import Bench, opened_bench, project_of

from kpidef.errors import KpidefError, render
from kpidef.errors import request as errors_request

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "request_errors.yml").read_text(encoding="utf-8"))
# Met below, by rows and by the layer under a project; KPI325 where a warehouse fails.
# Provoked where they arise: keys and bindings below, one KPI of many, the store (test_materialize.py).
ELSEWHERE = {"KPI318", "KPI321", "KPI325", "KPI326", "KPI327", "KPI328"}
VALIDE = {"override": "ventes", "columns": {"valide": {"type": "boolean"}}}
DEFINITIONS = [
    VALIDE,
    {"override": "photos", "columns": {"valide": {"type": "boolean"}}},
    {"source": "budgets", "time": "mois", "columns": {"mois": {"type": "date", "grain": "month"}}},
    {"source": "nulle_part", "columns": {"a": {"type": "text"}}},
    {
        "source": "dons",
        "time": "le",
        "columns": {
            "le": {"type": "date"},
            "montant": {"type": "decimal"},
            "donateur": {"type": "text", "references": "clients.client_id"},
            "beneficiaire": {"type": "text", "references": "clients.client_id"},
        },
    },
    {"kpi": "part", "measure": {"source": "ventes", "agg": "count"}},
    {"kpi": "encours", "measure": {"source": "photos", "agg": "sum", "expr": "valeur", "at": "end"}},
    {
        "kpi": "reserve",
        "measure": {"source": "ventes", "agg": "count"},
        "grains": ["month", "year"],
        "dimensions": ["clients.segment"],
    },
    {"kpi": "budget", "measure": {"source": "budgets", "agg": "count"}},
    {"kpi": "taille", "measure": {"source": "clients", "agg": "count"}},
    {"kpi": "orpheline", "measure": {"source": "nulle_part", "agg": "count"}},
    {"kpi": "dons", "measure": {"source": "dons", "agg": "count"}},
    *({"kpi": f"a{rank}", "measure": {"source": "ventes", "agg": "count"}} for rank in range(1, 13)),
]


@pytest.fixture(scope="module")
def project():
    whole = project_of(DEFINITIONS)
    return replace(whole, bindings={name: one for name, one in whole.bindings.items() if name != "nulle_part"})


@pytest.mark.parametrize("case", CASES, ids=[f"{case['code']}-{number}" for number, case in enumerate(CASES)])
@pytest.mark.parametrize("verb", ["run", "compile"])
def test_a_request_without_an_answer_is_told_why(case, verb, project):
    with opened_bench() as bench:
        ask = project.compile if verb == "compile" else partial(project.run, connection=bench.warehouse)
        with pytest.raises(KpidefError) as raised:
            ask(case["kpis"], **case.get("asked", {}))
    error = raised.value
    assert error.code == case["code"]
    assert (str(error.at) if error.at else None) == case.get("at")
    assert case["fr"] in error.cause("fr")
    assert case["en"] in error.cause("en")
    assert error.help("fr")
    assert error.help("en")
    assert ("^" in render(error, "fr")) == ("at" in case)


def test_a_column_that_only_another_source_has_is_named_with_it(project):
    with pytest.raises(errors_request.UnknownDimension) as raised:
        project.compile("part", by="segmant")
    assert raised.value.help("fr") == "vouliez-vous dire « clients.segment » ?"


@pytest.mark.parametrize(
    ("condition", "code", "advice"),
    [
        ("clients.segmant = 'a'", "KPI313", "vouliez-vous dire « clients.segment » ?"),
        ("montan > 1", "KPI313", "vouliez-vous dire « montant » ?"),
        ("clients.segment = PME", "KPI313", "un texte s'écrit entre apostrophes : 'PME'"),
        ("clients.segment", "KPI284", "écrivez une comparaison"),
        ("1", "KPI284", "écrivez une comparaison"),
    ],
)
def test_a_filter_that_is_none_is_answered_with_what_to_write(project, condition, code, advice):
    with pytest.raises(KpidefError) as raised:
        project.compile("part", where=condition)
    assert raised.value.code == code
    assert advice in raised.value.help("fr")


def test_a_joined_key_that_is_there_twice_is_refused():
    with opened_bench() as bench:
        bench.hold({"clients": [("c1", "a", "x"), ("c1", "b", "x")], "ventes": [("v1", "c1", "a", "2026-03-02", 1)]})
        kpi = {"kpi": "k", "measure": {"source": "ventes", "agg": "count"}}
        with pytest.raises(errors_request.DuplicateKeys) as raised:
            bench.ask([kpi], "k", period="2026-03", by="clients.segment")
        assert "la clé de « clients » est en double pour 1 valeur(s)" in raised.value.cause("fr")
        assert "the key of 'clients' is duplicated for 1 value(s)" in raised.value.cause("en")
        assert [line["value"] for line in bench.ask([kpi], "k", period="2026-03")] == [1.0]


def test_a_duplicated_key_that_one_vouches_for_is_taken():
    with opened_bench() as bench:
        bench.hold({"clients": [("c1", "a", "x"), ("c1", "b", "x")], "ventes": [("v1", "c1", "a", "2026-03-02", 1)]})
        whole = project_of([{"kpi": "k", "measure": {"source": "ventes", "agg": "count"}}])
        trusted = replace(whole.bindings["clients"], unique_trusted=True)
        trusting = replace(whole, bindings={**whole.bindings, "clients": trusted})
        lines = Bench(bench.warehouse).answer(trusting, "k", period="2026-03", by="clients.segment")
        assert [(line["clients.segment"], line["value"]) for line in lines] == [("a", 1.0), ("b", 1.0)]


def test_a_source_that_is_not_bound_is_named(project):
    from kpidef.sql.statement import compile as compile_plan

    plan = project.plan("orpheline", period="all")
    with pytest.raises(errors_request.SourceNotBound) as raised:
        compile_plan(plan, project.catalog, project.bindings, project.calendar, project.as_of)
    assert raised.value.cause("fr") == "la source « nulle_part » n'est pas branchée"
    assert raised.value.cause("en") == "source 'nulle_part' is not bound"


def test_every_error_of_this_family_is_provoked():
    classes = [
        kind
        for _, kind in inspect.getmembers(errors_request, inspect.isclass)
        if kind.__module__ == errors_request.__name__
    ]
    assert len({kind.code for kind in classes}) == len(classes)
    assert {kind.code for kind in classes} - ELSEWHERE - {case["code"] for case in CASES} == set()
