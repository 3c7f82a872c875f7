"""Instants moved in SQL are where Python's own calendar puts them, around every change of the clocks."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest

from kpidef.calendar import Calendar, parse_duration, shift_local, to_instant, to_local
from kpidef.sql.scalar import shifted
from kpidef.sql.tree import column
from kpidef.sql.zone import local_time

ZONES = ("Europe/Paris", "America/New_York", "Pacific/Auckland", "Africa/Casablanca", "Australia/Lord_Howe")
DURATIONS = ("90 days", "1 day", "-3 days", "2 weeks", "1 month", "-1 month", "1 quarter", "1 year")
FIRST, LAST = datetime(2013, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("timezone", [*ZONES, "Asia/Kolkata"])
@pytest.mark.parametrize("written", DURATIONS)
def test_a_shift_agrees_with_the_calendar(timezone, written):
    duration = parse_duration(written)
    zone = local_time(Calendar(timezone), [datetime(2017, 1, 1), datetime(2019, 1, 1)], datetime(2019, 1, 1))
    moments = _near_changes(zone.offsets, duration, random.Random(written + timezone))
    sql = shifted(column("t", "given"), "timestamptz", duration, zone).sql("duckdb")
    expected = [to_instant(timezone, shift_local(to_local(timezone, one), duration)) for one in moments]
    assert _run(f"SELECT epoch_us({sql}) FROM given", moments) == [_micros(one) for one in expected]


def test_a_shift_is_told_once_whatever_its_zone():
    zone = local_time(Calendar("Europe/Paris"), [datetime(2026, 1, 1)], datetime(2026, 7, 1))
    sql = shifted(column("t", "given"), "timestamptz", parse_duration("90 days"), zone).sql("duckdb", pretty=True)
    assert len(sql.splitlines()) < 150


def _near_changes(offsets, duration, chance):
    days = duration.count * {"day": 1, "week": 7, "month": 30.5, "quarter": 91.3, "year": 365.2}[duration.unit]
    found = [datetime(2018, 1, 30, 12, tzinfo=UTC)]
    for at, _ in offsets:
        for _ in range(40 if at else 0):
            near = at - timedelta(days=round(days) * chance.choice([0, 1]) + chance.randint(-4, 4))
            found.append(near + timedelta(seconds=chance.choice([0, -1, 1, 3600, -3600, chance.randint(0, 86_400)])))
    return [one for one in found if FIRST < one < LAST]


def _micros(instant):
    return round(instant.timestamp()) * 1_000_000


def _run(sql, moments):
    given = pa.table({"t": pa.array(moments, pa.timestamp("us", tz="UTC"))})
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("given", given)
        return [row[0] for row in connection.execute(sql).fetchall()]
