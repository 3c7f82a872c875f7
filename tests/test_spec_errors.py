"""Each mistake in a file gets its code, its place, and its texts in French and in English."""

import inspect
import re
import sys
from pathlib import Path

import pytest
import yaml

from kpidef.errors import KpidefError, SourceText, render
from kpidef.errors import spec as errors_spec
from kpidef.source import decode
from kpidef.spec import read_file, read_library, read_project

K = "kpi: k\n"
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "spec_errors.yml").read_text(encoding="utf-8"))


def read(path: str, text: str) -> list[KpidefError]:
    reader = {"kpidef.yml": read_project, "library.yml": read_library}.get(path, read_file)
    return reader(SourceText(path, text))[1]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['code']}-{number}" for number, case in enumerate(CASES)])
def test_a_mistake_is_told_with_its_code_its_place_and_its_cause(case):
    (error,) = read(case["file"], case["text"])
    assert error.code == case["code"]
    assert str(error.at) == f"{case['file']}:{case['at']}"
    assert case["fr"] in error.cause("fr")
    assert case["en"] in error.cause("en")
    assert error.help("fr")
    assert error.help("en")


LIMITS = {"KPI101", "KPI102", "KPI103", "KPI104", "KPI105"}  # tests/test_source.py meets these


def test_every_error_of_this_family_is_provoked():
    classes = [
        kind for _, kind in inspect.getmembers(errors_spec, inspect.isclass) if kind.__module__ == errors_spec.__name__
    ]
    codes = [kind.code for kind in classes]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"KPI1\d\d", code) for code in codes)
    assert set(codes) - LIMITS == {case["code"] for case in CASES}


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        (K + "formula: a\nfilter: b", "vouliez-vous dire « filters » ?", "did you mean 'filters'?"),
        (
            K + "measure: {source: s, agg: count, at: ned}",
            "vouliez-vous dire « end » ? Possibles : start, end, any, average",
            "did you mean 'end'? Possible: start, end, any, average",
        ),
        (
            K + "measure: {source: s, agg: count, at: begin}",
            "possibles : start, end, any, average",
            "possible: start, end, any, average",
        ),
        ("kpi: Taux d'Été\nformula: a", "100 caractères : taux_d_ete", "100 characters: taux_d_ete"),
        (K + "measure: {source: s}", "par exemple : agg: count", "for instance: agg: count"),
        (
            K + "formula: a\nfilters: [x in (1, 2)]",
            "mettez la condition entre guillemets",
            "put quotes around the condition",
        ),
    ],
)
def test_the_next_step_is_said(text, french, english):
    (error,) = read("k.yml", text)
    assert error.help("fr").endswith(french)
    assert error.help("en").endswith(english)


def test_an_error_is_shown_under_the_wrong_word():
    (error,) = read("k.yml", K + "measure: {source: s, agg: cuont}")
    assert render(error, "fr") == (
        "k.yml:2:27: KPI125 « agg » : valeur inconnue « cuont »\n"
        "  2 | measure: {source: s, agg: cuont}\n"
        "    |                           ^^^^^\n"
        "  aide : vouliez-vous dire « count » ? Possibles : count, count_distinct, sum, avg, min, max, median, "
        "{percentile: 0.9}"
    )


def test_a_broken_part_does_not_hide_the_errors_of_others():
    text = (
        "kpi: k\nlabel: [a]\nunti: x\n"
        "numerator: {source: s, agg: cuont, at: end, flow: in}\ndenominator: {agg: count}\n"
        "targets: [{from: demain, value: 1}, {from: 2026-01-01, value: un}]\nexamples: [{name: n}]\nlabel: b\n"
    )
    found = [(error.code, error.at.line) for error in read("k.yml", text) if error.at]
    assert sorted(found, key=lambda each: each[1]) == [
        ("KPI124", 2),
        ("KPI122", 3),
        ("KPI125", 4),
        ("KPI131", 4),
        ("KPI123", 5),
        ("KPI129", 6),
        ("KPI128", 6),
        ("KPI123", 7),
        ("KPI123", 7),
        ("KPI110", 8),
    ]


def test_a_file_full_of_errors_is_told_quickly_and_not_for_ever():
    text = K + "formula: a\n" + "".join(f"cle{n}: 1\n" for n in range(20_000))
    assert len(read("k.yml", text)) == 1000


def test_a_long_value_is_cut_in_the_message():
    (error,) = read("k.yml", K + "formula: a\nstatus: " + "x" * 10_000)
    assert len(error.cause("fr")) < 150


def test_a_library_without_families_lacks_them():
    assert [error.code for error in read("library.yml", "library: core")] == ["KPI123"]


@pytest.mark.parametrize("text", ["[a]", "a", "- a: b"])
def test_a_project_is_a_mapping(text):
    assert [error.code for error in read("kpidef.yml", text)] == ["KPI124"]


@pytest.mark.parametrize(("reader", "path"), [(read_project, "kpidef.yml"), (read_file, "k.yml")])
def test_unreadable_yaml_gives_nothing_but_its_error(reader, path):
    spec, errors = reader(SourceText(path, "a: ["))
    assert spec is None
    assert [error.code for error in errors] == ["KPI106"]


def test_a_definition_without_a_readable_name_gives_nothing():
    spec, errors = read_file(SourceText("k.yml", "kpi: [k]\nformula: a"))
    assert spec is None
    assert [error.code for error in errors] == ["KPI124"]


def test_bytes_and_size_have_both_languages():
    with pytest.raises(KpidefError) as raised:
        decode("k.yml", b"kpi: \xff")
    assert render(raised.value, "fr").startswith("k.yml:1:6: KPI101 le fichier n'est pas en UTF-8 (octet ff)")
    assert render(raised.value, "en").startswith("k.yml:1:6: KPI101 the file is not UTF-8 (byte ff)")


@pytest.mark.parametrize("case", CASES, ids=[f"{case['code']}-{number}" for number, case in enumerate(CASES)])
def test_the_code_is_the_same_without_libyaml(case, monkeypatch):
    monkeypatch.setattr(sys.modules["kpidef.source.document"], "CParser", yaml.SafeLoader)
    assert [error.code for error in read(case["file"], case["text"])] == [case["code"]]
