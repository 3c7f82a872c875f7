"""Values as readers write them, in French and in English."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from kpidef.report import format_change, format_date, format_difference, format_number, format_value

Number = float | Decimal | None


def spaced(text: str) -> str:
    """The expected text as one types it: every space is a narrow no-break one."""
    return text.replace(" ", "\u202f")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.25, "percent", "25 %"),
        (0.2534, "percent", "25,3 %"),
        (0.00123, "percent", "0,12 %"),
        (-0.05, "percent", "-5 %"),
        (12.5, "percent", "1 250 %"),
        (1234.56, "EUR", "1 234,56 €"),
        (Decimal("12.345"), "EUR", "12,35 €"),
        (-0.001, "EUR", "0,00 €"),
        (1500, "JPY", "1 500 JPY"),
        (12.5, "EUR/client", "12,50 €/client"),
        (100, "EUR/month", "100,00 €/mois"),
        (18720, "second", "5 h 12 min"),
        (3599.6, "second", "1 h"),
        (200, "second", "3 min 20 s"),
        (59.96, "second", "1 min"),
        (12.34, "second", "12,3 s"),
        (0, "second", "0 s"),
        (312, "minute", "5 h 12 min"),
        (5.2, "hour", "5 h 12 min"),
        (-5.2, "hour", "-5 h 12 min"),
        (1234.5, "hour", "1 234 h 30 min"),
        (5.2, "hour/collaborateur", "5 h 12 min/collaborateur"),
        (1, "day", "1 jour"),
        (3.25, "day", "3,3 jours"),
        (14.5, "month", "14,5 mois"),
        (42, "points", "42 points"),
        (1.5, "points", "1,5 point"),
        (1234567, "count", "1 234 567"),
        (0.125, "score", "0,13"),
        (2.5, "commande", "2,5 commande"),
        (2, "contact/client", "2 contact/client"),
        (7, None, "7"),
        (None, "EUR", "—"),
        (float("nan"), "EUR", "—"),
        (float("inf"), "percent", "—"),
    ],
)
def test_a_value_is_written_in_french(value: Number, unit: str | None, text: str) -> None:
    assert format_value(value, unit, "fr") == spaced(text)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.2534, "percent", "25.3%"),
        (1234.56, "EUR", "€1,234.56"),
        (-3, "EUR/month", "-€3.00/month"),
        (1, "points", "1\u202fpoint"),
        (1.5, "points", "1.5\u202fpoints"),
        (1, "month", "1\u202fmonth"),
        (3.25, "day", "3.3\u202fdays"),
        (1234567.891, "count", "1,234,567.89"),
    ],
)
def test_a_value_is_written_in_english(value: Number, unit: str, text: str) -> None:
    assert format_value(value, unit, "en") == text


def test_a_regional_locale_is_read_with_a_hyphen_or_an_underscore() -> None:
    assert format_value(0.5, "percent", "fr-FR") == format_value(0.5, "percent", "fr_FR") == "50\u202f%"


def test_a_huge_value_keeps_its_digits() -> None:
    assert format_value(1e300, "count", "en").replace(",", "") == "1" + "0" * 300


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.012, "percent", "+1,2 point"),
        (-0.05, "percent", "-5 points"),
        (12, "EUR", "+12,00 €"),
        (0.00001, "EUR", "0,00 €"),
        (-3600, "second", "-1 h"),
        (None, "EUR", "—"),
    ],
)
def test_a_difference_has_a_sign_and_percentages_differ_by_points(value: Number, unit: str, text: str) -> None:
    assert format_difference(value, unit, "fr") == spaced(text)


@pytest.mark.parametrize(("value", "text"), [(0.1, "+10 %"), (-0.005, "-0,5 %"), (0, "0 %"), (None, "—")])
def test_a_change_is_a_signed_percentage(value: Number, text: str) -> None:
    assert format_change(value, "fr") == spaced(text)


def test_a_plain_number_has_two_decimals_at_most() -> None:
    assert format_number(1234.5678, "fr") == "1\u202f234,57"


def test_a_date_is_written_out() -> None:
    assert format_date(date(2026, 3, 14), "fr") == "14 mars 2026"
    assert format_date(datetime(2026, 3, 14, 9, 5), "en") == "Mar 14, 2026 09:05"
