"""Looking through a typed expression."""

from kpidef.expression import aggregates, fields, host_fields, operations, substitute, terms, to_text
from kpidef.expression.typed import Aggregate, Constant, Field, HostField, Term


def test_what_is_read_is_listed_once_in_reading_order(meaning_of):
    meaning = meaning_of("note > 1 and (client_id.note < this.note or note is null)")
    assert fields(meaning) == (Field("note", "integer"), Field("note", "integer", ("client_id",)))
    assert host_fields(meaning) == (HostField("note", "integer"),)


def test_terms_are_found_under_previous(meaning_of):
    assert terms(meaning_of("a / previous(b) - a", formula=True)) == (Term("a", "float"), Term("b", "float"))


def test_aggregates_and_their_columns_are_found(meaning_of):
    meaning = meaning_of("sum(note) > count(*)", aggregates=True)
    assert aggregates(meaning) == (
        Aggregate("sum", Field("note", "integer"), "integer"),
        Aggregate("count", None, "integer"),
    )
    assert fields(meaning) == (Field("note", "integer"),)


def test_operations_are_found_by_name(meaning_of):
    assert [to_text(one) for one in operations(meaning_of("shift(jour, '1 day') > jour"), "shift")] == [
        "shift(jour, '1 day')"
    ]


def test_a_part_is_replaced_everywhere_and_only_once(meaning_of):
    note = Field("note", "integer")
    meaning = meaning_of("note + note * 2")
    replaced = substitute(meaning, {note: meaning})
    assert to_text(replaced) == "note + note * 2 + (note + note * 2) * 2"
    inner = substitute(meaning_of("sum(note)", aggregates=True), {note: Constant(1, "integer")})
    assert to_text(inner) == "sum(1)"
