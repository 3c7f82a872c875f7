"""From a statement's wide table to tidy rows: reasons, verdicts and size."""

import time

import pyarrow as pa
import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.expression.typed import Constant, Operation, Term
from kpidef.report.reason import Formula, Undecided, null_reason, value_of

A, B = Term("a", "float"), Term("b", "float")
ZERO, ONE = Constant(0, "integer"), Constant(1, "integer")


def operation(name, *arguments):
    return Operation(name, arguments, "float")


def reason(expression, missing=(), **cells):
    return null_reason(Formula(expression, expression, frozenset({"a", "b"})), cells, frozenset(missing))


@pytest.mark.parametrize(
    ("expression", "cells", "expected"),
    [
        (A, {"a": None}, "no_rows"),
        (operation("/", A, B), {"a": 1, "b": 0}, "zero_denominator"),
        (operation("/", A, B), {"a": None, "b": 0}, "null_term:a"),
        (operation("+", ONE, operation("/", A, B)), {"a": 1, "b": 0}, "zero_denominator"),
        (operation("%", A, B), {"a": 1, "b": 0}, "zero_denominator"),
        (operation("coalesce", A, B), {"a": None, "b": None}, "null_term:a"),
        (operation("nullif", A, ONE), {"a": 1}, "undefined"),
        (operation("case", operation(">", A, ZERO), operation("/", ONE, B), A), {"a": 1, "b": 0}, "zero_denominator"),
        (operation("case", operation(">", A, ZERO), B, A), {"a": None, "b": 0}, "null_term:a"),
        (operation("substring", A, ONE), {"a": 1}, "undefined"),
    ],
)
def test_the_first_cause_of_a_null_is_found(expression, cells, expected):
    assert reason(expression, **cells) == expected


def test_an_earlier_periods_term_is_named_like_the_term():
    earlier = Formula(operation("-", A, operation("previous", A)), operation("-", A, B), frozenset({"a"}))
    assert null_reason(earlier, {"a": 1, "b": None}, frozenset()) == "null_term:a"
    assert null_reason(earlier, {"a": 1, "b": None}, frozenset({"b"})) == "no_previous"


def test_a_period_without_a_window_comes_before_every_other_cause():
    assert reason(operation("/", A, B), missing=["a"], a=None, b=0) == "no_previous"


def test_a_kpi_that_is_another_one_has_that_ones_reason():
    formula = Formula(Term("autre", "float"), operation("/", A, B), frozenset())
    assert null_reason(formula, {"a": 1, "b": 0}, frozenset()) == "zero_denominator"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("and", [None, False], False),
        ("and", [None, True], None),
        ("or", [None, True], True),
        ("or", [None, False], None),
        ("in", [1, 2, None], None),
        ("in", [1, 1, None], True),
        ("in", [None, 1], None),
        ("greatest", [1, None], None),
        ("least", [1, 2], 1.0),
        ("is_null", [None], True),
        ("is_true", [None], False),
        ("is_false", [False], True),
        ("between", [2, 1, 3], True),
        ("round", [2.34, 1], 2.3),
        ("not", [True], False),
        ("<>", ["a", "b"], True),
        ("neg", [1], -1.0),
        ("floor", [1.5], 1.0),
        ("ceil", [1.5], 2.0),
    ],
)
def test_formulas_are_followed_with_three_valued_logic(name, values, expected):
    constants = tuple(Constant(value, "any") for value in values)
    assert value_of(Operation(name, constants, "any"), {}) == expected


def test_what_only_the_warehouse_can_say_is_undecided():
    with pytest.raises(Undecided):
        value_of(Operation("+", (Constant("a", "text"), ONE), "text"), {})


SHARE = """\
kpi: part
label: Part
family: ventes
unit: percent
measures: {ventes: {source: commandes, agg: sum, expr: montant}}
formula: ventes / total(ventes)
"""


def test_a_share_of_nothing_is_a_zero_denominator(tmp_path):
    write_warehouse(write_project(tmp_path, part=SHARE) / "boutique.duckdb")
    rows = kpidef.load(tmp_path).run("part", by="canal", period="2026-02..2026-03", grain="month").rows()
    found = {(row["period"], row["canal"]): (row["value"], row["null_reason"]) for row in rows}
    assert found["2026-02", "web"] == (None, "zero_denominator")
    assert found["2026-03", "boutique"] == (pytest.approx(20 / 30.1), None)


@pytest.mark.parametrize(("direction", "verdict"), [("up", "bad"), ("down", "good"), ("none", None)])
def test_a_target_is_judged_by_the_kpis_direction(tmp_path, direction, verdict):
    text = FILES["kpi/ca.yml"].replace("direction: up", f"direction: {direction}")
    write_warehouse(write_project(tmp_path, ca=text) / "boutique.duckdb")
    assert kpidef.load(tmp_path).run("ca").rows()[0]["verdict"] == verdict


def test_the_columns_are_those_of_the_language_in_their_order(tmp_path):
    write_warehouse(write_project(tmp_path) / "boutique.duckdb")
    result = kpidef.load(tmp_path).run("croissance", by="canal", measures=True, compare="previous")
    assert " ".join(result.columns) == (
        "kpi period period_start period_end canal rolled_up value numerator denominator unit complete mature target "
        "verdict null_reason compared_to compared_value difference change ventes"
    )
    assert {result.table.schema.field(name).type for name in ("value", "numerator", "denominator")} == {pa.float64()}


def test_a_hundred_thousand_groups_are_tidied_in_seconds(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT)
    write_warehouse(
        folder / "boutique.duckdb",
        "INSERT INTO commandes SELECT 'x' || i, NULL, '2026-03-05', i % 7, 'c' || i FROM range(100000) t(i)",
    )
    project = kpidef.load(folder)
    started = time.perf_counter()
    result = project.run(["panier_moyen", "montant_median"], by="canal", period="2026-02..2026-03", grain="month")
    assert result.table.num_rows == 2 * 2 * 100_003
    assert time.perf_counter() - started < 20


def test_measures_of_one_name_share_a_type_that_holds_them_all(tmp_path):
    head = "label: Essai\nfamily: essais\nmeasures: {m: {source: commandes, agg: "
    kpis = {
        "entier": f"kpi: entier\nunit: count\n{head}count}}}}\nformula: m\n",
        "exact": f"kpi: exact\nunit: EUR\n{head}sum, expr: montant}}}}\nformula: m\n",
        "flottant": f"kpi: flottant\nunit: EUR\n{head}avg, expr: montant}}}}\nformula: m\n",
    }
    write_warehouse(write_project(tmp_path, **kpis) / "boutique.duckdb")
    project = kpidef.load(tmp_path)

    def kind(*names):
        return project.run(names, measures=True).table.schema.field("m").type

    assert pa.types.is_integer(kind("entier"))
    assert pa.types.is_decimal(kind("entier", "exact"))
    assert pa.types.is_floating(kind("entier", "exact", "flottant"))


def test_a_measure_may_bear_the_name_of_a_count_of_rows(tmp_path):
    folder = write_project(
        tmp_path,
        solde="kpi: solde\nlabel: Solde\nfamily: ventes\nunit: EUR\nmeasures:\n"
        "  rows_1: {source: commandes, agg: sum, expr: 0 * montant}\nformula: rows_1\n",
    )
    write_warehouse(folder / "boutique.duckdb")
    rows = kpidef.load(folder).run("solde", period="2026-03", by="canal").to_arrow().to_pylist()
    assert [row["value"] for row in rows] == [0.0, 0.0, 0.0]
