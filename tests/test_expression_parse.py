"""Text -> syntax tree: what is read, with which precedence, at which characters."""

from decimal import Decimal
from time import perf_counter

import pytest

from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.expression import ExpressionTooBig
from kpidef.expression import parse
from kpidef.expression.nodes import Between, Binary, Call, Case, Cast, In, IsTest, Like, Literal, Name, Parameter, Unary


def shape(node):
    """The tree with explicit parentheses."""
    match node:
        case Literal():
            return repr(node.value)
        case Name():
            return ".".join(node.parts)
        case Unary():
            return f"({node.operator} {shape(node.operand)})"
        case Binary():
            return f"({shape(node.left)} {node.operator} {shape(node.right)})"
        case _:
            return type(node).__name__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a or b and c", "(a or (b and c))"),
        ("not a and b", "((not a) and b)"),
        ("not a = b", "(not (a = b))"),
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b * c", "((a / b) * c)"),
        ("-a * b", "((- a) * b)"),
        ("- - a", "(- (- a))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("a + 1 > b - 1", "((a + 1) > (b - 1))"),
        ("a || b = c", "((a || b) = c)"),
        ("a != 1", "(a <> 1)"),
        ("A AND NOT B", "(A and (not B))"),
        ("a\n  and\tb", "(a and b)"),
        ("a and b and c and d", "((a and b) and (c and d))"),
        ("this.recue_le", "this.recue_le"),
        ("demande_id.client_id.segment", "demande_id.client_id.segment"),
        ("date", "date"),
        ("reçue_le = 'été'", "(reçue_le = 'été')"),
        ("'l''été'", '"l\'été"'),
        ("1.50", "Decimal('1.50')"),
        (".5", "Decimal('0.5')"),
        ("1e3", "1000.0"),
        ("TRUE", "True"),
        ("null", "None"),
        ("date '2026-03-31'", "datetime.date(2026, 3, 31)"),
        ("timestamp '2026-03-31 14:30'", "datetime.datetime(2026, 3, 31, 14, 30)"),
    ],
)
def test_a_text_is_read_with_the_usual_precedence(text, expected):
    assert shape(parse(text)) == expected


def test_a_predicate_knows_its_parts():
    assert parse("a not between 1 and 2 + 3") == Between(
        Name(("a",), 0, 1),
        Literal(1, "integer", 14, 15),
        Binary("+", Literal(2, "integer", 20, 21), Literal(3, "integer", 24, 25), 22, 20, 25),
        True,
        0,
        25,
    )
    assert parse("a in :postes") == In(Name(("a",), 0, 1), (Parameter("postes", 5, 12),), False, 0, 12)
    assert parse("a in (1, 2)").items == (Literal(1, "integer", 6, 7), Literal(2, "integer", 9, 10))
    assert parse("a is not null") == IsTest(Name(("a",), 0, 1), "null", True, 0, 13)
    assert parse("a not like 'x%'") == Like(Name(("a",), 0, 1), Literal("x%", "text", 11, 15), True, 0, 15)


def test_both_forms_of_case_are_read():
    searched = parse("case when a then 1 else 2 end")
    assert isinstance(searched, Case)
    assert searched.subject is None
    simple = parse("case a when 'x' then 1 end")
    assert isinstance(simple, Case)
    assert (simple.subject, simple.otherwise) == (Name(("a",), 5, 6), None)


def test_a_call_knows_star_and_distinct():
    assert parse("count(*)") == Call("count", (), False, True, 0, 8)
    assert parse("COUNT(DISTINCT a)") == Call("count", (Name(("a",), 15, 16),), True, False, 0, 17)


def test_a_cast_knows_its_type():
    assert parse("cast(a as Integer)") == Cast(Name(("a",), 5, 6), "integer", 10, 0, 18)


def test_quoted_names_are_read_in_bindings_only():
    assert parse('"Créé le" is null', physical=True) == IsTest(Name(("Créé le",), 0, 9), "null", False, 0, 17)
    with pytest.raises(KpidefError, match="KPI166"):
        parse('"Créé le" is null')


def test_a_thousand_alternatives_are_read_as_a_low_tree():
    assert shape(parse(" or ".join(["a"] * 500))).startswith("(" * 9 + "a or a)")


@pytest.mark.parametrize("text", ["(" * 1_900 + "a" + ")" * 1_900, "- " * 1_900 + "a", "not " * 900 + "a"])
def test_deep_nesting_is_refused(text):
    with pytest.raises(ExpressionTooBig) as caught:
        parse(text)
    assert caught.value.fields["limit"] == 24


def test_twenty_four_levels_are_read():
    assert shape(parse("(" * 24 + "a" + ")" * 24)) == "a"


def test_a_long_condition_of_every_form_is_read():
    forms = (
        "a between 1 and 2 and b in (1, :p) and c like 'x%' and d is null and cast(e as integer) = -1 "
        "and coalesce(f, 1) > 2 and case g when 1 then 2 else 3 end = 4 and case when h then 1 end = 1"
    )
    assert isinstance(parse(" and ".join([forms] * 4)), Binary)


def test_a_long_sum_is_refused():
    with pytest.raises(ExpressionTooBig, match="100"):
        parse("+".join(["a"] * 102))


def test_ten_thousand_parentheses_are_refused_at_once():
    begun = perf_counter()
    with pytest.raises(ExpressionTooBig, match="4000"):
        parse("(" * 10_000)
    assert perf_counter() - begun < 0.05


def test_a_typical_filter_is_read_in_microseconds():
    text = "sens = 'entrant' and debut_le < shift(this.recue_le, '7 days')"
    parse(text)
    best = min(_seconds(text) for _ in range(50))
    assert best < 200e-6, "measured near 25 µs; the bound leaves room for a busy machine"


def _seconds(text):
    begun = perf_counter()
    parse(text)
    return perf_counter() - begun


def test_the_largest_numbers_are_kept_exactly():
    assert parse("9223372036854775807").value == 2**63 - 1
    assert parse("0.10").value == Decimal("0.10")


def test_a_caret_is_counted_from_where_the_text_stands():
    at = Position(SourceText("kpi.yml", "filters: [été = == 1]"), 1, 11)
    with pytest.raises(KpidefError) as caught:
        parse("été = == 1", at)
    assert (caught.value.at.line, caught.value.at.column, caught.value.at.length) == (1, 17, 2)


def test_a_caret_without_a_file_knows_its_line():
    with pytest.raises(KpidefError) as caught:
        parse("a and\n  == b")
    assert str(caught.value.at) == "expression:2:3"
