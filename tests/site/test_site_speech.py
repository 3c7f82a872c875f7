"""Each operator of the language in words and in MathML, and the names that both are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kpidef.calendar import Duration
from kpidef.catalog.model import Always, Cohort, Flow, Stock
from kpidef.expression.typed import Aggregate, Constant, Field, HostField, Operation, Term
from kpidef.pipeline import load
from kpidef.site.condition import Speaker, duration_words
from kpidef.site.counting import counting, rule_words
from kpidef.site.mathml import formula_math, is_long
from kpidef.site.name import (
    column_name,
    dimension_name,
    every_measure,
    kpi_name,
    measure_name,
    source_name,
    stages,
    term_name,
)
from kpidef.site.paging import LARGEST, paged
from kpidef.site.sentence import plain_sentence

A, B, C, D = (Term(name, "float") for name in "abcd")
ONE, TWO = Constant(1, "integer"), Constant(2, "integer")
CANAL, RECUE = Field("canal", "text"), Field("recue_le", "timestamptz")
AUTOMATE = Field("automatisee", "boolean")
NOTHING = Constant(None, "text")
MONTH = Constant(Duration(1, "month"), "duration")


@pytest.fixture(scope="module")
def catalog(project_folder):
    return load(project_folder, environment={}, clock=lambda: datetime(2026, 7, 1, tzinfo=UTC)).catalog


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bibliotheque")
    (folder / "kpidef.yml").write_text(
        "kpidef: 1\nname: Essai\nlocale: fr\ntimezone: Europe/Paris\nlibraries: [core]\n", encoding="utf-8"
    )
    return load(folder, environment={}).catalog


@pytest.fixture
def speaker(catalog):
    return Speaker(catalog, "demandes", "fr")


def op(name, *arguments, kind="boolean"):
    return Operation(name, arguments, kind)


def text(value):
    return Constant(value, "text")


def plain(words):
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (op("=", CANAL, text("chat")), "Canal est « chat »"),
        (op("<>", CANAL, text("chat")), "Canal n’est pas « chat »"),
        (op("in", CANAL, text("chat"), text("email")), "Canal est parmi « chat », « email »"),
        (op("not", op("in", CANAL, text("chat"))), "Canal n’est pas parmi « chat »"),
        (op("is_null", CANAL), "« Canal » n’a pas de valeur"),
        (op("not", op("is_null", CANAL)), "« Canal » a une valeur"),
        (op("=", AUTOMATE, Constant(True, "boolean")), "Entrée par un automate : oui"),
        (op("=", AUTOMATE, Constant(False, "boolean")), "Entrée par un automate : non"),
        (op("<>", AUTOMATE, Constant(True, "boolean")), "Entrée par un automate : non"),
        (op("not", AUTOMATE), "Entrée par un automate : non"),
        (op(">=", RECUE, Constant(date(2026, 1, 1), "date")), "Réception ≥ 1er janv. 2026"),
        (op("shift", RECUE, Constant(Duration(30, "day"), "duration")), "Réception + 30 jours"),
        (op("shift", RECUE, Constant(Duration(-1, "day"), "duration")), "Réception − 1 jour"),
        (
            op("duration", RECUE, Field("escaladee_le", "timestamptz"), text("second")),
            "la durée de « Réception » à « Escalade », en secondes",
        ),
        (op("neg", Constant(3, "integer")), "−3"),
        (op("cast", CANAL, text("integer")), "Canal"),
        (op("*", op("+", ONE, TWO), TWO), "(1 + 2) × 2"),
        (op("/", Constant(Decimal("2.5"), "decimal"), TWO), "2,5 ÷ 2"),
        (Aggregate("count", None, "integer"), "le nombre de lignes"),
        (Aggregate("sum", Field("montant", "decimal"), "decimal"), "la somme de « montant »"),
        (Constant(None, "text"), "rien"),
        (Constant(True, "boolean"), "oui"),
        (Term("a_b", "float"), "a b"),
    ],
)
def test_a_condition_is_told_in_french(speaker, expression, words):
    assert plain(speaker.words(expression)) == words


@pytest.mark.parametrize(
    ("function", "of", "words"),
    [
        ("sum", Field("canal", "text"), "la somme de « Canal »"),
        ("count_distinct", Field("canal", "text"), "le nombre de canaux, sans doublon"),
        ("count_distinct", AUTOMATE, "le nombre de valeurs différentes de « Entrée par un automate »"),
        ("count_distinct", op("calendar", RECUE, text("day")), "le nombre de jours différents de « Réception »"),
        ("max", op("calendar", RECUE, text("day")), "la plus grande valeur du jour de « Réception »"),
        ("sum", op("+", ONE, op("*", TWO, op("-", ONE, TWO))), "la somme de « 1 + 2 × (1 − 2) »"),
        ("sum", op("-", ONE, op("-", ONE, TWO)), "la somme de « 1 − (1 − 2) »"),
    ],
)
def test_an_aggregate_is_told_with_the_noun_that_it_counts(speaker, function, of, words):
    assert plain(speaker.aggregated(function, of)) == words


def test_or_inside_and_keeps_its_parentheses(speaker):
    either = op("or", op("is_null", CANAL), op("=", CANAL, text("chat")))
    assert plain(speaker.words(op("and", AUTOMATE, either))).endswith(
        "et (« Canal » n’a pas de valeur ou Canal est « chat »)"
    )


def test_cases_are_told_one_after_the_other(speaker):
    told = plain(speaker.words(op("case", op("=", CANAL, text("chat")), ONE, Constant(0, "integer"))))
    assert told.count(";") == 1
    assert "1" in told
    assert "0" in told


def test_a_case_without_a_default_has_none_told(speaker):
    assert ";" not in speaker.words(op("case", op("=", CANAL, text("chat")), ONE, NOTHING))


def test_what_no_words_fit_is_shown_as_it_is_written(speaker):
    assert speaker.words(op("inconnue", ONE, TWO)) == "inconnue(1, 2)"


def test_a_column_of_the_row_around_is_told_so(speaker):
    assert "Réception" in speaker.words(HostField("recue_le", "timestamptz"))


def test_a_bare_column_that_is_no_condition_is_only_named(speaker):
    assert speaker.filter_words(CANAL) == "Canal"


def test_a_bare_truth_is_said_to_be_true(speaker):
    assert plain(speaker.filter_words(AUTOMATE)) == "Entrée par un automate : oui"


@pytest.mark.parametrize(
    ("duration", "words"),
    [(Duration(1, "month"), "1 mois"), (Duration(2, "year"), "2 ans"), (Duration(1, "day"), "1 jour")],
)
def test_a_duration_agrees_in_number(duration, words):
    assert plain(duration_words(duration, "fr")) == words


@pytest.fixture
def written(catalog):
    kpi = catalog.kpis["taux_escalade"]

    def write(formula):
        return str(formula_math(replace(kpi, formula=formula), catalog, "fr"))

    return write


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        (op("/", A, B), "<mfrac>"),
        (op("neg", A), "<mo>−</mo>"),
        (op("abs", A), "<mo>|</mo>"),
        (op("*", A, TWO), "<mo>×</mo><mn>2</mn>"),
        (op("<>", A, B), "<mo>≠</mo>"),
        (op("<=", A, B), "<mo>≤</mo>"),
        (op("previous", A), "<msub>"),
        (op("previous", A, MONTH), "1 mois"),
        (op("total", A), "<msub>"),
        (op("case", op(">", A, ONE), B, NOTHING), "<mtable"),
        (op("round", A, TWO), "<mo>;</mo>"),
        (Constant("texte", "text"), "texte"),
        (Constant(Decimal("0.25"), "decimal"), "0,25"),
        (Field("canal", "text"), "<mtext>canal</mtext>"),
    ],
)
def test_an_operator_has_its_mathml(written, formula, part):
    assert part in plain(written(formula))


@pytest.mark.parametrize(
    ("formula", "parentheses"),
    [
        (op("-", A, op("-", B, C)), 1),
        (op("+", A, op("+", B, C)), 0),
        (op("*", op("+", A, B), C), 1),
        (op("*", op("*", A, B), C), 0),
        (op("and", op("or", A, B), C), 1),
        (op("or", op("and", A, B), C), 0),
        (op("neg", op("+", A, B)), 1),
    ],
)
def test_parentheses_are_there_where_they_are_needed(written, formula, parentheses):
    assert written(formula).count("<mo>(</mo>") == parentheses


def test_a_case_with_a_default_has_a_line_for_it(written):
    assert written(op("case", op(">", A, ONE), B, TWO)).count("<mtr>") == 2


def test_a_formula_of_four_terms_is_long(catalog):
    kpi = catalog.kpis["taux_escalade"]
    assert is_long(replace(kpi, formula=op("+", op("+", A, B), op("+", C, D))))
    assert not is_long(replace(kpi, formula=op("+", A, B)))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (op("/", A, TWO), "On divise « a » par 2, puis on lit le résultat en pourcentage."),
        (
            op("/", op("/", A, TWO), B),
            "On divise la moitié de « a » par « b », puis on lit le résultat en pourcentage.",
        ),
        (op("*", A, B), "On multiplie « a » par « b », puis on lit le résultat en pourcentage."),
        (op("-", A, B), "On part de « a », dont on retire « b », puis on lit le résultat en pourcentage."),
        (op("+", A, B), "On additionne « a » et « b », puis on lit le résultat en pourcentage."),
        (
            op("-", A, op("-", B, C)),
            "On calcule (« a » − « b » + « c »), puis on lit le résultat en pourcentage.",
        ),
        (A, "C’est directement « a »."),
    ],
)
def test_a_formula_is_one_sentence(catalog, formula, words):
    kpi = replace(catalog.kpis["taux_escalade"], formula=formula, unit="percent")
    assert plain(plain_sentence(kpi, catalog, "fr")) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Stock("start"), "présents à l’ouverture de la période"),
        (Stock("end"), "présents à la clôture de la période"),
        (Stock("any"), "présents à un moment de la période"),
        (Stock("average"), "présents en moyenne : ceux de l’ouverture et ceux de la clôture, divisés par deux"),
        (Flow("out"), "« Demande » présent à l’ouverture et absent à la clôture"),
        (Flow("in"), "« Demande » absent à l’ouverture et présent à la clôture"),
    ],
)
def test_the_rule_that_attaches_a_row_to_a_period_is_told(catalog, rule, words):
    measure = catalog.kpis["taux_escalade"].measures["numerator"]
    told = replace(measure, rule=rule, entity=(Field("demande_id", "text"),))
    assert plain(rule_words(told, catalog, "fr")) == words


def test_a_row_that_is_always_there_is_told_so(catalog):
    measure = replace(catalog.kpis["taux_escalade"].measures["numerator"], rule=Always())
    assert rule_words(measure, catalog, "fr")


def test_a_measure_over_those_of_another_one_says_which(catalog):
    kpi = catalog.kpis["taux_escalade"]
    other = kpi.measures["denominator"]
    same = replace(kpi.measures["numerator"], cohort=Cohort(other, is_previous=False))
    before = replace(same, cohort=Cohort(other, is_previous=True))
    assert "« demandes automatisées »" in plain(counting(same, kpi, catalog, "fr").cohort)
    assert counting(before, kpi, catalog, "fr").cohort != counting(same, kpi, catalog, "fr").cohort


def test_every_measure_of_the_library_is_told(library):
    for kpi in library.kpis.values():
        for measure in kpi.measures.values():
            told = counting(measure, kpi, library, "fr")
            assert told.what
            assert told.source in library.sources


def test_no_sentence_of_the_library_shows_a_code_of_ours(library):
    sentences = [plain_sentence(kpi, library, "fr") for kpi in library.kpis.values()]
    assert [one for one in sentences if "_" in one or " a1" in one or not one.endswith(".")] == []


def test_every_sentence_of_the_library_is_told_in_english_too(library):
    assert all(plain_sentence(kpi, library, "en").endswith(".") for kpi in library.kpis.values())


def test_a_name_is_the_label_else_the_id(catalog):
    kpi = catalog.kpis["taux_escalade"]
    assert kpi_name(kpi) == "Taux d'escalade vers un agent humain"
    assert kpi_name(replace(kpi, label="")) == "taux_escalade"


def test_a_term_is_a_measure_a_kpi_or_its_own_name(catalog):
    kpi = catalog.kpis["taux_escalade"]
    assert term_name("numerator", kpi, catalog, "fr") == "demandes transférées"
    assert term_name("demandes_recues", kpi, catalog, "fr") == "Demandes reçues"
    assert term_name("autre_chose", kpi, catalog, "fr") == "autre chose"


def test_a_measure_without_a_label_is_what_it_is_to_the_kpi(catalog):
    kpi = catalog.kpis["taux_escalade"]
    bare = replace(kpi.measures["numerator"], label="")
    assert measure_name(bare, kpi, "fr") == "numérateur"
    assert measure_name(replace(bare, name="measure"), kpi, "fr") == kpi.label
    assert measure_name(replace(bare, name="deja_vus"), kpi, "fr") == "deja vus"


def test_a_column_is_named_by_its_label_along_its_path(library):
    reached = Field("segment", "text", ("client_id",))
    assert column_name(reached, "commandes", library).startswith("Segment")
    assert column_name(Field("jamais_vue", "text"), "commandes", library) == "jamais vue"
    assert source_name("commandes", library) == "Commandes"
    assert source_name("ailleurs", library) == "ailleurs"


def test_a_dimension_is_named_with_its_source(library):
    assert dimension_name("clients.segment", library) == "Segment (Clients)"
    assert dimension_name("clients.jamais", library) == "clients.jamais"
    assert dimension_name("segment", library) == "segment"


def test_the_stages_of_a_measure_are_those_that_read_rows(library):
    two = library.kpis["taux_fidelite_client"].measures["numerator"]
    one = library.kpis["acheteurs"].measures["measure"]
    assert len(stages(two)) >= 1
    assert stages(one) == (one,)


def test_the_measures_below_a_kpi_are_each_told_once(library):
    found = every_measure(library.kpis["valeur_vie_client"], library)
    assert len({(kpi.id, measure.name) for kpi, measure in found}) == len(found) > 3


def test_a_list_that_fits_has_no_pager():
    assert paged(range(LARGEST), str) == [(None, range(LARGEST))]


def test_a_long_list_is_cut_in_pages_of_much_the_same_length():
    pages = paged(range(LARGEST + 1), lambda number: f"p{number}")
    assert [len(items) for _, items in pages] == [101, 100]
    (first, _), (last, _) = pages
    assert (first.before, first.after, last.before, last.after) == ("", "p2", "p1", "")
    assert first.links == (("1", ""), ("2", "p2"))
