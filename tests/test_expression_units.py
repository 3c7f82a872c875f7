"""Units: what is written, what a formula gives, what does not go together."""

import pytest

from kpidef.errors import KpidefError
from kpidef.errors.expression import UnreadableUnit
from kpidef.expression.units import UNKNOWN, compatible, parse_unit, unit_of

UNITS = {
    "ca": "EUR",
    "remise": "EUR",
    "dollars": "USD",
    "clients": "count",
    "panier": "EUR/client",
    "commandes": "commande/client",
    "delai": "hour",
    "attente": "minute",
    "mensuel": "EUR/month",
    "taux": "percent",
}


def _unit(term):
    return parse_unit(UNITS[term.name]) if term.name in UNITS else UNKNOWN


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("ca - remise", "EUR"),
        ("ca / remise", "count"),
        ("ca / clients", "EUR"),
        ("panier / commandes", "EUR/commande"),
        ("ca * ca / ca", "EUR"),
        ("100 * taux", "count"),
        ("ca * 2", "EUR"),
        ("clients + 1", "count"),
        ("1 / delai", "count/hour"),
        ("delai * 2", "hour"),
        ("mensuel / ca", "count/month"),
        ("greatest(ca - remise, 0)", "EUR"),
        ("coalesce(ca, 0)", "EUR"),
        ("case when ca > 10 then ca else 0 end", "EUR"),
        ("previous(ca)", "EUR"),
        ("total(ca)", "EUR"),
        ("round(-ca, 2)", "EUR"),
        ("inconnu + ca", "EUR"),
        ("inconnu * ca", "?"),
        ("ca > remise", "count"),
        ("clients + commandes", "count"),
        ("ca + inconnu", "EUR"),
        ("coalesce(1, 2)", "count"),
        ("length('abc')", "count"),
    ],
)
def test_a_formula_has_the_unit_of_its_terms(meaning_of, text, unit):
    assert str(unit_of(meaning_of(text, formula=True), _unit)) == unit


@pytest.mark.parametrize(
    "text",
    [
        "ca + dollars",
        "ca - clients",
        "ca + 1",
        "delai + attente",
        "ca > delai",
        "coalesce(ca, delai)",
        "least(ca, dollars)",
        "case when ca > 0 then ca else clients end",
        "ca + panier",
        "case when ca > delai then 1 end",
    ],
)
def test_what_differs_in_unit_is_not_added_or_compared(meaning_of, text):
    with pytest.raises(KpidefError, match="KPI290"):
        unit_of(meaning_of(text, formula=True), _unit)


def test_a_duration_has_its_unit(meaning_of):
    assert str(unit_of(meaning_of("duration(debut_le, fin_le, 'minute')"), lambda column: UNKNOWN)) == "minute"


def test_a_count_is_a_plain_number_and_a_sum_keeps_the_unit(meaning_of):
    meaning = meaning_of("sum(prix) / count(*)", aggregates=True)
    assert str(unit_of(meaning, lambda column: parse_unit("EUR"))) == "EUR"


@pytest.mark.parametrize(
    ("declared", "inferred", "fits"),
    [
        ("EUR", "EUR/client", True),
        ("EUR/client", "EUR", True),
        ("EUR/client", "EUR/commande", False),
        ("percent", "count", True),
        ("percent", "EUR", False),
        ("EUR", "USD", False),
        ("hour", "minute", False),
        ("hour/client", "hour", True),
        ("score", "points", True),
    ],
)
def test_a_declared_unit_may_be_silent_on_nouns_only(declared, inferred, fits):
    assert compatible(parse_unit(declared), parse_unit(inferred)) is fits


def test_an_unknown_unit_fits_all():
    assert compatible(parse_unit("EUR"), UNKNOWN)


@pytest.mark.parametrize("text", ["", "pourcent", "euro", "EURO", "EUR/", "/client", "EUR//client", "EUR/Client 2"])
def test_an_unreadable_unit_is_refused(text):
    with pytest.raises(KpidefError, match="KPI291"):
        parse_unit(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("%", "percent"), ("euros", "EUR"), ("€/client", "EUR/client"), ("heures", "hour"), ("mois", "month"), ("Nm", "")],
)
def test_a_unit_in_everyday_words_is_answered_with_its_name(text, meant):
    with pytest.raises(KpidefError) as caught:
        parse_unit(text)
    assert caught.value.help("fr") == (f"vouliez-vous dire {meant} ?" if meant else UnreadableUnit.help_fr)
