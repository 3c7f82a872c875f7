"""Laws of every calendar: periods tile the line, labels are read back, before and after undo each other."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kpidef.calendar import (
    Calendar,
    Duration,
    Grain,
    Window,
    cut,
    grain_of,
    offsets,
    parse_duration,
    parse_period,
    period_at,
    previous,
    to_instant,
    to_local,
    trailing,
)

ZONES = ("Europe/Paris", "America/Sao_Paulo", "Asia/Kolkata", "America/Havana", "Pacific/Apia", "UTC")
grains = st.sampled_from(list(Grain))
starts = st.tuples(st.integers(1, 12), st.integers(1, 31)).filter(
    lambda start: start[1] <= 28 or start[0] in (1, 3, 12)
)
calendars = st.builds(Calendar, st.sampled_from(ZONES), st.one_of(st.just((1, 1)), starts))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1))


def after(calendar: Calendar, grain: Grain, window: Window) -> Window:
    assert window.end is not None
    return period_at(calendar, grain, window.end)


@given(calendars, grains, moments)
def test_a_period_holds_its_moment_and_the_next_one_starts_where_it_ends(
    calendar: Calendar, grain: Grain, moment: datetime
) -> None:
    window = period_at(calendar, grain, moment)
    assert window.start is not None
    assert window.end is not None
    assert window.start <= moment < window.end
    assert after(calendar, grain, window).start == window.end


@given(calendars, grains, moments)
def test_a_label_is_read_back(calendar: Calendar, grain: Grain, moment: datetime) -> None:
    window = period_at(calendar, grain, moment)
    assert parse_period(calendar, window.label) == window


@given(calendars, grains, moments)
def test_before_undoes_after(calendar: Calendar, grain: Grain, moment: datetime) -> None:
    window = period_at(calendar, grain, moment)
    assert previous(calendar, after(calendar, grain, window), grain, None) == window


@given(calendars, grains, moments)
def test_an_offset_of_one_of_the_grain_is_the_period_before(calendar: Calendar, grain: Grain, moment: datetime) -> None:
    window = period_at(calendar, grain, moment)
    if grain is not Grain.YEAR:
        assert previous(calendar, window, grain, parse_duration(f"1 {grain}")) == previous(
            calendar, window, grain, None
        )


@given(calendars, moments, st.integers(1, 40), st.sampled_from([Grain.MONTH, Grain.WEEK, Grain.QUARTER]))
def test_cuts_join_up_to_the_window(calendar: Calendar, moment: datetime, count: int, grain: Grain) -> None:
    first = period_at(calendar, grain, moment)
    last = first
    for _ in range(count - 1):
        last = after(calendar, grain, last)
    windows = cut(calendar, Window("span", first.start, last.end), grain)
    assert (len(windows), windows[0], windows[-1]) == (count, first, last)
    assert all(one.end == two.start for one, two in pairwise(windows))


@given(calendars, moments)
def test_the_trailing_year_of_a_fiscal_year_is_that_year(calendar: Calendar, moment: datetime) -> None:
    year = period_at(calendar, Grain.YEAR, moment)
    if calendar.year_start[1] <= 28:
        assert trailing(calendar, year, Duration(12, "month")).start == year.start
    assert grain_of(calendar, year) == Grain.YEAR


@given(calendars, moments)
def test_days_tile_the_instants(calendar: Calendar, moment: datetime) -> None:
    day = period_at(calendar, Grain.DAY, moment)
    assert day.start is not None
    assert day.end is not None
    start, end = to_instant(calendar.timezone, day.start), to_instant(calendar.timezone, day.end)
    assert start <= end
    if start < end:
        assert day.start <= to_local(calendar.timezone, start)
        assert to_local(calendar.timezone, start - timedelta(microseconds=1)) < day.end
        assert to_local(calendar.timezone, start).date() == day.start.date()


@given(st.sampled_from(ZONES), moments, st.integers(0, 2000))
def test_offsets_give_the_wall_clock_of_any_instant(zone: str, moment: datetime, days: int) -> None:
    start = moment.replace(tzinfo=UTC)
    end = start + timedelta(days=days)
    for probe in (start, start + (end - start) / 3, end):
        seconds = [offset for since, offset in offsets(zone, start, end) if since is None or since <= probe][-1]
        assert to_local(zone, probe) == (probe + timedelta(seconds=seconds)).replace(tzinfo=None)
