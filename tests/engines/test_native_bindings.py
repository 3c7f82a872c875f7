"""Bindings in the engine's own SQL: what they read is compared as any other column is."""

from kpidef.warehouse import ScratchTable
from kpidef.warehouse.conformance.case import Case
from kpidef.warehouse.conformance.running import run_case

ROWS = [["1", "Été"], ["2", "été"], ["3", "ete"], ["4", "ete"], ["5", "ETE "], ["6", None]]
BY_NAME = {"Été": 1, "été": 1, "ete": 2, "ETE ": 1, None: 1}


def bound(binding):
    columns = {name: {"type": "text"} for name in ("id", "nom")}
    source = {"source": "choses", "label": "Choses", "key": "id", "columns": columns}
    measure = {"source": "choses", "agg": "count"}
    return Case(
        name="liaisons",
        project={"timezone": "Europe/Paris"},
        sources=(source,),
        kpis=({"kpi": "essai", "label": "Essai", "description": "Un essai.", "measure": measure},),
        tables=(ScratchTable("stock", (("id", "text"), ("nom", "text")), ROWS),),
        request={"kpis": ["essai"], "period": "all", "grain": "all", "as_of": "2026-07-01", "by": ["choses.nom"]},
        expected=tuple(
            {
                "kpi": "essai",
                "period": "all",
                "choses.nom": name,
                "rolled_up": [],
                "value": float(count),
                "numerator": None,
                "denominator": None,
            }
            for name, count in BY_NAME.items()
        ),
        constructs=frozenset({"native SQL"}),
        bindings={"choses": binding},
    )


def test_a_column_in_the_engines_own_sql_is_grouped_by_code_point(engine, tmp_path):
    written = {"sql": "coalesce(nom, nom)", "dialect": engine.warehouse.dialect}
    assert run_case(bound({"table": "stock", "columns": {"nom": written}}), engine.warehouse, tmp_path) == []


def test_a_query_in_the_engines_own_sql_is_grouped_by_code_point(engine, tmp_path):
    case = bound({"query": "select id, nom from stock where id <> '7'"})
    assert run_case(case, engine.warehouse, tmp_path) == []
