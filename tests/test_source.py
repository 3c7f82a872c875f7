"""YAML text becomes nodes that are still text and know where they stand."""

import sys

import pytest
from yaml import SafeLoader

from kpidef.errors import KpidefError, Position, SourceText, render
from kpidef.errors.spec import FileTooBig, NotUtf8
from kpidef.source import Mapping, Node, Scalar, Sequence, decode, parse, place


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(sys.modules["kpidef.source.document"], "CParser", SafeLoader)


def read(text: str) -> Node:
    node, errors = parse(SourceText("f.yml", text))
    assert errors == []
    assert node is not None
    return node


def value(text: str) -> Scalar:
    node = read(text)
    assert isinstance(node, Mapping)
    found = node.entries["a"][1]
    assert isinstance(found, Scalar)
    return found


def word(text: str, wanted: str) -> Position:
    """Where the word of the value of `a` stands on the page."""
    scalar = value(text)
    at = place(SourceText("f.yml", text), scalar)
    return at.within(scalar.value.index(wanted), len(wanted))


def pointed(text: str, at: Position) -> str:
    return SourceText("f.yml", text).line(at.line)[at.column - 1 : at.column - 1 + at.length]


def test_a_tree_keeps_order_and_places():
    node = read("b: [x, 'y']\na: {c: d}\n")
    assert isinstance(node, Mapping)
    assert list(node.entries) == ["b", "a"]
    assert node.entries["b"][1] == Sequence((Scalar("x", True, 1, 5), Scalar("y", False, 1, 9)), 1, 4)
    inner = node.entries["a"][1]
    assert isinstance(inner, Mapping)
    assert inner.entries["c"] == (Scalar("c", True, 2, 5), Scalar("d", True, 2, 8))


@pytest.mark.parametrize("written", ["12:30", "NO", "0x1F", "1_000", "2026-01-01", "yes", "1e3", ".inf", "012"])
def test_a_scalar_is_text_as_written(written):
    assert value(f"a: {written}") == Scalar(written, True, 1, 4)


@pytest.mark.parametrize(
    ("written", "null"),
    [("", True), ("null", True), ("~", True), ("'null'", False), ('""', False), ("NULL", False), ("| \n  null", False)],
)
def test_nothing_is_an_empty_plain_scalar_null_or_tilde(written, null):
    assert value(f"a: {written}").is_null is null


@pytest.mark.parametrize(
    "text",
    [
        "a: x = 'été' and mot > 1",
        "a: \"x = 'été' and mot > 1\"",
        "a: 'x = ''été'' and mot > 1'",
        'a: "x = \\"été\\" and mot > 1"',
        "a: >-\n  x = 'été'\n  and mot > 1\n",
        "a: |\n  x = 'été'\n    and\n  mot > 1\n",
        "a: x =\n  'été' and\n  mot > 1",
        "a: 'x =\n  ''été'' and\n  mot > 1'",
        "é𝄞: {b: 1}\na: 𝄞 mot > 1",
        "a: x = 'été'\r\n  and mot > 1\r\n",
    ],
)
def test_the_caret_is_under_the_word_however_the_text_is_written(text):
    assert pointed(text, word(text, "mot")) == "mot"
    assert pointed(text, word(text, "mot > 1")) == "mot > 1"


def test_a_span_stops_at_the_end_of_its_line():
    text = "a: >\n  un deux\n  trois\n"
    assert pointed(text, word(text, "deux trois")) == "deux"


def test_a_numeric_escape_points_near_the_word():
    at = word('a: "\\u0041 mot"', "A mot")
    assert (at.line, at.column) == (1, 5)


def test_an_alias_stands_for_its_anchor():
    node = read("b: &x [1]\na: *x\nc: &y z\nd: *y")
    assert isinstance(node, Mapping)
    assert node.entries["a"][1] is node.entries["b"][1]
    assert node.entries["d"][1] is node.entries["c"][1]


@pytest.mark.parametrize(
    "text", ["a: f(x)\nb: [g(y), (z)]", "a: [':( triste', ok]", "a: ['x in (1', '2)']", "a: [b (c, d]"]
)
def test_parentheses_that_no_comma_cuts_are_left_alone(text):
    read(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a: [x in (1, 2)]", "x in (1, 2)"),
        ("a: [un, duration(b, c, 'day') < 3, deux]", "duration(b"),
        ("a: {b: x in (1, 2, 3), c: d}", "x in (1, 2, 3)"),
        ("a: [x in ('u', 'v')]", "x in ('u'"),
        ("{a: x in ('u', 'v')}", "x in ('u'"),
    ],
)
def test_a_condition_cut_by_a_comma_is_recognised(text, whole):
    _, errors = parse(SourceText("f.yml", text))
    assert [(error.code, error.fields["text"]) for error in errors] == [("KPI115", whole)]


def test_a_condition_cut_by_a_comma_is_put_together_again():
    node, _ = parse(SourceText("f.yml", "{a: f(1, 2), b: [g(3, 4), h]}"))
    assert isinstance(node, Mapping)
    assert list(node.entries) == ["a", "b"]
    assert [item.value for item in node.entries["b"][1].items] == ["g(3, 4)", "h"]


def test_a_byte_order_mark_is_dropped():
    assert decode("f.yml", b"\xef\xbb\xbfa: 1").text == "a: 1"


def test_bytes_that_are_not_utf8_are_placed():
    with pytest.raises(NotUtf8) as raised:
        decode("f.yml", "a: 1\nété: é".encode() + b"\xe9t")
    assert str(raised.value.at) == "f.yml:2:7"


def test_text_of_another_encoding_is_refused_without_showing_its_bytes():
    with pytest.raises(NotUtf8) as raised:
        decode("f.yml", "kpi: été".encode("utf-16"))
    assert render(raised.value, "fr").splitlines() == [
        "f.yml:1:1: KPI101 le fichier n'est pas en UTF-8 (octet ff)",
        "  aide : enregistrez le fichier en UTF-8",
    ]


def test_too_many_bytes_are_refused_before_they_are_read():
    with pytest.raises(FileTooBig):
        decode("f.yml", b"a" * 2_000_001)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 65 + "]" * 65, "KPI103"),
        ("[" * 100_000, "KPI103"),
        ("- " * 100_000, "KPI103"),
        ("{a: " * 100_000, "KPI103"),
        ("a: &x 1\nb: [" + "*x, " * 101 + "]", "KPI104"),
        ("[" + "a, " * 200_001 + "]", "KPI105"),
        ("a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [" + f"*a{n - 1}, " * 9 + "]\n" for n in range(1, 10)), "KPI105"),
        ("a" * 2_000_001, "KPI102"),
        ("a: &a [*a]", "KPI114"),
    ],
)
def test_hostile_files_meet_a_limit(text, code):
    node, errors = parse(SourceText("f.yml", text[:2_000_001]))
    assert node is None
    assert [error.code for error in errors] == [code]


def test_the_deepest_allowed_tree_is_read():
    read("[" * 64 + "]" * 64)


def test_every_error_of_a_readable_file_is_told():
    _, errors = parse(SourceText("f.yml", "a: 1\na: 2\nb: !x 3\n<<: 4\n[c]: 5\n"))
    assert [error.code for error in errors] == ["KPI110", "KPI112", "KPI113", "KPI111"]


def test_errors_before_the_unreadable_place_are_told_too():
    _, errors = parse(SourceText("f.yml", "a: 1\na: 2\nb: [\n"))
    assert [error.code for error in errors] == ["KPI110", "KPI106"]
    assert all(isinstance(error, KpidefError) for error in errors)
