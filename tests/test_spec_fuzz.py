"""Whatever a file holds, reading it ends, with records or coded errors."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpidef.errors import KpidefError, SourceText, render
from kpidef.source import decode
from kpidef.spec import read_file, read_library, read_project

KPI = """\
kpi: k
label: Taux d'escalade
synonyms: {fr: [taux], en: [rate]}
params: {p: {value: [a, b], label: P}, q: 2}
numerator: {source: s, agg: {percentile: 0.9}, filters: [a, "b in ('x', 'y')"], at: end, window: 12 months}
denominator: {per: c, measures: {m: {source: s, agg: count}}, formula: m, agg: sum, rollups: {r: {source: t, match: {a: b}, agg: last}}}
details: >-
  long
  texte
targets: [{from: 2026-01-01, value: 0.25}]
examples:
  - name: &n un
    given: {s: [{a: d1, b: null, c: ''}]}
    period: 2026-03
    expect: {value: *n}
"""  # noqa: E501
SOURCE = """\
source: s
key: [a, b]
validity: {from: a, to: b}
snapshot: {at: p, stale_after: 40 days}
columns:
  a: {type: text, values: [x, y], references: t.a}
  b: {expr: "a = 'x'", dimension: true}
  c: {rollup: {source: t, match: [a], agg: count, filters: a}}
"""
PROJECT = """\
kpidef: 1
calendar: {year_start: 01-01}
connections: {prod: "postgresql://${U}@h/d"}
bindings: {s: {table: t, columns: {a: {sql: x, dialect: duckdb}}, filters: a}}
families: {f: F, g: {label: G}}
site: {title: T, dialects: [duckdb]}
"""
READERS = ((read_file, KPI, "k.yml"), (read_file, SOURCE, "s.yml"), (read_project, PROJECT, "kpidef.yml"))
SCRAPS = [
    *("\t", "[", "]", "{", "}", ": ", "- ", "\n", "  ", "'", '"', "*n", "&n ", "!!x ", "<<: ", "? ", "| ", "> ", "#"),
    *("---\n", "null", "~", "\x00", "\ud800", "\u2028", "𝄞", "é", "(", ", ", "kpi: k\n", "%", "@", "\r\n", "\ufeff"),
    *("{}", "{0}", "''", "[a]", "{a: b}", "ZZ", "0"),
]


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 3, 20)))
        other = chance.randrange(len(text) + 1)
        piece = chance.choice((chance.choice(SCRAPS), "", text[other : other + chance.randint(1, 30)]))
        text = text[:start] + piece + text[end:]
    return text


def explain(errors: list[KpidefError]) -> None:
    """Every error can be shown in both languages, at a place that exists or just beyond."""
    for error in errors:
        assert isinstance(error, KpidefError)
        assert error.at is not None
        assert error.at.line >= 1
        assert error.at.column >= 1
        assert render(error, "fr").startswith(f"{error.at}: {error.code} ")
        assert render(error, "en").startswith(f"{error.at}: {error.code} ")


@pytest.mark.parametrize(("reader", "text", "path"), READERS)
def test_the_unchanged_files_have_no_error(reader, text, path):
    spec, errors = reader(SourceText(path, text))
    assert errors == []
    assert spec is not None


@pytest.mark.parametrize(("reader", "text", "path"), READERS)
def test_a_mutated_file_gives_records_or_coded_errors(reader, text, path):
    chance = random.Random(text)
    for _ in range(700):
        spec, errors = reader(SourceText(path, mutated(text, chance)))
        explain(errors)
        assert spec is not None or errors


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_coded_error(content):
    try:
        text = decode("k.yml", content)
    except KpidefError as error:
        explain([error])
        return
    for reader in (read_file, read_project, read_library):
        explain(reader(text)[1])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.sampled_from("kpi:{}[]-,'\"#&*!|>?%@` \n\ta1é"), max_size=80))
def test_any_text_gives_records_or_coded_errors(text):
    explain(read_file(SourceText("k.yml", text))[1])
    explain(read_file(SourceText("k.yml", f"kpi: k\n{text}"))[1])


@pytest.mark.parametrize(
    "text",
    [
        "kpi: k\nformula: a\nfilters: [" + "f(, " * 60_000 + "]",
        "kpi: k\nformula: a\nfilters: {" + "f: g(, " * 60_000 + "}",
        "kpi: k\nformula: a\nfilters: [" + "(" * 1_000_000 + "]",
        "kpi: k\nformula: '" + "''" * 500_000 + "'",
        "kpi: k\nformula: " + "a" * 1_900_000,
        "kpi: k\n" + "".join(f"{'x' * 60}{n}: 1\n" for n in range(20_000)),
        "kpi: k\nformula: a\nstatus: " + "certifie" * 200_000,
        "kpi: " + "é" * 900_000,
        "? " * 30_000,
        "kpi: k\nformula: >\n" + "  mot\n" * 200_000,
    ],
)
def test_a_file_made_to_be_slow_is_not(text):
    started = time.process_time()
    read_file(SourceText("k.yml", text))
    assert time.process_time() - started < 10
