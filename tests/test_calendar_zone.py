"""Local time and instants, and the durations that move both."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kpidef.calendar import (
    Calendar,
    Duration,
    Grain,
    ceil_date,
    cut,
    offsets,
    parse_duration,
    parse_period,
    period_at,
    shift_in_zone,
    shift_instant,
    shift_local,
    to_instant,
    to_local,
)
from kpidef.errors import KpidefError


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/Paris", datetime(2026, 1, 1), datetime(2025, 12, 31, 23)),
        ("Europe/Paris", datetime(2026, 7, 1), datetime(2026, 6, 30, 22)),
        ("Asia/Kolkata", datetime(2026, 7, 1), datetime(2026, 6, 30, 18, 30)),
        # Midnight does not exist: the clocks go from 23:59:59 to 01:00.
        ("America/Sao_Paulo", datetime(2018, 11, 4), datetime(2018, 11, 4, 3)),
        # The gap runs from 23:30 to 00:30: the day begins at 00:30.
        ("America/Toronto", datetime(1919, 3, 31), datetime(1919, 3, 31, 4, 30)),
        # Midnight exists twice: the first one counts.
        ("America/Havana", datetime(2025, 11, 2), datetime(2025, 11, 2, 4)),
        # A whole day does not exist: it begins and ends at once.
        ("Pacific/Apia", datetime(2011, 12, 30), datetime(2011, 12, 30, 10)),
        ("Pacific/Apia", datetime(2011, 12, 31), datetime(2011, 12, 30, 10)),
        # In a gap that is not at midnight, the offset before the change.
        ("Europe/Paris", datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, 30)),
        ("Europe/Paris", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30)),
    ],
)
def test_a_local_time_is_one_instant(zone: str, local: datetime, instant: datetime) -> None:
    assert to_instant(zone, local) == instant.replace(tzinfo=UTC)


def test_an_instant_is_read_on_the_wall_clock() -> None:
    assert to_local("Europe/Paris", datetime(2026, 6, 30, 22, tzinfo=UTC)) == datetime(2026, 7, 1)


@pytest.mark.parametrize("name", ["Europe/Pariss", "Europe", "../etc/passwd", "", "/etc/passwd", "a\0b"])
def test_an_unknown_zone_is_a_coded_error(name: str) -> None:
    with pytest.raises(KpidefError, match="KPI363"):
        to_instant(name, datetime(2026, 1, 1))


def test_a_date_meets_a_bound_rounded_up() -> None:
    assert [ceil_date(datetime(2026, 3, 1)), ceil_date(datetime(2026, 3, 1, 0, 0, 1))] == [
        date(2026, 3, 1),
        date(2026, 3, 2),
    ]


def instant(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "start", "end", "expected"),
    [
        (
            "Europe/Paris",
            instant(2026, 1, 1),
            instant(2027, 1, 1),
            ((None, 3600), (instant(2026, 3, 29, 1), 7200), (instant(2026, 10, 25, 1), 3600)),
        ),
        ("Europe/Paris", instant(2026, 3, 29, 1), instant(2026, 10, 25, 0, 59), ((None, 7200),)),
        ("Asia/Kolkata", instant(2000, 1, 1), instant(2030, 1, 1), ((None, 19800),)),
        ("UTC", instant(2000, 1, 1), instant(2030, 1, 1), ((None, 0),)),
        (
            "America/Sao_Paulo",
            instant(2018, 6, 1),
            instant(2019, 12, 31),
            ((None, -10800), (instant(2018, 11, 4, 3), -7200), (instant(2019, 2, 17, 2), -10800)),
        ),
    ],
)
def test_offsets_are_the_changes_of_the_zone_tables(
    zone: str, start: datetime, end: datetime, expected: tuple[tuple[datetime | None, int], ...]
) -> None:
    assert offsets(zone, start, end) == expected


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90 days", Duration(90, "day")),
        ("1 day", Duration(1, "day")),
        ("12 months", Duration(12, "month")),
        ("48 hours", Duration(48, "hour")),
        (" 2  Weeks ", Duration(2, "week")),
        ("1 year", Duration(1, "year")),
        ("-7 days", Duration(-7, "day")),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize("text", ["", "90", "days", "90 jours", "1.5 days", "90days", "9999999999 days", "1 dayss"])
def test_another_duration_is_a_coded_error(text: str) -> None:
    with pytest.raises(KpidefError, match="KPI360"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("local", "duration", "sign", "moved"),
    [
        (datetime(2026, 1, 31), Duration(1, "month"), 1, datetime(2026, 2, 28)),
        (datetime(2024, 1, 31), Duration(1, "month"), 1, datetime(2024, 2, 29)),
        (datetime(2026, 3, 31, 12), Duration(1, "month"), -1, datetime(2026, 2, 28, 12)),
        (datetime(2024, 2, 29), Duration(1, "year"), 1, datetime(2025, 2, 28)),
        (datetime(2026, 1, 15), Duration(2, "quarter"), -1, datetime(2025, 7, 15)),
        (datetime(2026, 1, 15), Duration(1, "semester"), 1, datetime(2026, 7, 15)),
        (datetime(2026, 3, 28, 9), Duration(2, "week"), 1, datetime(2026, 4, 11, 9)),
        (datetime(2026, 3, 28, 9), Duration(-3, "day"), 1, datetime(2026, 3, 25, 9)),
    ],
)
def test_days_and_months_move_on_the_local_calendar(
    local: datetime, duration: Duration, sign: int, moved: datetime
) -> None:
    assert shift_local(local, duration, sign) == moved


def test_a_day_over_summer_time_is_23_hours_and_24_hours_are_24() -> None:
    start = to_instant("Europe/Paris", datetime(2026, 3, 28, 12))
    assert shift_instant("Europe/Paris", start, Duration(1, "day")) == instant(2026, 3, 29, 10)
    assert shift_instant("Europe/Paris", start, Duration(24, "hour")) == instant(2026, 3, 29, 11)
    assert shift_in_zone("Europe/Paris", datetime(2026, 3, 28, 12), Duration(24, "hour")) == datetime(2026, 3, 29, 13)


def test_an_exact_duration_never_moves_a_local_time_without_its_zone() -> None:
    with pytest.raises(ValueError, match="48 hours is exact"):
        shift_local(datetime(2026, 1, 1), Duration(48, "hour"))


@pytest.mark.parametrize(
    "answer",
    [
        lambda: to_instant("Europe/Paris", datetime(1, 1, 1)),
        lambda: to_local("Asia/Kolkata", datetime(9999, 12, 31, 23, tzinfo=UTC)),
        lambda: ceil_date(datetime(9999, 12, 31, 23)),
        lambda: period_at(Calendar(), Grain.DAY, datetime(9999, 12, 31)),
        lambda: period_at(Calendar(), Grain.YEAR, datetime(9999, 12, 31)),
    ],
)
def test_a_time_at_the_end_of_the_calendar_is_a_coded_error(answer: Callable[[], object]) -> None:
    with pytest.raises(KpidefError, match="KPI362"):
        answer()


@pytest.mark.parametrize("unit", ["day", "month", "hour"])
def test_a_shift_out_of_the_calendar_is_a_coded_error(unit: str) -> None:
    with pytest.raises(KpidefError, match="KPI362"):
        shift_in_zone("Europe/Paris", datetime(2026, 1, 1), parse_duration(f"999999999 {unit}"))


def test_three_years_are_cut_into_days_in_ten_milliseconds() -> None:
    calendar = Calendar()
    span = parse_period(calendar, "2024..2026")

    def timed() -> float:
        start = time.process_time()
        assert len(cut(calendar, span, Grain.DAY)) == 1096
        return time.process_time() - start

    # The best of several, because other work shares the machine.
    assert min(timed() for _ in range(10)) < 0.01
