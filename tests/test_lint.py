"""The lint: a clean library, one change a case, and the one finding that it makes."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner

import kpidef
from kpidef.cli import main
from kpidef.lint import RULES
from kpidef.lint.rules.distinct_names import folded

CASES = Path(__file__).with_name("cases")
CLEAN = yaml.safe_load((CASES / "clean_library.yml").read_text(encoding="utf-8"))
CHANGES = yaml.safe_load((CASES / "lint.yml").read_text(encoding="utf-8"))
PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))


def write(folder, **changed):
    for path, text in {**CLEAN, **changed}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def changed_text(case):
    if "old" not in case:
        return case["new"]
    text = CLEAN[case["file"]]
    assert text.count(case["old"]) == 1
    return text.replace(case["old"], case["new"])


@pytest.fixture
def linted(tmp_path, monkeypatch):
    """changed files -> (code, place) of each finding."""
    monkeypatch.chdir(tmp_path)

    def run(changed):
        write(tmp_path, **changed)
        return [(one.code, str(one.at)) for one in kpidef.load(tmp_path).lint()]

    return run


def test_nothing_is_found_in_a_clean_library(linted):
    assert linted({}) == []


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case["code"])
def test_one_change_makes_one_finding_at_its_place(case, linted):
    found = linted({case["file"]: changed_text(case), **case.get("also", {})})
    assert found == [(case["code"], case["at"])]


def test_every_finding_of_every_rule_has_its_case():
    codes = [error.code for rule in RULES for error in rule.errors]
    assert sorted(codes) == sorted({case["code"] for case in CHANGES})


def test_every_rule_says_what_it_asks_in_both_languages():
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.fr.endswith(".")
        assert rule.en.endswith(".")
        assert rule.fr != rule.en


def test_each_rule_has_its_own_module():
    modules = {path.stem for path in Path(kpidef.__file__).parent.glob("lint/rules/*.py")} - {"__init__"}
    assert modules == {rule.name for rule in RULES}


def test_successors_that_go_round_in_circles_are_told_once_each(linted):
    web = CLEAN["definitions/ventes__web.yml"] + "status: deprecated\nreplaced_by: ventes\n"
    main_text = CLEAN["definitions/ventes.yml"].replace("certified", "deprecated") + "replaced_by: ventes__web\n"
    found = linted({"definitions/ventes__web.yml": web, "definitions/ventes.yml": main_text})
    assert [code for code, _ in found] == ["KPI719", "KPI719"]


def test_a_source_read_by_hidden_kpis_only_is_no_orphan(linted):
    retours = {
        "definitions/retours.yml": "source: retours\nlabel: Retours\ndescription: Un retour.\ntime: rendu_le\n"
        "columns: {rendu_le: {label: Date, description: Date du retour., type: date}}\n",
        "definitions/nombre_retours.yml": "kpi: nombre_retours\nmeasure: {source: retours, agg: count}\n",
        "kpidef.yml": CLEAN["kpidef.yml"] + "hide: [nombre_retours]\n",
    }
    assert linted(retours) == []


def test_code_in_a_text_is_not_typography(linted):
    text = CLEAN["definitions/ventes.yml"].replace("compte encore.", 'compte encore : `statut = "annulee"...`.')
    assert (
        linted({"definitions/ventes.yml": text.replace("- Une commande annulée plus", "- >-\n      Une commande plus")})
        == []
    )


WELL_SET = [
    "À 9:00, c’est tôt.",
    "Voir https://exemple.fr/a?b=1;c=2 pour la suite.",
    "Le rapport 1:1 vaut un.",
    "Il dit « oui » ; elle dit « non ».",
    "C’est 25 % de 10 €.",
    "Quoi ? Rien !",
    "A-t-elle payé ? CA net, ETI comprises.",
    "Un, deux… et trois.",
]
ILL_SET = [
    ("C’est 25% de tout.", "KPI744"),
    ("Quoi? Rien.", "KPI744"),
    ("Ceci: cela.", "KPI744"),
    ("Il dit «oui».", "KPI744"),
    ("A la fin, rien.", "KPI743"),
    ("Rien. Ca ne va pas.", "KPI743"),
    ("Etre ou ne pas.", "KPI743"),
    ("Il dit “oui”.", "KPI741"),
]


def with_pitfall(text):
    replaced = CLEAN["definitions/ventes.yml"].replace(
        "- Une commande annulée plus tard compte encore.", f"- >-\n    {text}"
    )
    return {"definitions/ventes.yml": replaced}


@pytest.mark.parametrize("text", WELL_SET)
def test_a_text_that_is_well_set_is_left_alone(text, linted):
    assert linted(with_pitfall(text)) == []


@pytest.mark.parametrize(("text", "code"), ILL_SET)
def test_a_text_that_is_ill_set_is_found_once_or_for_each_side(text, code, linted):
    assert {found for found, _ in linted(with_pitfall(text))} == {code}


def test_a_library_may_keep_straight_apostrophes(linted):
    straight = {path: text.replace("’", "'") for path, text in CLEAN.items()}
    assert linted(straight) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Taux d’attrition", "taux d'ATTRITION"), ("Élevé", "eleve"), ("e-mail", "E mail"), ("Œuvre", "oeuvre")],
)
def test_names_that_differ_by_their_writing_are_one_name(one, other):
    assert folded(one) == folded(other)


def kpidef_lint(folder, *arguments):
    return CliRunner().invoke(PROGRAM, ["lint", "--project", str(folder), "--lang", "fr", *arguments])


def test_the_command_exits_with_0_where_nothing_is_found(tmp_path):
    write(tmp_path)
    answer = kpidef_lint(tmp_path)
    assert answer.exit_code == 0
    assert answer.output == "0 constat(s) : 2 KPI, 1 sources.\n"


@pytest.fixture
def unowned(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, **{"definitions/ventes.yml": CLEAN["definitions/ventes.yml"].replace("owner: ventes\n", "")})
    return tmp_path


def test_the_command_shows_each_finding_with_its_place_and_exits_with_1(unowned):
    answer = kpidef_lint(unowned)
    assert answer.exit_code == 1
    assert "definitions/ventes.yml:1:6: KPI722 « ventes » n'a pas de responsable" in answer.output
    assert re.search(r"1 \| kpi: ventes\n +\| +\^{6}\n", answer.output)
    assert answer.output.endswith("2 constat(s) : 2 KPI, 1 sources.\n")


def test_findings_are_data_in_json(unowned):
    rows = json.loads(kpidef_lint(unowned, "--format", "json").stdout)
    assert [(row["place"], row["subject"], row["code"]) for row in rows] == [
        ("definitions/ventes.yml:1:6", "ventes", "KPI722"),
        ("definitions/ventes__web.yml:1:6", "ventes__web", "KPI722"),
    ]


def test_findings_are_a_table_when_asked(unowned):
    answer = kpidef_lint(unowned, "--format", "table")
    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[0].split() == ["Place", "Définition", "Code", "Constat", "Aide"]
