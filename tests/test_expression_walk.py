"""Looking through a typed expression."""

from kpidef.expression import aggregates, fields, host_fields, operations, substitute, terms, to_text
from kpidef.expression.typed import Aggregate, Constant, Field, HostField


def test_what_is_read_is_listed_once_in_reading_order(meaning_of):
    meaning = meaning_of("note > 1 and (client_id.note < this.note or note is null)")
    assert fields(meaning) == (Field("note", "integer"), Field("note", "integer", ("client_id",)))
    assert host_fields(meaning) == (HostField("note", "integer"),)


def test_terms_are_found_under_previous(meaning_of):
    assert terms(meaning_of("a / previous(b) - a", formula=True)) == ("a", "b")


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


def test_a_term_is_replaced_everywhere_and_only_once(meaning_of):
    meaning = meaning_of("a + previous(a) * b", formula=True)
    assert to_text(substitute(meaning, {"a": meaning})) == "a + previous(a) * b + previous(a + previous(a) * b) * b"


def test_what_holds_no_such_term_is_unchanged(meaning_of):
    meaning = meaning_of("sum(note) > 1", aggregates=True)
    assert substitute(meaning, {"value": Constant(1, "integer")}) == meaning
