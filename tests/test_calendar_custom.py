"""A project's own calendar: what it replaces, and what a wrong file is answered with."""

from datetime import datetime
from pathlib import Path

import pytest

from kpidef.calendar import (
    Calendar,
    CustomCalendar,
    CustomRow,
    Duration,
    Grain,
    Window,
    custom_calendar,
    cut,
    default_period,
    grain_of,
    parse_period,
    period_at,
    previous,
    read_custom_calendar,
    year_to_date,
)
from kpidef.errors import KpidefError, Problems, render

RETAIL = """grain,label,start,end
month,P01-25,2025-02-02,2025-03-02
month,P02-25,2025-03-02,2025-04-06
month,P01-26,2026-02-01,2026-03-01
month,P12-25,2025-04-06,2026-02-01
month,P02-26,2026-03-01,2026-04-05
year,R2025,2025-02-02,2026-02-01
year,R2026,2026-02-01,2027-01-31
"""


def read(folder: Path, text: str) -> CustomCalendar:
    path = folder / "calendrier.csv"
    path.write_text(text, encoding="utf-8")
    return read_custom_calendar(path)


@pytest.fixture
def retail(tmp_path: Path) -> Calendar:
    return Calendar(custom=read(tmp_path, RETAIL))


def test_its_labels_name_its_windows(retail: Calendar) -> None:
    assert parse_period(retail, "P02-26") == Window("P02-26", datetime(2026, 3, 1), datetime(2026, 4, 5))


def test_a_span_is_cut_into_its_periods(retail: Calendar) -> None:
    windows = cut(retail, parse_period(retail, "R2025"), Grain.MONTH)
    assert [window.label for window in windows] == ["P01-25", "P02-25", "P12-25"]


def test_a_range_of_its_labels_is_whole(retail: Calendar) -> None:
    windows = cut(retail, parse_period(retail, "P12-25..P02-26"), Grain.MONTH)
    assert [window.label for window in windows] == ["P12-25", "P01-26", "P02-26"]


def test_grains_that_it_does_not_list_stay_civil(retail: Calendar) -> None:
    assert parse_period(retail, "2026-T1").start == datetime(2026, 1, 1)


def test_a_civil_label_of_a_replaced_grain_is_refused(retail: Calendar) -> None:
    with pytest.raises(KpidefError, match="KPI359") as caught:
        parse_period(retail, "2026-03")
    assert caught.value.help("fr") == "écrivez un libellé du calendrier, de P01-25 à P02-26"


def test_a_period_holds_its_first_day_and_not_its_end(retail: Calendar) -> None:
    assert period_at(retail, Grain.MONTH, datetime(2026, 3, 1)).label == "P02-26"
    assert period_at(retail, Grain.MONTH, datetime(2026, 2, 28, 23, 59)).label == "P01-26"
    assert grain_of(retail, parse_period(retail, "P02-26")) == Grain.MONTH


@pytest.mark.parametrize("moment", [datetime(2025, 2, 1), datetime(2026, 4, 5)])
def test_a_date_beyond_it_is_a_coded_error(retail: Calendar, moment: datetime) -> None:
    with pytest.raises(KpidefError, match="KPI358"):
        period_at(retail, Grain.MONTH, moment)


def test_a_span_beyond_it_is_a_coded_error(retail: Calendar) -> None:
    with pytest.raises(KpidefError, match="KPI358"):
        cut(retail, parse_period(retail, "2026-T2"), Grain.MONTH)


def test_a_span_partly_beyond_it_is_a_coded_error(retail: Calendar) -> None:
    with pytest.raises(KpidefError, match="KPI358"):
        cut(retail, parse_period(retail, "2026-03-10..2026-05-10"), Grain.MONTH)


def test_a_span_that_is_not_whole_names_its_labels(retail: Calendar) -> None:
    with pytest.raises(KpidefError, match=r"touches P01-26\.\.P02-26"):
        cut(retail, parse_period(retail, "2026-02-10..2026-04-04"), Grain.MONTH)


def label(window: Window | None) -> str | None:
    return None if window is None else window.label


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("P02-26", None, "P01-26"),
        ("P01-25", None, None),
        ("P02-26", Duration(1, "year"), "P02-25"),
        ("P12-25", Duration(1, "year"), None),
        ("P01-26", Duration(2, "year"), None),
        ("P02-26", Duration(2, "month"), "P12-25"),
        ("P02-26", Duration(9, "month"), None),
        ("P02-26", Duration(1, "quarter"), None),
        ("P02-26", Duration(28, "day"), "P01-26"),
        ("R2026", Duration(1, "year"), "R2025"),
        ("R2025", Duration(1, "year"), None),
        ("P01-26..P02-26", None, "P02-25..P12-25"),
    ],
)
def test_the_window_before_is_found_in_it_or_is_none(
    retail: Calendar, text: str, offset: Duration | None, expected: str | None
) -> None:
    assert label(previous(retail, parse_period(retail, text), None, offset)) == expected


def test_without_its_own_years_a_year_earlier_is_the_nearest_period(tmp_path: Path) -> None:
    months = "".join(line for line in RETAIL.splitlines(keepends=True) if not line.startswith("year"))
    calendar = Calendar(custom=read(tmp_path, months))
    window = parse_period(calendar, "P02-26")
    assert label(previous(calendar, window, Grain.MONTH, Duration(1, "year"))) == "P02-25"


def test_year_to_date_starts_with_its_own_year(retail: Calendar) -> None:
    assert year_to_date(retail, parse_period(retail, "P02-26")).start == datetime(2026, 2, 1)


def test_the_default_period_is_its_last_complete_one(retail: Calendar) -> None:
    assert default_period(retail, Grain.MONTH, datetime(2026, 3, 20)).label == "P01-26"
    assert default_period(retail, Grain.MONTH, datetime(2030, 1, 1)).label == "P02-26"
    with pytest.raises(KpidefError, match="KPI358"):
        default_period(retail, Grain.MONTH, datetime(2025, 2, 10))


def test_a_file_with_semicolons_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    calendar = read(tmp_path, "\ufeffgrain;label;start;end\nyear;R1;2025-02-02;2026-02-01\n")
    assert calendar == custom_calendar([CustomRow("year", "R1", "2025-02-02", "2026-02-01")])


HEAD = "grain,label,start,end\n"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("", ["KPI364"]),
        ("day,J1,2025-01-01,2025-01-02\n", ["KPI365"]),
        ("mois,J1,2025-01-01,2025-01-02\n", ["KPI365"]),
        ("month,all,2025-01-01,2025-01-02\n", ["KPI365"]),
        ("month,a..b,2025-01-01,2025-01-02\n", ["KPI365"]),
        ("month,2025,2025-01-01,2025-01-02\n", ["KPI365"]),
        ("month,EX2025,2025-01-01,2025-01-02\n", ["KPI365"]),
        ("month,P1,2025-01-01,2025-01-01\n", ["KPI365"]),
        ("month,P1,01/02/2025,2025-02-30\n", ["KPI365", "KPI365"]),
        ("month,P1\n", ["KPI365", "KPI365"]),
        ("month,P1,2025-01-01,2025-02-01\nmonth,P1,2025-02-01,2025-03-01\n", ["KPI365"]),
        ("month,P1,2025-01-01,2025-01-31\nmonth,P2,2025-02-01,2025-03-01\n", ["KPI366"]),
        ("month,P1,2025-01-01,2025-02-02\nmonth,P2,2025-02-01,2025-03-01\n", ["KPI366"]),
    ],
)
def test_a_wrong_row_is_a_coded_error(tmp_path: Path, rows: str, codes: list[str]) -> None:
    with pytest.raises(KpidefError) as caught:
        read(tmp_path, HEAD + rows)
    errors = caught.value.errors if isinstance(caught.value, Problems) else (caught.value,)
    assert [error.code for error in errors] == codes


def test_an_error_shows_its_line(tmp_path: Path) -> None:
    with pytest.raises(KpidefError) as caught:
        read(tmp_path, HEAD + "month,P1,2025-01-01,2025-01-31\nmonth,P2,2025-02-01,2025-03-01\n")
    assert render(caught.value, "fr").replace(str(tmp_path), ".") == (
        "./calendrier.csv:3:1: KPI366 « P2 » commence le 2025-02-01, mais « P1 » finit le 2025-01-31\n"
        "  3 | month,P2,2025-02-01,2025-03-01\n"
        "    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  aide : chaque période commence où finit la précédente : end est exclu"
    )


def test_a_file_that_is_missing_or_not_a_table_is_a_coded_error(tmp_path: Path) -> None:
    with pytest.raises(KpidefError, match="KPI364"):
        read_custom_calendar(tmp_path / "absent.csv")
    with pytest.raises(KpidefError, match="it lacks label, end"):
        read(tmp_path, "grain,start\n")
    (tmp_path / "latin.csv").write_bytes("grain,libellé".encode("latin-1"))
    with pytest.raises(KpidefError, match="it is not UTF-8"):
        read_custom_calendar(tmp_path / "latin.csv")
    with pytest.raises(KpidefError, match="KPI364"):
        read(tmp_path, HEAD + "month," + "x" * 200_000)
