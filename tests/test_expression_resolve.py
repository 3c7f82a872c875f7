"""Names looked up and types checked: what an expression means, and what has no meaning."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kpidef.calendar import Duration
from kpidef.errors import KpidefError, Position, SourceText, render
from kpidef.expression import parse, resolve, resolve_condition
from kpidef.expression.functions import FUNCTIONS
from kpidef.expression.symbols import OPERATORS
from kpidef.expression.typed import Aggregate, Constant, Field, HostField, Operation, Term


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("note + 1", "integer"),
        ("note + 1.5", "decimal"),
        ("prix * prix", "decimal"),
        ("prix * ratio", "float"),
        ("note * 1e0", "float"),
        ("note / 2", "float"),
        ("note % 2", "integer"),
        ("brut + 1", "integer"),
        ("-prix", "decimal"),
        ("sens || 'x'", "text"),
        ("note > 1.5", "boolean"),
        ("note in (1, 2.5)", "boolean"),
        ("brut = 'x'", "boolean"),
        ("ok = true", "boolean"),
        ("coalesce(note, 0.5)", "decimal"),
        ("coalesce(null, note)", "integer"),
        ("nullif(sens, '')", "text"),
        ("greatest(note, ratio)", "float"),
        ("round(prix, 2)", "decimal"),
        ("length(sens)", "integer"),
        ("starts_with(sens, 'a')", "boolean"),
        ("year(jour)", "integer"),
        ("hour(heure_locale)", "integer"),
        ("cast(note as text)", "text"),
        ("cast(floor(prix) as integer)", "integer"),
        ("cast(note as integer)", "integer"),
        ("cast(heure_locale as date)", "date"),
        ("case when ok then 1 else 2.5 end", "decimal"),
        ("case sens when 'a' then jour else '2026-01-01' end", "date"),
        ("duration(debut_le, fin_le, 'hour')", "float"),
        ("shift(jour, '1 month')", "date"),
        ("shift(debut_le, :horizon)", "timestamptz"),
        ("calendar(debut_le, 'month')", "integer"),
        ("parse(sens, '%d/%m/%Y')", "timestamp"),
        (":seuil", "integer"),
        ("null", "null"),
    ],
)
def test_an_expression_has_the_type_of_its_parts(meaning_of, text, kind):
    assert meaning_of(text).type == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("debut_le >= '2026-01-01'", datetime(2025, 12, 31, 23, tzinfo=UTC)),
        ("debut_le >= '2026-07-01 12:00'", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("debut_le >= '2026-07-01T12:00:00Z'", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("debut_le >= date '2026-07-01'", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("debut_le >= timestamp '2026-07-01 12:00'", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("debut_le >= timestamptz '2026-07-01 12:00'", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("debut_le >= :depuis", datetime(2025, 12, 31, 23, tzinfo=UTC)),
        ("jour >= '2026-01-01'", date(2026, 1, 1)),
        ("heure_locale >= '2026-01-01'", datetime(2026, 1, 1)),
        ("heure_locale >= date '2026-01-01'", datetime(2026, 1, 1)),
    ],
)
def test_a_written_time_takes_the_type_of_the_column_beside_it(meaning_of, text, value):
    column, constant = meaning_of(text).arguments
    assert constant == Constant(value, column.type)


def test_a_duration_may_start_at_a_written_time(meaning_of):
    assert meaning_of("duration('2026-01-01', debut_le, 'day')").arguments[0] == Constant(
        datetime(2025, 12, 31, 23, tzinfo=UTC), "timestamptz"
    )


def test_names_become_fields_host_fields_and_terms(meaning_of):
    assert meaning_of("client_id.sens") == Field("sens", "text", ("client_id",))
    assert meaning_of("this.jour") == HostField("jour", "date")
    assert meaning_of("promoteurs", formula=True) == Term("promoteurs", "float")
    assert meaning_of(":kpi") == Term("ca", "float")


def test_negations_wrap_in_not(meaning_of):
    inner = Operation("is_null", (Field("sens", "text"),), "boolean")
    assert meaning_of("sens is null") == inner
    assert meaning_of("sens is not null") == Operation("not", (inner,), "boolean")
    assert meaning_of("note not between 1 and 2").arguments[0].name == "between"


def test_a_list_parameter_is_spread_in_an_in(meaning_of):
    spread = (Field("sens", "text"), Constant("a", "text"), Constant("b", "text"))
    assert meaning_of("sens in :postes") == Operation("in", spread, "boolean")
    assert meaning_of("sens in ('c', :postes)").arguments[1:] == (Constant("c", "text"), *spread[1:])


def test_nothing_is_in_an_empty_list(meaning_of):
    assert meaning_of("sens in :vide") == Constant(False, "boolean")


def test_a_simple_case_becomes_comparisons(meaning_of):
    case = meaning_of("case sens when 'a' then 1 end")
    assert case.arguments == (
        Operation("=", (Field("sens", "text"), Constant("a", "text")), "boolean"),
        Constant(1, "integer"),
        Constant(None, "null"),
    )


def test_a_negative_number_is_a_constant(meaning_of):
    assert meaning_of("-1.5") == Constant(Decimal("-1.5"), "decimal")


def test_a_duration_may_be_turned_back(meaning_of):
    assert meaning_of("shift(jour, -:horizon)").arguments[1] == Constant(Duration(-7, "day"), "duration")


def test_aggregates_stand_where_the_scope_allows_them(meaning_of):
    assert meaning_of("count(*) >= 2", aggregates=True).arguments[0] == Aggregate("count", None, "integer")
    distinct = meaning_of("count(distinct sens)", aggregates=True)
    assert distinct == Aggregate("count_distinct", Field("sens", "text"), "integer")
    assert meaning_of("last(jour)", aggregates=True).type == "date"
    assert meaning_of("avg(note)", aggregates=True).type == "float"


def test_formula_functions_stand_in_formulas(meaning_of):
    assert meaning_of("previous(a, '1 year')", formula=True) == Operation(
        "previous", (Term("a", "float"), Constant(Duration(1, "year"), "duration")), "float"
    )
    assert meaning_of("total(a, segment, x.y)", formula=True).arguments[1:] == (
        Constant("segment", "text"),
        Constant("x.y", "text"),
    )


def test_overlap_stands_where_rows_have_an_interval(meaning_of):
    assert meaning_of("overlap('day')", overlap=True) == Operation("overlap", (Constant("day", "text"),), "float")


@pytest.mark.parametrize(
    ("text", "code", "column", "length"),
    [
        ("notte = 3", "KPI203", 1, 5),
        ("note = 3 and client_id.inconnu = 1", "KPI203", 14, 17),
        ("ife(note, 1)", "KPI281", 1, 3),
        ("getenv('HOME')", "KPI281", 1, 6),
        ("round(note, 1, 2)", "KPI282", 1, 17),
        ("now()", "KPI281", 1, 3),
        ("lower(distinct sens)", "KPI282", 1, 20),
        ("lower(*)", "KPI282", 1, 8),
        ("note = '3'", "KPI283", 8, 3),
        ("sens = 3", "KPI283", 8, 1),
        ("jour = debut_le", "KPI283", 8, 8),
        ("note in (1, 'x')", "KPI283", 13, 3),
        ("coalesce(sens, note)", "KPI283", 16, 4),
        ("case when ok then 1 else 'x' end", "KPI283", 26, 3),
        ("duration(jour, heure_locale, 'day')", "KPI283", 16, 12),
        ("shift(jour, '2 hours')", "KPI283", 13, 9),
        ("not note", "KPI284", 5, 4),
        ("ok and sens", "KPI284", 8, 4),
        ("case when note then 1 end", "KPI284", 11, 4),
        ("note is true", "KPI284", 1, 4),
        ("sens + 1", "KPI284", 1, 4),
        ("1 - jour", "KPI284", 5, 4),
        ("-sens", "KPI284", 2, 4),
        ("ok > true", "KPI284", 1, 2),
        ("note like 'x'", "KPI284", 1, 4),
        ("note || 'x'", "KPI284", 1, 4),
        ("abs(sens)", "KPI284", 5, 4),
        ("year(debut_le)", "KPI284", 6, 8),
        ("hour(jour)", "KPI284", 6, 4),
        ("shift(note, '1 day')", "KPI284", 7, 4),
        ("duration(sens, jour, 'day')", "KPI284", 10, 4),
        ("round(prix, 1.5)", "KPI284", 13, 3),
        ("cast(prix as integer)", "KPI284", 6, 4),
        ("cast(debut_le as date)", "KPI284", 6, 8),
        ("cast(jour as timestamptz)", "KPI284", 6, 4),
        ("cast(ok as text)", "KPI284", 6, 2),
        ("jour >= '2026-02-30'", "KPI285", 9, 12),
        ("jour >= '2026-02-03 10:00'", "KPI285", 9, 18),
        ("sum(note)", "KPI286", 1, 3),
        ("previous(note)", "KPI286", 1, 8),
        ("overlap('day')", "KPI286", 1, 7),
        ("sens = :postes", "KPI286", 8, 7),
        ("note > :seuill", "KPI216", 8, 7),
        ("calendar(jour, 'years')", "KPI288", 16, 7),
        ("duration(jour, jour2, 'month')", "KPI288", 23, 7),
        ("calendar(jour, sens)", "KPI288", 16, 4),
        ("shift(jour, -:seuil)", "KPI288", 13, 7),
        ("cast(null as date) = note", "KPI283", 22, 4),
        ("shift(jour, 7)", "KPI288", 13, 1),
        ("parse(sens, '%Q')", "KPI288", 13, 4),
        ("cast(note as money)", "KPI288", 14, 5),
        ("cast(note as int)", "KPI167", 14, 3),
        ("note = null", "KPI289", 8, 4),
        ("note in (1, null)", "KPI289", 13, 4),
    ],
)
def test_the_caret_stands_under_what_has_no_meaning(meaning_of, text, code, column, length):
    with pytest.raises(KpidefError) as caught:
        meaning_of(text)
    assert (caught.value.code, caught.value.at.column, caught.value.at.length) == (code, column, length)
    assert "{" not in render(caught.value, "fr") + render(caught.value, "en")


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [("note + count(*)", "KPI286", 1), ("sum(count(note))", "KPI286", 5), ("avg(sens)", "KPI284", 5)],
)
def test_rows_and_aggregates_do_not_mix(meaning_of, text, code, column):
    with pytest.raises(KpidefError) as caught:
        meaning_of(text, aggregates=True)
    assert (caught.value.code, caught.value.at.column) == (code, column)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("notte = 3", "vouliez-vous dire « note » ?"),
        ("datediff(jour, jour2)", "écrivez duration(a, b, 'day')"),
        ("lowr(sens)", "vouliez-vous dire « lower » ?"),
        ("current_date > jour", "le moment d'observation vient de la demande"),
        ("jour - jour2", "écrivez duration(a, b, 'day')"),
        ("sens + sens", "a || b"),
        ("note > :seuill", "vouliez-vous dire « seuil » ?"),
        ("date '2026-01-01' - 1", "écrivez shift(t, '1 day')"),
        ("jour = debut_le", "comparez des périodes"),
        ("jour = heure_locale", "cast(x as date)"),
        ("ok = 1", "un booléen est une condition à lui seul"),
        ("sens = jour", "convertissez l'un des deux"),
        ("zzzzzz = 1", "les noms connus sont : brut, debut_le"),
        ("zzzzzz(1)", "noms possibles : abs, avg"),
        ("sens = entrant", "un texte s'écrit entre apostrophes : 'entrant'"),
        ("sens in ('a', sortant)", "un texte s'écrit entre apostrophes : 'sortant'"),
        ("note = entrant", "les noms connus sont : brut, debut_le"),
        ("jour >= 2026-01-31", "une date s'écrit entre apostrophes"),
        ("note > 3,5", "écrivez 3.5"),
        ("note < 2.5 %", "écrivez 0.025"),
        ("note > 3 % and ok", "écrivez 0.03"),
        ("shift(jour, 7)", "« 7 » n'est pas l'un de ses choix"),
        ("note > ", "l'expression s'arrête trop tôt"),
        ("hour(debut_le)", "seule une heure locale s'y prête"),
        ("cast(ok as text)", "dites-la par case when"),
    ],
)
def test_an_error_says_what_to_write(meaning_of, text, advice):
    with pytest.raises(KpidefError) as caught:
        meaning_of(text)
    assert advice in render(caught.value, "fr")


@dataclass(frozen=True)
class Failing:
    """A scope whose catalogue has an error of its own."""

    aggregates: bool = False
    formula: bool = False
    overlap: bool = False
    zone: str = "Europe/Paris"

    def name(self, parts):
        from kpidef.errors.expression import NullCompared

        raise NullCompared

    def parameter(self, name):
        return Constant(True, "boolean")


def test_an_error_of_the_scope_gets_the_caret_of_the_word():
    at = Position(SourceText("kpi.yml", "1 + segment"), 1, 1)
    with pytest.raises(KpidefError) as caught:
        resolve(parse("1 + segment", at), Failing(), at)
    assert (caught.value.at.column, caught.value.at.length) == (5, 7)


def test_a_filter_must_be_a_condition():
    assert resolve_condition(parse(":p"), Failing()) == Constant(True, "boolean")
    with pytest.raises(KpidefError, match="KPI284"):
        resolve_condition(parse("1 + 1"), Failing())


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_a_text_in_both_languages_and_an_example_that_parses(name):
    function = FUNCTIONS[name]
    assert function.fr.endswith(".")
    assert function.en.endswith(".")
    assert name in function.example
    assert parse(function.example)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda one: one.written)
def test_every_operator_has_a_text_in_both_languages_and_an_example_that_parses(operator):
    assert operator.fr.endswith(".")
    assert operator.en.endswith(".")
    assert parse(operator.example)
