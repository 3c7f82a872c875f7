"""Worked examples are run on the rows that they give, whatever the project binds."""

import pytest
from shop import FILES, PROJECT, write_project

import kpidef
from kpidef.errors.catalog import UnknownColumn, UnknownKpi, UnknownSource
from kpidef.errors.project import BadExample
from kpidef.pipeline.expectation import agrees

BARE = FILES["kpi/ca.yml"].partition("examples:")[0]
ROW = "{commande_id: c1, passee_le: 2026-03-01 00:00, montant: 10}"


def example(rows=ROW, expect="{value: 10}", source="commandes", **others):
    lines = [f"    {key}: {value}" for key, value in {"period": "2026-03", **others}.items() if value]
    return "\n".join(
        [
            BARE + "examples:",
            "  - name: un exemple",
            f"    given: {{{source}: [{rows}]}}",
            *lines,
            f"    expect: {expect}",
        ]
    )


def report(folder, text, **files):
    return kpidef.load(write_project(folder, ca=text + "\n", **files)).test("ca")[0]


def test_every_example_of_the_project_is_run_without_its_warehouse(tmp_path):
    reports = kpidef.load(write_project(tmp_path)).test()
    assert [(one.kpi, one.name, one.ok) for one in reports] == [
        ("ca", "deux commandes de mars", True),
        ("panier_moyen", "une moyenne par canal", True),
    ]


def test_a_report_says_what_was_given_expected_and_got(tmp_path):
    wrong = report(tmp_path, example(expect="{value: 11}"))
    assert wrong.given == {"commandes": ({"commande_id": "c1", "passee_le": "2026-03-01 00:00", "montant": "10"},)}
    assert wrong.expected == ({"value": "11"},)
    assert wrong.got[0]["value"] == 10.0
    assert [(one.name, one.expected, one.got) for one in wrong.differences] == [("value", "11", 10.0)]
    assert not wrong.ok


def test_the_caret_of_a_difference_is_under_what_is_expected(tmp_path):
    at = report(tmp_path, example(expect="{value: 11}")).differences[0].at
    assert at.source.line(at.line)[at.column - 1 :].startswith("value")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (example(source="commande"), UnknownSource),
        (example(rows="{commande: c1}"), UnknownColumn),
        (example(rows="{commande_id: c1, passee_le: hier}"), BadExample),
        (example(expect="{valeur: 10}"), BadExample),
    ],
)
def test_an_example_that_cannot_be_run_is_a_coded_error(tmp_path, text, error):
    failed = report(tmp_path, text)
    assert (type(failed.error), failed.ok) == (error, False)


@pytest.mark.parametrize(
    ("changed", "under", "advice"),
    [
        ({"rows": "{commande_id: c1, passee_le: 2026-03-01, montant: dix}"}, "dix", "1234.5, avec un point"),
        ({"rows": "{commande_id: c1, passee_le: 02/03/2026, montant: 1}"}, "02/03/2026", "2026-03-31 23:59"),
        ({"expect": "{value: '10,5'}"}, "10,5", "un nombre s'écrit avec un point"),
        ({"expect": "{value: 10 %}"}, "10 %", "un pourcentage comme une part"),
        ({"expect": "{value: 10,5}"}, "5", "un nombre s'écrit avec un point"),
        ({"period": "mars 2026"}, "mars 2026", "2026-03"),
        ({"by": "[canall]"}, "canall", "« canal »"),
        ({"grain": "mois"}, "mois", "month"),
        ({"where": "\"canall = 'web'\""}, "canall", "« canal »"),
    ],
)
def test_the_caret_of_a_mistake_in_an_example_is_under_it(tmp_path, changed, under, advice):
    error = report(tmp_path, example(**changed)).error
    at = error.at
    assert at.source.path.endswith("ca.yml")
    assert at.source.line(at.line)[at.column - 1 :].startswith(under)
    assert advice in error.help("fr")


def test_a_group_that_nobody_expects_is_a_difference(tmp_path):
    rows = ROW.replace("c1", "c0").replace("}", ", canal: web}") + ", " + ROW
    wrong = report(tmp_path, example(rows=rows, by="[canal]", expect="[{canal: web, value: 10}]"))
    assert [(one.expected, one.got) for one in wrong.differences] == [(None, 10.0)]


def test_a_line_that_is_not_there_is_a_difference(tmp_path):
    wrong = report(tmp_path, example(by="[canal]", expect="[{canal: web, value: 10}, {canal: null, value: 10}]"))
    assert [(one.line, one.got) for one in wrong.differences] == [("canal = web", None)]


def test_measures_reasons_and_periods_may_be_expected(tmp_path):
    text = FILES["kpi/croissance.yml"] + (
        "examples:\n  - name: un mois après l'autre\n    given: {commandes: ["
        "{commande_id: c1, passee_le: 2026-03-02, montant: 10}, "
        "{commande_id: c2, passee_le: 2026-04-02, montant: 15}]}\n"
        "    period: 2026-03..2026-04\n    grain: month\n    expect:\n"
        "      - {period: 2026-03, value: null, null_reason: zero_denominator, ventes: 10}\n"
        "      - {period: 2026-04, value: 0.5, ventes: 15}\n"
    )
    (one,) = kpidef.load(write_project(tmp_path, croissance=text)).test("croissance")
    assert (one.error, one.differences) == (None, ())


def test_times_are_those_of_paris_wherever_the_project_is(tmp_path):
    tokyo = PROJECT.replace("Europe/Paris", "Asia/Tokyo")
    assert [one.ok for one in kpidef.load(write_project(tmp_path, kpidef=tokyo)).test()] == [True, True]


def test_an_example_says_when_it_is_looked_at(tmp_path):
    early = report(tmp_path, example(as_of="2026-03-10", expect="{value: 10, complete: false}"))
    assert (early.error, early.differences) == (None, ())
    late = report(tmp_path, example(expect="{value: 10, complete: true, mature: true}"))
    assert (late.error, late.differences) == (None, ())


def test_an_example_without_a_period_is_of_all_time(tmp_path):
    assert report(tmp_path, example(period="", expect="{period: all, value: 10}")).ok


def test_parameters_are_the_definitions_own_or_the_examples(tmp_path):
    text = BARE.replace("expr: montant}", 'expr: montant, filters: ["montant > :seuil"]}\nparams: {seuil: 5}')
    examples = (
        f"examples:\n  - {{name: le sien, given: {{commandes: [{ROW}]}}, period: 2026-03, expect: {{value: 10}}}}\n"
        f"  - {{name: le nôtre, given: {{commandes: [{ROW}]}}, period: 2026-03, params: {{seuil: 20}}, "
        "expect: {value: 0}}\n"
    )
    folder = write_project(tmp_path, ca=text + examples, kpidef=PROJECT + "params: {seuil: 1000}\n")
    assert [(one.name, one.ok) for one in kpidef.load(folder).test("ca")] == [("le sien", True), ("le nôtre", True)]


def test_progress_hears_of_every_example(tmp_path):
    heard = []
    kpidef.load(write_project(tmp_path)).test(progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 2), (2, 2)]


def test_examples_of_an_unknown_kpi_are_an_error(tmp_path):
    with pytest.raises(UnknownKpi):
        kpidef.load(write_project(tmp_path)).test("cca")


@pytest.mark.parametrize(
    ("expected", "got", "does"),
    [
        ("0.333333", 1 / 3, True),
        ("0.33", 1 / 3, True),
        ("0.34", 1 / 3, False),
        ("2", 2.4, False),
        ("2.0", 2.04, True),
        ("2.0", 2.06, False),
        ("x", 2, False),
        (None, 0, False),
        ("0", None, False),
        ("true", True, True),
        ("1", True, False),
        ("null_term", "null_term:ca", True),
        ("null_term:cb", "null_term:ca", False),
        ("1e3", 1000, True),
    ],
)
def test_a_decimal_agrees_to_its_last_digit_and_the_rest_exactly(expected, got, does):
    assert agrees(expected, got) is does


def test_an_example_is_looked_at_after_every_horizon(tmp_path):
    text = FILES["kpi/reachat.yml"] + (
        "examples:\n  - name: après trente jours\n    given: {commandes: [{commande_id: c1, passee_le: 2026-03-02}]}\n"
        "    period: 2026-03\n    expect: {value: 1, mature: true}\n"
    )
    (one,) = kpidef.load(write_project(tmp_path, reachat=text)).test("reachat")
    assert (one.error, one.differences) == (None, ())
