"""Formulas, conditions and measures in words and in MathML."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kpidef.errors.site import BadSiteValue
from kpidef.expression.typed import Constant, Operation, Term
from kpidef.pipeline import load
from kpidef.site.collation import initial, slug, sorted_by
from kpidef.site.condition import Speaker
from kpidef.site.counting import counting
from kpidef.site.mathml import formula_math
from kpidef.site.prose import prose
from kpidef.site.rules import additivity
from kpidef.site.sentence import plain_sentence
from kpidef.site.settings import read_settings
from kpidef.site.typography import typeset
from kpidef.sql.dialects import NAMES


@pytest.fixture(scope="session")
def catalog(project_folder):
    return load(project_folder, environment={}, clock=lambda: datetime(2026, 7, 1, tzinfo=UTC)).catalog


def _term(name):
    return Term(name, "float")


def _with_formula(kpi, formula):
    from dataclasses import replace

    return replace(kpi, formula=formula)


def test_a_difference_taken_from_a_difference_keeps_its_parentheses(catalog):
    inner = Operation("-", (_term("denominator"), _term("numerator")), "float")
    kpi = _with_formula(catalog.kpis["taux_escalade"], Operation("-", (_term("numerator"), inner), "float"))
    assert str(formula_math(kpi, catalog, "fr")).count("<mo>(</mo>") == 1


def test_a_product_of_products_needs_none(catalog):
    inner = Operation("*", (_term("denominator"), Constant(12, "integer")), "float")
    kpi = _with_formula(catalog.kpis["taux_escalade"], Operation("*", (_term("numerator"), inner), "float"))
    assert "<mo>(</mo>" not in str(formula_math(kpi, catalog, "fr"))


def test_the_previous_period_is_an_index_of_its_term(catalog):
    written = str(formula_math(catalog.kpis["part_ancienne"], catalog, "fr"))
    assert "<msub>" in written
    assert "période précédente" in written


def test_a_difference_is_said_as_what_is_taken_away(catalog):
    sentence = plain_sentence(catalog.kpis["part_ancienne"], catalog, "fr")
    assert sentence.startswith("On part de «\u00a0Taux d’escalade")
    assert "de la période précédente" in sentence


def test_a_single_measure_is_said_as_what_it_counts(catalog):
    sentence = plain_sentence(catalog.kpis["demandes_recues"], catalog, "fr")
    assert (
        sentence
        == "On prend «\u00a0demandes reçues\u00a0»\u00a0: le nombre de lignes de «\u00a0Demandes des clients\u00a0»."
    )


def test_a_condition_speaks_of_columns_by_their_names(catalog):
    kpi = catalog.kpis["taux_escalade"]
    told = counting(kpi.measures["numerator"], kpi, catalog, "fr")
    assert [one.words for one in told.conditions] == [
        "Entrée par un automate\u00a0: oui",
        "«\u00a0Escalade\u00a0» a une valeur",
    ]
    assert [one.code for one in told.conditions] == ["automatisee", "escaladee_le is not null"]


def test_english_words_for_the_same_condition(catalog):
    kpi = catalog.kpis["taux_escalade__chat"]
    told = counting(kpi.measures["denominator"], kpi, catalog, "en")
    assert "Canal is “chat”" in [one.words for one in told.conditions]


def test_what_has_no_words_is_shown_as_written(catalog):
    speaker = Speaker(catalog, "demandes", "fr")
    assert speaker.words(Operation("soundex", (Constant("a", "text"),), "text")) == "soundex('a')"


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [("taux_escalade", "ratio"), ("demandes_recues", "additive"), ("part_ancienne", "not_additive")],
)
def test_what_adds_up(catalog, kpi, expected):
    assert additivity(catalog.kpis[kpi]) == expected


def test_french_words_sort_as_in_a_dictionary():
    words = ["Zone", "écart", "ebene", "Œuvre", "l’abord", "l'Aune", "offre", "à", "a"]
    assert sorted_by(words, str) == ["a", "à", "ebene", "écart", "l’abord", "l'Aune", "Œuvre", "offre", "Zone"]


def test_letters_and_addresses_know_no_accent():
    assert (initial("Écart"), initial("Œuvre"), initial("3 mois")) == ("E", "O", "#")
    assert slug("Taux d’attrition") == slug("taux d'attrition") == "taux-d-attrition"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Vu ?", "Vu\u202f?"),
        ("25 %", "25\u202f%"),
        ("1 234 567", "1\u202f234\u202f567"),
        ("de -3 à 2", "de −3 à 2"),
        ("rendez-vous 2026-03-14", "rendez-vous 2026-03-14"),
        ("« ainsi »", "«\u00a0ainsi\u00a0»"),
        ("https://exemple.fr/a?b=c", "https://exemple.fr/a?b=c"),
    ],
)
def test_french_typography(written, shown):
    assert typeset(written, "fr") == shown


@pytest.mark.parametrize(
    "text",
    [
        "<b>gras</b>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "![x](https://a.fr/x.png)",
        "[a](data:text/html,x)",
    ],
)
def test_markdown_brings_no_html_no_script_and_no_image(text):
    written = str(prose(text, "fr"))
    assert "<b>" not in written
    assert "<img" not in written
    assert 'href="j' not in written.lower()
    assert 'href="data' not in written


def test_markdown_keeps_emphasis_lists_and_links():
    written = str(prose("**fort**\n\n- un\n- [deux](https://exemple.fr)", "fr"))
    assert "<strong>fort</strong>" in written
    assert '<a href="https://exemple.fr">deux</a>' in written


@pytest.mark.parametrize(("said", "files"), [({}, 10), ({"files": []}, 0), ({"files": ["oracle", "duckdb"]}, 1)])
def test_the_dialects_that_are_files_only_are_all_the_others_or_those_named(tmp_path, said, files):
    assert len(read_settings(said, "Essai", tmp_path, NAMES).files) == files


def test_a_dialect_of_the_files_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(BadSiteValue):
        read_settings({"files": ["cobol"]}, "Essai", tmp_path, NAMES)
