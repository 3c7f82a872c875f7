"""Times that Databend reads by expressions of ours: a place's clocks through their changes, and texts by a format."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from engines.catalogue import ENGINES, running
from sqlglot import exp

from kpidef.errors.dialect import UnsupportedByDialect
from kpidef.sql.dialects import dialect_of
from kpidef.sql.dialects.apply import adapted, text_of
from kpidef.sql.tree import column, text, typed
from kpidef.warehouse import ScratchTable, scratch

DATABEND = next((one for one in ENGINES if one.name == "databend"), None)
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
CHANGES = ((2026, 3, 8), (2026, 3, 29), (2026, 4, 5), (2026, 9, 6), (2026, 10, 4), (2026, 10, 25), (2026, 11, 1))
CLOCKS = [
    datetime(*day, hour, minute, 7, 250_000) for day in CHANGES for hour in (0, 1, 2, 3, 23) for minute in (0, 15, 45)
]
FORMATS = {
    "%d/%m/%Y": ("28/02/2026", "30/02/2026", "29/02/2024", "1/3/2026", "", "31/04/2026"),
    "%Y%m%d": ("20260228", "2026228", "20260229", "202602281"),
    "%m/%y": ("02/26", "2/69", "12/68", "13/26"),
    "%H:%M": ("9:05", "23:59", "24:00", "9:5:1"),
    "%Y-%m-%d %H:%M:%S": ("2026-02-28 09:05:07", "2026-02-28 9:5:7", "2026-02-28 09:05:60", "2026-02-28T09:05:07"),
    "%d.%m.%Y (%H h)": ("28.02.2026 (9 h)", "28x02x2026 (9 h)"),
}


@pytest.fixture(scope="module")
def warehouse():
    if DATABEND is None:
        pytest.skip("KPIDEF_ENGINES=databend pytest tests/engines -k databend runs it")
    with running(DATABEND) as opened:
        yield opened.warehouse


def read(warehouse, dialect, tree, kind, values):
    """What the engine reads in each value."""
    warehouse.load([ScratchTable("t", (("n", "integer"), ("x", kind)), list(enumerate(values)))])
    query = exp.select(exp.alias_(tree, "y")).from_('"t"').order_by('"n"')
    record = dialect_of(dialect)
    return warehouse.execute(text_of(adapted(query, record), record)).column("y").to_pylist()


@pytest.mark.parametrize("zone", ZONES)
def test_a_places_clocks_are_read_as_python_reads_them(warehouse, zone):
    tree = exp.AtTimeZone(this=typed(column("x"), "timestamp"), zone=text(zone))
    expected = [one.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None) for one in CLOCKS]
    assert read(warehouse, "databend", tree, "timestamp", CLOCKS) == expected


def test_a_place_whose_clocks_change_at_midnight_is_refused(warehouse):
    tree = exp.AtTimeZone(this=typed(column("x"), "timestamp"), zone=text("America/Santiago"))
    with pytest.raises(UnsupportedByDialect):
        read(warehouse, "databend", tree, "timestamp", CLOCKS[:1])


@pytest.mark.parametrize("written", FORMATS)
def test_a_text_is_read_by_its_format_as_the_others_read_it(warehouse, written):
    tree = exp.Anonymous(this="TRY_STRPTIME", expressions=[typed(column("x"), "text"), text(written)])
    with scratch() as other:
        expected = read(other, "duckdb", tree.copy(), "text", FORMATS[written])
    assert read(warehouse, "databend", tree, "text", FORMATS[written]) == expected
