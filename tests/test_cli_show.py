"""`kpidef show`: each construct of a definition in words."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kpidef.cli import main

PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))
HEAD = "label: Essai\ndescription: Texte.\nfamily: essai\nunit: count\ndirection: up\nstatus: draft\nperiod: month\n"
STOCK = "source: contrats, agg: count_distinct, expr: client_id"


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """body of a KPI -> what show says of it."""
    (tmp_path / "definitions").mkdir()
    (tmp_path / "kpidef.yml").write_text("kpidef: 1\nlibraries: []\ndefinitions: [definitions/]\n", encoding="utf-8")
    (tmp_path / "definitions/contrats.yml").write_text(
        "source: contrats\nlabel: Contrats\nkey: contrat_id\ntime: debut\nvalidity: {from: debut, to: fin}\n"
        "columns: {contrat_id: {type: text}, client_id: {type: text}, montant: {type: integer},"
        " debut: {type: date}, fin: {type: date}}\n",
        encoding="utf-8",
    )
    (tmp_path / "definitions/marche.yml").write_text(
        "source: marche\nlabel: Marché\nkey: zone\ncolumns: {zone: {type: text}, taille: {type: integer}}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)

    def show(body, language="en"):
        (tmp_path / "definitions/essai.yml").write_text(f"kpi: essai\n{HEAD}{body}\n", encoding="utf-8")
        answer = CliRunner().invoke(PROGRAM, ["show", "essai", "--lang", language])
        assert answer.exit_code == 0, answer.stderr
        return answer.stdout

    return show


@pytest.mark.parametrize(
    ("measure", "french", "english"),
    [
        ("{source: contrats, agg: sum, expr: montant}", "somme de montant de « Contrats »", "sum of montant of"),
        ("{source: contrats, agg: {percentile: 0.9}, expr: montant}", "centile 90 de montant", "percentile 90 of"),
        (f"{{{STOCK}, at: start}}", "présents à l'ouverture", "there when the period opens"),
        (f"{{{STOCK}, at: any}}", "à un moment de la période", "at some time of the period"),
        (f"{{{STOCK}, flow: out}}", "absents à la clôture", "gone when it closes"),
        (f"{{{STOCK}, flow: in}}", "absents à l'ouverture", "not there when the period opens"),
        (f"{{{STOCK}, at: end, window: 12 months}}", "fenêtre : 12 mois", "window: 12 months"),
        (f"{{{STOCK}, window: year_to_date}}", "depuis le début de l'année", "since the year began"),
        (f"{{{STOCK}, window: all_time}}", "depuis toujours", "since ever"),
        (
            "{source: contrats, agg: count, filters: [montant > 3]}",
            "condition : montant > 3",
            "condition: montant > 3",
        ),
    ],
)
def test_a_measure_is_said_in_words(shown, measure, french, english):
    assert french in shown(f"measure: {measure}", "fr")
    assert english in shown(f"measure: {measure}", "en")


def test_a_source_without_time_has_no_line_on_the_period(shown):
    text = shown("measure: {source: marche, agg: sum, expr: taille}")
    assert "sum of taille of 'Marché' (marche)" in text
    assert "  period: " not in text


def test_two_stages_name_their_inner_measures(shown):
    text = shown(
        "measure:\n  per: client_id\n  measures: {debut: {source: contrats, agg: count, at: start}}\n"
        "  having: debut > 0\n  formula: debut\n  agg: sum"
    )
    assert "sum of debut, per client_id" in text
    assert "debut = number of rows of 'Contrats' (contrats)" in text
    assert "kept if: debut > 0" in text


def test_a_cohort_says_whom_it_follows(shown):
    text = shown(
        f"measures:\n  anciens: {{{STOCK}}}\n  restes: {{{STOCK}, cohort: previous(anciens)}}\n"
        "formula: restes / anciens"
    )
    assert "among those of the previous period: number of distinct client_id" in text


def test_the_parts_that_a_definition_has_are_shown(shown):
    text = shown(
        "params: {seuil: 2, postes: [a, b]}\ntargets: [{from: 2026-01-01, value: 5},"
        " {from: 2025-01-01, to: 2026-01-01, value: 4}]\nthresholds: {good: '>= 5', watch: '>= 3'}\n"
        "acronyms: [ESS]\nsynonyms: [test]\nowner: equipe\nnotes: Une note.\npitfalls: [Un piège.]\n"
        "numerator: {source: contrats, agg: count, filters: ['montant > :seuil', 'client_id in :postes']}\n"
        "denominator: {source: contrats, agg: count}\nformula: 100 * numerator / denominator\n"
    )
    for line in (
        "seuil = 2",
        "4 from 2025-01-01 to 2026-01-01",
        "postes = [a, b]",
        "5 from 2026-01-01",
        "good: >= 5",
        "ESS",
        "test",
        "- Un piège.",
    ):
        assert f"  {line}\n" in text
    assert "Une note." in text
    assert "100 * numerator / denominator" in text
    assert "equipe" in text


def test_a_formula_names_its_terms_and_its_kpis(shown, tmp_path):
    (tmp_path / "definitions/tous.yml").write_text(
        f"kpi: tous\n{HEAD.replace('Essai', 'Tous les contrats')}measure: {{source: contrats, agg: count}}\n",
        encoding="utf-8",
    )
    text = shown("measures: {grands: {source: contrats, agg: count}}\nnumerator: 2 * grands\ndenominator: tous\n")
    assert "  numerator = 2 * grands\n" in text
    assert "  tous: Tous les contrats (KPI)\n" in text


def test_an_example_is_shown_with_what_it_expects(shown):
    text = shown(
        "measure: {source: contrats, agg: count}\n"
        "examples: [{name: un contrat, given: {contrats: [{contrat_id: a, debut: 2026-01-02}]}, period: 2026-01, "
        "expect: {value: 1}}]"
    )
    assert "  - un contrat\n    2026-01: value = 1\n" in text


def test_a_cohort_of_the_same_period_says_so(shown):
    body = f"measures:\n  tous: {{{STOCK}}}\n  suivis: {{{STOCK}, cohort: tous}}\nformula: suivis / tous"
    assert "among those: number of" in shown(body)
    assert "parmi ceux : nombre de" in shown(body, "fr")


def test_a_part_that_a_definition_lacks_is_not_shown(shown):
    text = shown("measure: {source: contrats, agg: count}")
    for title in ("Parameters", "Targets", "Thresholds", "Pitfalls", "Examples", "See also"):
        assert f"\n{title}\n" not in text
