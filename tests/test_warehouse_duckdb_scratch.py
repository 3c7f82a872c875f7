"""Given rows are held exactly, cheaply, and all or nothing."""

import time
from decimal import Decimal

import pytest

from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import ScratchTable, scratch


@pytest.mark.parametrize(
    ("values", "type_text"),
    [
        (["1", None], "DECIMAL(18,6)"),
        ([Decimal("-0.12345678")], "DECIMAL(18,8)"),
        ([Decimal("1e20"), "0.5"], "DECIMAL(38,6)"),
        ([], "DECIMAL(18,6)"),
    ],
)
def test_a_decimal_column_is_as_wide_as_its_values(values: list[str | Decimal | None], type_text: str) -> None:
    with scratch([ScratchTable("t", (("d", "decimal"),), [(value,) for value in values])]) as held:
        assert held.columns_of("t")[0].type_text == type_text


def test_a_decimal_beyond_the_engine_is_unreadable() -> None:
    with pytest.raises(ValueUnreadable):
        scratch([ScratchTable("t", (("d", "decimal"),), [("1" * 40,)])])


def test_names_and_values_are_never_sql() -> None:
    table = ScratchTable('t"; DROP TABLE x; --', (('c"', "text"),), [("'); DROP TABLE x; --",)])
    with scratch([table]) as held:
        assert held.execute('SELECT * FROM "t""; DROP TABLE x; --"').to_pylist() == [{'c"': "'); DROP TABLE x; --"}]


def test_a_wrong_row_leaves_what_was_held() -> None:
    with scratch([ScratchTable("bons", (("n", "integer"),), [(1,)])]) as held:
        with pytest.raises(ValueUnreadable):
            held.load([ScratchTable("faux", (("n", "integer"),), [("un",)])])
        assert [table.name for table in held.introspect()] == ["bons"]


def test_loading_small_tables_again_takes_milliseconds() -> None:
    tables = [ScratchTable(name, (("a", "text"), ("n", "integer")), [("x", 1)] * 5) for name in ("t", "u")]
    with scratch(tables) as held:
        times = [_timed(lambda: held.load(tables)) for _ in range(10)]
    assert min(times) < 0.02


def _timed(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
