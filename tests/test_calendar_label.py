"""Period texts: what each names, and what a wrong one is answered with."""

import re
from datetime import datetime

import pytest

from kpidef.calendar import ALL, Calendar, Grain, Window, cut, grain_of, parse_period, parse_year_start
from kpidef.errors import KpidefError, Position, SourceText, render
from kpidef.errors.request import UnknownPeriod

CIVIL = Calendar()
FISCAL = Calendar(year_start=(4, 1))


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("2026", "2026", "2026-01-01", "2027-01-01"),
        (" 2026-03 ", "2026-03", "2026-03-01", "2026-04-01"),
        ("2026-T1", "2026-T1", "2026-01-01", "2026-04-01"),
        ("2026-q4", "2026-T4", "2026-10-01", "2027-01-01"),
        ("2026-S12", "2026-S12", "2026-03-16", "2026-03-23"),
        ("2026-W01", "2026-S01", "2025-12-29", "2026-01-05"),
        ("2026-H2", "2026-H2", "2026-07-01", "2027-01-01"),
        ("2026-03-14", "2026-03-14", "2026-03-14", "2026-03-15"),
        ("2026-01..2026-06", "2026-01..2026-06", "2026-01-01", "2026-07-01"),
        ("2025-T4 .. 2026-03-14", "2025-T4..2026-03-14", "2025-10-01", "2026-03-15"),
        ("2026-03..2026-03", "2026-03", "2026-03-01", "2026-04-01"),
    ],
)
def test_a_label_names_its_window(text: str, label: str, start: str, end: str) -> None:
    assert parse_period(CIVIL, text) == Window(label, day(start), day(end))


def test_all_has_no_bounds() -> None:
    assert parse_period(CIVIL, "ALL") == Window("all", None, None) == ALL


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("EX2026", "2025-04-01", "2026-04-01"),
        ("EX2026-T1", "2025-04-01", "2025-07-01"),
        ("EX2026-T4", "2026-01-01", "2026-04-01"),
        ("EX2026-H1", "2025-04-01", "2025-10-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-T1", "2026-01-01", "2026-04-01"),
    ],
)
def test_a_fiscal_label_is_named_by_the_year_it_ends_in_and_a_bare_year_stays_civil(
    text: str, start: str, end: str
) -> None:
    assert parse_period(FISCAL, text) == Window(text, day(start), day(end))


@pytest.mark.parametrize(
    ("calendar", "text", "code"),
    [
        (CIVIL, "mars 2026", "KPI301"),
        (CIVIL, "", "KPI301"),
        (CIVIL, "2026-3", "KPI301"),
        (CIVIL, "٢٠٢٦", "KPI301"),
        (CIVIL, "2026..", "KPI301"),
        (CIVIL, "2026...2027", "KPI301"),
        (CIVIL, "all..2026", "KPI301"),
        (CIVIL, "2026-S1", "KPI350"),
        (CIVIL, "2026-s2", "KPI350"),
        (CIVIL, "2026-S3", "KPI351"),
        (CIVIL, "2026-W1", "KPI351"),
        (CIVIL, "2026-13", "KPI352"),
        (CIVIL, "2026-T5", "KPI352"),
        (CIVIL, "2026-H3", "KPI352"),
        (CIVIL, "2026-02-29", "KPI352"),
        (CIVIL, "2025-S53", "KPI352"),
        (CIVIL, "0999", "KPI352"),
        (CIVIL, "9001-01-01", "KPI352"),
        (FISCAL, "EX2026-T5", "KPI352"),
        (FISCAL, "EX9999", "KPI352"),
        (CIVIL, "EX2026", "KPI353"),
        (CIVIL, "2026-06..2026-01", "KPI354"),
    ],
)
def test_a_wrong_text_is_a_coded_error_with_a_next_step(calendar: Calendar, text: str, code: str) -> None:
    with pytest.raises(KpidefError) as caught:
        parse_period(calendar, text)
    assert (caught.value.code, bool(caught.value.help("fr")), bool(caught.value.help("en"))) == (code, True, True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mars 2026", "2026-03"),
        ("Août 2026", "2026-08"),
        ("03/2026", "2026-03"),
        ("02/03/2026", "2026-03-02"),
        ("2026-3", "2026-03"),
        ("T1 2026", "2026-T1"),
        ("1er trimestre 2026", "2026-T1"),
        ("semaine 12 2026", "2026-S12"),
        ("2026-01:2026-03", "2026-01..2026-03"),
        ("2026-01-2026-03", "2026-01..2026-03"),
        ("janvier 2026 à mars 2026", "2026-01..2026-03"),
        ("30/02/2026", ""),
        ("13/2026", ""),
        ("mars", ""),
    ],
)
def test_a_period_written_another_way_is_answered_with_its_label(text: str, meant: str) -> None:
    with pytest.raises(KpidefError) as caught:
        parse_period(CIVIL, text)
    assert caught.value.help("fr") == (f"vouliez-vous dire {meant} ?" if meant else UnknownPeriod.help_fr)


def test_week_or_semester_is_refused_with_both_readings_under_its_text() -> None:
    at = Position(SourceText("kpi.yml", "period: 2026-S1"), 1, 9, 7)
    with pytest.raises(KpidefError) as caught:
        parse_period(CIVIL, "2026-S1", at)
    assert render(caught.value, "fr") == (
        "kpi.yml:1:9: KPI350 période ambiguë « 2026-S1 » : semaine 2026-S01 ou semestre 2026-H1\n"
        "  1 | period: 2026-S1\n"
        "    |         ^^^^^^^\n"
        "  aide : écrivez 2026-S01 pour la semaine ou 2026-H1 pour le semestre"
    )


def labels(calendar: Calendar, text: str, grain: Grain) -> list[str]:
    return [window.label for window in cut(calendar, parse_period(calendar, text), grain)]


def test_a_year_is_cut_into_quarters() -> None:
    assert labels(CIVIL, "2026", Grain.QUARTER) == ["2026-T1", "2026-T2", "2026-T3", "2026-T4"]


def test_a_civil_year_is_cut_into_fiscal_quarters_by_a_fiscal_calendar() -> None:
    assert labels(FISCAL, "2026", Grain.QUARTER) == ["EX2026-T4", "EX2027-T1", "EX2027-T2", "EX2027-T3"]


def test_no_grain_leaves_the_window_whole() -> None:
    assert cut(CIVIL, ALL, None) == (ALL,)


@pytest.mark.parametrize(
    ("text", "grain", "touched", "nearest"),
    [
        ("2026-01-10..2026-03", Grain.MONTH, "2026-01..2026-03", "2026-01..2026-03"),
        ("2026-01-20..2026-03", Grain.MONTH, "2026-01..2026-03", "2026-02..2026-03"),
        ("2026-03-14", Grain.MONTH, "2026-03", "2026-03"),
        ("2026-03", Grain.WEEK, "2026-S09..2026-S14", "2026-S10..2026-S13"),
    ],
)
def test_a_window_that_is_not_whole_names_what_it_touches_and_the_nearest_range(
    text: str, grain: Grain, touched: str, nearest: str
) -> None:
    with pytest.raises(KpidefError, match=f"touches {touched}$") as caught:
        cut(CIVIL, parse_period(CIVIL, text), grain)
    assert (caught.value.code, caught.value.help("en")) == ("KPI355", f"the nearest whole range is {nearest}")


@pytest.mark.parametrize(
    ("text", "grain", "code"), [("all", Grain.MONTH, "KPI356"), ("1000..9000", Grain.DAY, "KPI357")]
)
def test_what_has_no_end_or_too_many_periods_is_not_cut(text: str, grain: Grain, code: str) -> None:
    with pytest.raises(KpidefError, match=code):
        cut(CIVIL, parse_period(CIVIL, text), grain)


@pytest.mark.parametrize(
    ("calendar", "text", "grain"),
    [
        (CIVIL, "2026", Grain.YEAR),
        (CIVIL, "2026-01..2026-12", Grain.YEAR),
        (CIVIL, "2026-01..2026-03", Grain.QUARTER),
        (CIVIL, "2026-02", Grain.MONTH),
        (CIVIL, "2026-S12", Grain.WEEK),
        (CIVIL, "2026-03-14", Grain.DAY),
        (CIVIL, "2026-01..2026-02", None),
        (CIVIL, "all", None),
        (FISCAL, "2026", None),
        (FISCAL, "EX2026", Grain.YEAR),
    ],
)
def test_the_grain_of_a_window_is_the_coarsest_one_that_it_is_one_period_of(
    calendar: Calendar, text: str, grain: Grain | None
) -> None:
    assert grain_of(calendar, parse_period(calendar, text)) == grain


def test_a_year_start_is_a_month_and_a_day() -> None:
    assert parse_year_start("04-06") == (4, 6)


@pytest.mark.parametrize("text", ["13-01", "02-29", "01-31", "4-1", "avril", "00-00"])
def test_a_year_start_that_some_years_lack_is_refused(text: str) -> None:
    with pytest.raises(KpidefError, match=re.escape(f"KPI367 unreadable start of the fiscal year '{text}'")):
        parse_year_start(text)
