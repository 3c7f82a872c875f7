"""Windows that stand in relation to another: before, a year before, rolling, cumulated, elapsed."""

from datetime import datetime

import pytest

from kpidef.calendar import (
    ALL,
    Calendar,
    Duration,
    Grain,
    Window,
    all_time,
    default_period,
    elapsed,
    is_complete,
    parse_duration,
    parse_period,
    previous,
    trailing,
    year_to_date,
)
from kpidef.errors import KpidefError

CIVIL = Calendar()
FISCAL = Calendar(year_start=(4, 1))


def before(text: str, grain: Grain | None = None, offset: str | None = None, calendar: Calendar = CIVIL) -> str | None:
    duration = None if offset is None else parse_duration(offset)
    window = previous(calendar, parse_period(calendar, text), grain, duration)
    return None if window is None else window.label


@pytest.mark.parametrize(
    ("text", "grain", "label"),
    [
        ("2026-03", Grain.MONTH, "2026-02"),
        ("2026-01", Grain.MONTH, "2025-12"),
        ("2026-T1", Grain.QUARTER, "2025-T4"),
        ("2026-S01", Grain.WEEK, "2025-S52"),
        ("2026-03-01", Grain.DAY, "2026-02-28"),
        ("2026", Grain.YEAR, "2025"),
        ("2026-03", None, "2026-02"),
        ("2026-02..2026-05", None, "2025-10..2026-01"),
        ("2026-03-02..2026-03-08", None, "2026-S09"),
        ("2026-03-03..2026-03-05", None, "2026-02-28..2026-03-02"),
        ("all", None, None),
        ("all", Grain.MONTH, None),
    ],
)
def test_without_offset_the_window_before_is_one_period_or_the_same_length(
    text: str, grain: Grain | None, label: str | None
) -> None:
    assert before(text, grain) == label


@pytest.mark.parametrize(
    ("text", "grain", "label"),
    [
        ("2026-03", Grain.MONTH, "2025-03"),
        ("2026-T1", Grain.QUARTER, "2025-T1"),
        ("2026-H1", Grain.SEMESTER, "2025-H1"),
        ("2026", Grain.YEAR, "2025"),
        ("2026-S12", Grain.WEEK, "2025-S12"),
        ("2026-S53", Grain.WEEK, None),
        ("2026-03-14", Grain.DAY, "2025-03-14"),
        ("2024-02-29", Grain.DAY, None),
        ("2024-02", Grain.MONTH, "2023-02"),
        ("2026-01..2026-02", None, "2025-01-01..2025-02-28"),
        ("all", None, None),
    ],
)
def test_a_year_earlier_is_the_period_of_the_same_number(text: str, grain: Grain | None, label: str | None) -> None:
    assert before(text, grain, "1 year") == label


@pytest.mark.parametrize(
    ("text", "offset", "label"),
    [
        ("2026-03", "1 month", "2026-02"),
        ("2026-03", "12 months", "2025-03"),
        ("2026-03", "1 quarter", "2025-12"),
        ("2026-T1", "6 months", "2025-T3"),
        ("2026-03-31", "1 month", "2026-02-28"),
        ("2026-S12", "2 weeks", "2026-S10"),
        ("2026-S12", "7 days", "2026-S11"),
        ("2026-03-30", "24 hours", "2026-03-28T23:00:00..2026-03-30T00:00:00"),
        ("2026-03", "90000 years", None),
    ],
)
def test_another_offset_shifts_the_window_by_the_calendar(text: str, offset: str, label: str | None) -> None:
    assert before(text, None, offset) == label


def test_a_fiscal_quarter_a_year_earlier_is_the_same_quarter() -> None:
    assert before("EX2026-T2", Grain.QUARTER, "1 year", FISCAL) == "EX2025-T2"


@pytest.mark.parametrize(
    ("duration", "start"),
    [
        (Duration(12, "month"), datetime(2025, 4, 1)),
        (Duration(90, "day"), datetime(2026, 1, 1)),
        (Duration(48, "hour"), datetime(2026, 3, 30)),
        (Duration(4, "week"), datetime(2026, 3, 4)),
    ],
)
def test_a_trailing_window_ends_with_the_period(duration: Duration, start: datetime) -> None:
    assert trailing(CIVIL, parse_period(CIVIL, "2026-03"), duration) == Window("2026-03", start, datetime(2026, 4, 1))


def test_a_trailing_window_of_hours_counts_the_hour_that_summer_time_swallows() -> None:
    window = trailing(CIVIL, parse_period(CIVIL, "2026-03-29"), Duration(24, "hour"))
    assert window.start == datetime(2026, 3, 28, 23)


@pytest.mark.parametrize(
    ("calendar", "text", "start"),
    [
        (CIVIL, "2026-03", datetime(2026, 1, 1)),
        (CIVIL, "2026-S01", datetime(2026, 1, 1)),
        (CIVIL, "2026", datetime(2026, 1, 1)),
        (FISCAL, "2026-03", datetime(2025, 4, 1)),
        (FISCAL, "2026-04", datetime(2026, 4, 1)),
    ],
)
def test_year_to_date_starts_with_the_year_of_the_last_day(calendar: Calendar, text: str, start: datetime) -> None:
    period = parse_period(calendar, text)
    assert year_to_date(calendar, period) == Window(text, start, period.end)


def test_all_time_keeps_the_end() -> None:
    assert all_time(parse_period(CIVIL, "2026-03")) == Window("2026-03", None, datetime(2026, 4, 1))


def test_a_rolling_window_of_an_unbounded_period_is_refused() -> None:
    with pytest.raises(KpidefError, match="KPI356"):
        trailing(CIVIL, ALL, Duration(1, "month"))
    with pytest.raises(KpidefError, match="KPI356"):
        year_to_date(CIVIL, ALL)


@pytest.mark.parametrize("count", [0, -1])
def test_a_rolling_window_lasts_something(count: int) -> None:
    with pytest.raises(KpidefError, match="KPI361"):
        trailing(CIVIL, parse_period(CIVIL, "2026"), Duration(count, "month"))


@pytest.mark.parametrize(
    ("grain", "as_of", "label"),
    [
        (Grain.MONTH, datetime(2026, 7, 1), "2026-06"),
        (Grain.MONTH, datetime(2026, 6, 30, 23, 59), "2026-05"),
        (Grain.WEEK, datetime(2026, 1, 5), "2026-S01"),
        (Grain.YEAR, datetime(2026, 7, 1), "2025"),
    ],
)
def test_the_default_period_is_the_last_complete_one(grain: Grain, as_of: datetime, label: str) -> None:
    period = default_period(CIVIL, grain, as_of)
    assert (period.label, is_complete(period, as_of)) == (label, True)


def test_a_period_without_end_is_never_complete() -> None:
    assert not is_complete(ALL, datetime(2026, 7, 1))


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        (datetime(2026, 3, 10, 12), datetime(2026, 2, 10, 12)),
        (datetime(2026, 3, 30), datetime(2026, 3, 1)),
        (datetime(2026, 3, 1), datetime(2026, 2, 1)),
        (datetime(2026, 4, 1), datetime(2026, 3, 1)),
        (datetime(2026, 2, 20), datetime(2026, 3, 1)),
    ],
)
def test_an_unfinished_period_compares_with_the_same_elapsed_part(as_of: datetime, end: datetime) -> None:
    march, february = parse_period(CIVIL, "2026-03"), parse_period(CIVIL, "2026-02")
    assert elapsed(march, as_of, february) == Window("2026-02", datetime(2026, 2, 1), end)


def test_an_unbounded_period_compares_with_the_whole_window() -> None:
    february = parse_period(CIVIL, "2026-02")
    assert elapsed(ALL, datetime(2026, 3, 1), february) == february
