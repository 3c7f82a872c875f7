"""What no expression may hold: each form is refused with its own error, under its own characters."""

import pytest

from kpidef.errors import KpidefError, render
from kpidef.expression import parse


@pytest.mark.parametrize(
    ("text", "code", "column", "length"),
    [
        ("", "KPI120", 1, 1),
        ("a b", "KPI120", 3, 1),
        ("a = ", "KPI120", 5, 1),
        ("a < b < c", "KPI120", 7, 1),
        ("a = not b", "KPI120", 5, 3),
        ("x in ()", "KPI120", 7, 1),
        ("x in 3", "KPI120", 6, 1),
        ("x not 3", "KPI120", 7, 1),
        ("x is 3", "KPI120", 6, 1),
        ("a.", "KPI120", 3, 1),
        ("a.'x'", "KPI120", 3, 3),
        ("case 1 end", "KPI120", 8, 3),
        ("case when a then b", "KPI120", 19, 1),
        ("cast(a)", "KPI120", 7, 1),
        ("cast(a as 3)", "KPI120", 11, 1),
        ("12abc", "KPI120", 3, 1),
        ("1.2.3", "KPI120", 4, 1),
        ("f(x, )", "KPI120", 6, 1),
        ("lambda x: x + 1", "KPI120", 9, 1),
        ("x -> x + 1", "KPI120", 3, 2),
        ("a ? b", "KPI120", 3, 1),
        ("a\u200b = 1", "KPI121", 2, 1),
        ("a\u00a0= 1", "KPI121", 2, 1),
        ("\uff11 = 1", "KPI121", 1, 1),
        ("cl\u0430sse = 1", "KPI121", 3, 1),
        ("x = 'a\x00b'", "KPI121", 7, 1),
        ("recu\u0301 = 1", "KPI121", 5, 1),
        ("x = 'abc", "KPI122", 5, 4),
        ("'it's'", "KPI122", 6, 1),
        ("(a + b", "KPI123", 1, 1),
        ("f(a, (b)", "KPI123", 2, 1),
        ("a + b)", "KPI123", 6, 1),
        ("(a))", "KPI123", 4, 1),
        ("select 1", "KPI124", 1, 6),
        ("x in (select id from t)", "KPI124", 7, 6),
        ("exists (select 1)", "KPI124", 9, 6),
        ("a = 1; drop table t", "KPI124", 6, 1),
        ("drop table t", "KPI124", 1, 4),
        ("with t as (select 1) select 2", "KPI124", 1, 4),
        ("sum(x) over (partition by y)", "KPI124", 8, 4),
        ("count(*) filter (where x)", "KPI124", 10, 6),
        ("a = 1 union all b", "KPI124", 7, 5),
        ("a -- b", "KPI125", 3, 2),
        ("a /* b */", "KPI125", 3, 2),
        ('x = "a"', "KPI126", 5, 1),
        ("`x` = 1", "KPI126", 1, 1),
        ("x = ’a’", "KPI126", 5, 1),
        ("x = “a”", "KPI126", 5, 1),
        ("x = «a»", "KPI126", 5, 1),
        ("a == b", "KPI127", 3, 2),
        ("a && b", "KPI127", 3, 2),
        ("!a", "KPI127", 1, 1),
        ("x::text", "KPI127", 2, 2),
        ("x[1]", "KPI127", 2, 1),
        ("{x}", "KPI127", 1, 1),
        ("x ilike 'a'", "KPI127", 3, 5),
        ("interval '1 day'", "KPI127", 1, 8),
        ("extract(year from t)", "KPI127", 1, 7),
        ("a" * 4_001, "KPI128", 4_001, 1),
        ("1e400", "KPI129", 1, 5),
        ("99999999999999999999", "KPI129", 1, 20),
        ("9" * 2_000, "KPI129", 1, 2_000),
        ("0." + "1" * 60, "KPI129", 1, 62),
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


def test_an_invisible_character_is_named():
    with pytest.raises(KpidefError) as caught:
        parse("a\u200b = 1")
    assert "U+200B (ZERO WIDTH SPACE)" in render(caught.value, "fr")


def test_a_column_may_bear_the_name_of_a_statement():
    with pytest.raises(KpidefError, match="KPI120"):
        parse("call = 1 1")


def test_an_error_shows_the_line_the_caret_and_the_next_step():
    with pytest.raises(KpidefError) as caught:
        parse("montant::text = '3'")
    assert render(caught.value, "fr") == (
        "expression:1:8: KPI127 « :: » n'est pas de ce langage\n"
        "  1 | montant::text = '3'\n"
        "    |        ^^\n"
        "  aide : écrivez cast(x as type)"
    )
