"""The canonical writing: one meaning, one text, and it reads back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidef.errors import KpidefError
from kpidef.expression import fields, parse, to_text
from kpidef.expression.typed import Field


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("SENS   is NOT null".replace("SENS", "sens"), "sens is not null"),
        ("(note>=9)", "note >= 9"),
        ("note != 1", "note <> 1"),
        ("not (sens in ('a','b'))", "sens not in ('a', 'b')"),
        ("(ok and ok) and (ok)", "ok and ok and ok"),
        ("ok and (ok or ok)", "ok and (ok or ok)"),
        ("not (ok and ok)", "not (ok and ok)"),
        ("1 - (2 - 3)", "1 - (2 - 3)"),
        ("(1 - 2) - 3", "1 - 2 - 3"),
        ("1 - -2", "1 - -2"),
        ("-(-note)", "-(-note)"),
        ("(note + 1) * 2", "(note + 1) * 2"),
        ("(ok = ok) = ok", "(ok = ok) = ok"),
        ("sens || 'l''été'", "concat(sens, 'l''été')"),
        ("5.0 + 1e3 + 0.00000001", "5.0 + 1000.0e0 + 0.00000001"),
        ("case sens when 'a' then 1 else 2 end", "case when sens = 'a' then 1 else 2 end"),
        ("CAST(note AS Text)", "cast(note as text)"),
        ("jour >= '2026-01-01'", "jour >= date '2026-01-01'"),
        ("debut_le >= '2026-01-01'", "debut_le >= timestamptz '2025-12-31 23:00:00+00:00'"),
        ("shift(jour, :horizon)", "shift(jour, '7 days')"),
        ("this.jour < jour", "this.jour < jour"),
    ],
)
def test_a_meaning_has_one_text(meaning_of, text, canonical):
    written = to_text(meaning_of(text))
    assert written == canonical
    assert to_text(meaning_of(written)) == canonical


@pytest.mark.parametrize("text", ["count(*) >= 2", "count(distinct sens) + sum(note)", "last(jour) is null"])
def test_aggregates_read_back(meaning_of, text):
    assert to_text(meaning_of(text, aggregates=True)) == text


@pytest.mark.parametrize("text", ["previous(a, '1 year') / a", "total(a, segment, x.y)", "total(a)"])
def test_formulas_read_back(meaning_of, text):
    assert to_text(meaning_of(text, formula=True)) == text


def test_a_column_that_is_no_plain_name_is_quoted():
    assert to_text(Field('Créé "le"', "date", ("case",))) == '"case"."Créé ""le"""'
    assert parse('"case"."Créé ""le"""', physical=True).parts == ("case", 'Créé "le"')


_TEXTS = st.text("ab'é %_", max_size=4).map(lambda text: "'" + text.replace("'", "''") + "'")
_NUMBERS = st.sampled_from(["note", "prix", "ratio", "1", "2.50", "1e3", ".5", ":seuil"])
_TIMES = st.sampled_from(["jour", "jour2", "date '2026-03-31'", "shift(jour, '-1 month')"])


def _numbers(inner):
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/%"), inner),
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/%"), inner),
        st.builds("- {}".format, inner),
        st.builds("coalesce({}, {})".format, inner, inner),
        st.builds("duration({}, {}, 'day')".format, _TIMES, _TIMES),
        st.builds("case when {} > {} then {} else {} end".format, inner, inner, inner, inner),
    )


_NUMERIC = st.recursive(_NUMBERS, _numbers, max_leaves=5)
_ATOMS = st.one_of(
    st.builds("({} {} {})".format, _NUMERIC, st.sampled_from(["=", "<>", "<", ">="]), _NUMERIC),
    st.builds("{} not between {} and {}".format, _NUMERIC, _NUMERIC, _NUMERIC),
    st.builds("sens in ({}, {})".format, _TEXTS, _TEXTS),
    st.builds("sens || {} like {}".format, _TEXTS, _TEXTS),
    st.builds("{} <= {}".format, _TIMES, _TIMES),
    st.sampled_from(["ok", "ok is not true", "sens is null", "true", "debut_le > '2026-03-29 02:30'"]),
)


def _conditions(inner):
    return st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not {}".format, inner),
        st.builds("({}) is false".format, inner),
    )


@given(st.one_of(_NUMERIC, st.recursive(_ATOMS, _conditions, max_leaves=6)))
@settings(max_examples=200, deadline=None)
def test_any_expression_reads_back_to_the_same_text(meaning_of, text):
    meaning = meaning_of(text)
    written = to_text(meaning)
    again = meaning_of(written)
    assert to_text(again) == written
    assert fields(again) == fields(meaning)
    assert again.type == meaning.type


_WORDS = st.sampled_from(
    [
        "note",
        "sens",
        "jour",
        "ok",
        "debut_le",
        "this",
        ".",
        ",",
        "(",
        ")",
        "'",
        "-",
        "--",
        "+",
        "*",
        "/",
        "%",
        "=",
        "<>",
        "<",
        ">",
        "||",
        "::",
        ":",
        ":seuil",
        ":postes",
        "and",
        "or",
        "not",
        "in",
        "is",
        "null",
        "like",
        "between",
        "case",
        "when",
        "then",
        "else",
        "end",
        "cast",
        "as",
        "count",
        "sum",
        "distinct",
        "shift",
        "duration",
        "'1",
        "day'",
        "'x'",
        "1",
        "1.5",
        "1e9",
        "date",
        "'2026-01-01'",
        "select",
        "over",
        "coalesce",
        "(",
        ")",
        "[",
        "{",
        ";",
        '"',
        "’",
        "\u200b",
        "１",
        "�",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=25).map(" ".join)), st.booleans(), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_text_makes_anything_but_a_meaning_or_an_explained_error(meaning_of, text, aggregates, formula):
    try:
        written = to_text(meaning_of(text, aggregates=aggregates, formula=formula, overlap=True))
    except KpidefError as error:
        explained = error.at is not None and bool(error.cause("fr")) and bool(error.help("en"))
    else:
        explained = parse(written, physical=True) is not None
    assert explained
