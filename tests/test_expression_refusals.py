"""What no expression may hold: each form is refused with its own error, under its own characters."""

import pytest

from kpidef.errors import KpidefError, render
from kpidef.errors.expression import ForeignQuote, UnknownCharacter
from kpidef.expression import parse


@pytest.mark.parametrize(
    ("text", "code", "column", "length"),
    [
        ("", "KPI160", 1, 1),
        ("a b", "KPI160", 3, 1),
        ("a = ", "KPI160", 5, 1),
        ("a < b < c", "KPI160", 7, 1),
        ("a = not b", "KPI160", 5, 3),
        ("x in ()", "KPI160", 7, 1),
        ("x in 3", "KPI160", 6, 1),
        ("x not 3", "KPI160", 7, 1),
        ("x is 3", "KPI160", 6, 1),
        ("a.", "KPI160", 3, 1),
        ("a.'x'", "KPI160", 3, 3),
        ("case 1 end", "KPI160", 8, 3),
        ("case when a then b", "KPI160", 19, 1),
        ("cast(a)", "KPI160", 7, 1),
        ("cast(a as 3)", "KPI160", 11, 1),
        ("12abc", "KPI160", 3, 1),
        ("1.2.3", "KPI160", 4, 1),
        ("f(x, )", "KPI160", 6, 1),
        ("lambda x: x + 1", "KPI160", 9, 1),
        ("x -> x + 1", "KPI160", 3, 2),
        ("a ? b", "KPI160", 3, 1),
        ("a\u200b = 1", "KPI161", 2, 1),
        ("a\u00a0= 1", "KPI161", 2, 1),
        ("\uff11 = 1", "KPI161", 1, 1),
        ("cl\u0430sse = 1", "KPI161", 3, 1),
        ("x = 'a\x00b'", "KPI161", 7, 1),
        ("recu\u0301 = 1", "KPI161", 5, 1),
        ("x = 'abc", "KPI162", 5, 4),
        ("'it's'", "KPI162", 6, 1),
        ("(a + b", "KPI163", 1, 1),
        ("f(a, (b)", "KPI163", 2, 1),
        ("a + b)", "KPI163", 6, 1),
        ("(a))", "KPI163", 4, 1),
        ("select 1", "KPI164", 1, 6),
        ("x in (select id from t)", "KPI164", 7, 6),
        ("exists (select 1)", "KPI164", 9, 6),
        ("a = 1; drop table t", "KPI164", 6, 1),
        ("drop table t", "KPI164", 1, 4),
        ("with t as (select 1) select 2", "KPI164", 1, 4),
        ("sum(x) over (partition by y)", "KPI164", 8, 4),
        ("count(*) filter (where x)", "KPI164", 10, 6),
        ("a = 1 union all b", "KPI164", 7, 5),
        ("a -- b", "KPI165", 3, 2),
        ("a /* b */", "KPI165", 3, 2),
        ('x = "a"', "KPI166", 5, 1),
        ("`x` = 1", "KPI166", 1, 1),
        ("x = ’a’", "KPI166", 5, 1),
        ("x = “a”", "KPI166", 5, 1),
        ("x = «a»", "KPI166", 5, 1),
        ("a == b", "KPI167", 3, 2),
        ("a && b", "KPI167", 3, 2),
        ("!a", "KPI167", 1, 1),
        ("x::text", "KPI167", 2, 2),
        ("x[1]", "KPI167", 2, 1),
        ("{x}", "KPI167", 1, 1),
        ("x ilike 'a'", "KPI167", 3, 5),
        ("interval '1 day'", "KPI167", 1, 8),
        ("extract(year from t)", "KPI167", 1, 7),
        ("a" * 4_001, "KPI168", 4_001, 1),
        ("1e400", "KPI169", 1, 5),
        ("99999999999999999999", "KPI169", 1, 20),
        ("9" * 2_000, "KPI169", 1, 2_000),
        ("0." + "1" * 60, "KPI169", 1, 62),
        ("date '2026-02-30'", "KPI285", 6, 12),
        ("date '2026-01-01 10:00'", "KPI285", 6, 18),
        ("timestamp '2026-01-01T00:00:00Z'", "KPI285", 11, 22),
        ("timestamptz '0001-01-01 00:00+10:00'", "KPI285", 13, 24),
        ("timestamptz 'hier'", "KPI285", 13, 6),
    ],
)
def test_the_caret_stands_under_what_is_refused(text, code, column, length):
    with pytest.raises(KpidefError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.at.column, caught.value.at.length) == (code, column, length)


@pytest.mark.parametrize(
    ("character", "typed"),
    [("−", "-"), ("–", "-"), ("×", "*"), ("÷", "/"), ("≥", ">="), ("≤", "<="), ("≠", "<>"), ("＝", "=")],
)
def test_a_typographic_sign_is_named_with_the_one_to_type(character, typed):
    with pytest.raises(UnknownCharacter) as raised:
        parse(f"a {character} 2")
    assert f"« {character} » U+{ord(character):04X}" in raised.value.cause("fr")
    assert raised.value.help("fr") == f"tapez {typed} à la place"
    assert raised.value.help("en") == f"type {typed} instead"


def test_a_space_that_breaks_no_line_is_told_by_the_ordinary_one():
    with pytest.raises(UnknownCharacter) as raised:
        parse("a\u00a0= 1")
    assert raised.value.help("fr") == "tapez une espace ordinaire à la place"
    assert "« " not in raised.value.cause("fr")


@pytest.mark.parametrize("quote", "’‘“”«»")
def test_a_typographic_quote_is_named_with_the_one_to_type(quote):
    with pytest.raises(ForeignQuote) as raised:
        parse(f"a = {quote}web{quote}")
    assert f"« {quote} »" in raised.value.cause("fr")
    assert "l'apostrophe droite '" in raised.value.help("fr")


def test_an_invisible_character_is_named():
    with pytest.raises(KpidefError) as caught:
        parse("a\u200b = 1")
    assert "U+200B (ZERO WIDTH SPACE)" in render(caught.value, "fr")


def test_a_column_may_bear_the_name_of_a_statement():
    with pytest.raises(KpidefError, match="KPI160"):
        parse("call = 1 1")


def test_an_error_shows_the_line_the_caret_and_the_next_step():
    with pytest.raises(KpidefError) as caught:
        parse("montant::text = '3'")
    assert render(caught.value, "fr") == (
        "expression:1:8: KPI167 « :: » n'est pas de ce langage\n"
        "  1 | montant::text = '3'\n"
        "    |        ^^\n"
        "  aide : écrivez cast(x as type)"
    )
