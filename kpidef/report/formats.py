"""Numbers, money, percentages and durations as readers write them, by the CLDR of their language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import isfinite

Number = float | Decimal

ABSENT = "—"
NARROW = "\u202f"
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_WORDS = {
    "fr": {"second": "s", "minute": "min", "hour": "h", "day": "jour", "month": "mois"},
    "en": {"second": "s", "minute": "min", "hour": "h", "day": "day", "month": "month"},
}


def format_value(value: Number | None, unit: str | None, locale: str) -> str:
    """A value with its unit: 0.25 percent -> « 25 % », 18720 second -> « 5 h 12 min », 12.5 EUR/client..."""
    if value is None or not isfinite(value):
        return ABSENT
    # A float of any size keeps all of its digits before it is rounded for the eye.
    with _wide():
        return _with_unit(Decimal(str(value)), unit or "", locale).replace("\u00a0", NARROW)


def format_number(value: Number, locale: str, decimals: int = 2) -> str:
    """A plain number, with at most so many decimals."""
    return _number(value, locale, decimals).replace("\u00a0", NARROW)


def format_difference(value: Number | None, unit: str | None, locale: str) -> str:
    """A difference with its sign; between two percentages it is in points."""
    if value is None or not isfinite(value):
        return ABSENT
    shown = format_value(Decimal(str(value)) * 100, "points", locale) if unit == "percent" else None
    return _signed(value, shown or format_value(value, unit, locale))


def format_change(value: Number | None, locale: str) -> str:
    """A relative change with its sign: 0.1 -> « +10 % »."""
    text = format_value(value, "percent", locale)
    return text if value is None else _signed(value, text)


def format_date(day: date, locale: str) -> str:
    """A date, or a date and its time: « 14 mars 2026 »."""
    from babel import dates

    text = dates.format_date(day, format="medium", locale=_locale(locale))
    if isinstance(day, datetime):
        text = f"{text} {day:%H:%M}"
    return str(text)


def _with_unit(value: Decimal, unit: str, locale: str) -> str:
    match unit:
        case "" | "count" | "score":
            return _number(value, locale, 2)
        case "percent":
            return _percent(value, locale)
        case "points":
            return _points(value, locale)
        case "second" | "minute" | "hour":
            return _clock(value * _SECONDS[unit], locale)
        case "day" | "month":
            return _long_duration(value, unit, locale)
        case _:
            return _with_named_unit(value, unit, locale)


def _with_named_unit(value: Decimal, unit: str, locale: str) -> str:
    if re.fullmatch("[A-Z]{3}", unit):
        return _currency(value, unit, locale)
    above, slash, below = unit.partition("/")
    if slash:
        return f"{_with_unit(value, above, locale)}/{_WORDS[_language(locale)].get(below, below)}"
    return f"{_number(value, locale, 2)}{NARROW}{unit}"


def _number(value: Number, locale: str, decimals: int) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    with _wide():
        return format_decimal(_rounded(Decimal(str(value)), decimals), format=pattern, locale=_locale(locale))


def _percent(value: Decimal, locale: str) -> str:
    from babel import Locale

    decimals = 1 if abs(value) >= Decimal("0.01") else 2
    pattern = str(Locale.parse(_locale(locale)).percent_formats[None].pattern)
    return pattern.replace("#,##0", _number(value * 100, locale, decimals))


def _points(value: Decimal, locale: str) -> str:
    shown = _rounded(value, 1)
    one = abs(shown) < 2 if _language(locale) == "fr" else abs(shown) == 1
    return f"{_number(shown, locale, 1)}{NARROW}{'point' if one else 'points'}"


def _currency(value: Decimal, currency: str, locale: str) -> str:
    from babel.numbers import format_currency, get_currency_precision

    rounded = _rounded(value, get_currency_precision(currency))
    return format_currency(rounded, currency, locale=_locale(locale))


def _clock(seconds: Decimal, locale: str) -> str:
    sign, length = ("-" if seconds < 0 else ""), abs(seconds)
    if _rounded(length, 1) < 60:
        return f"{_number(seconds, locale, 1)}{NARROW}s"
    if _rounded(length, 0) < 3600:
        return sign + _two_units(int(_rounded(length, 0)), "min", "s", locale)
    return sign + _two_units(int(_rounded(length / 60, 0)), "h", "min", locale)


def _two_units(count: int, large: str, small: str, locale: str) -> str:
    whole, rest = divmod(count, 60)
    text = f"{_number(whole, locale, 0)}{NARROW}{large}"
    return f"{text}{NARROW}{rest}{NARROW}{small}" if rest else text


def _long_duration(value: Decimal, unit: str, locale: str) -> str:
    from babel.units import format_unit

    rounded = _rounded(value, 1)
    # « 1 month » but « 1.0 months »: the plural looks at the decimals that are written.
    shown = int(rounded) if rounded == rounded.to_integral_value() else rounded
    text = format_unit(shown, f"duration-{unit}", length="long", format="#,##0.#", locale=_locale(locale))
    return text.replace(" ", NARROW)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    # There is no « -0 » for a reader.
    return rounded or abs(rounded)


def _signed(value: Number, text: str) -> str:
    # A difference that is shown as zero has no sign.
    return f"+{text}" if value > 0 and re.search("[1-9]", text) else text


def _locale(locale: str) -> str:
    return locale.replace("-", "_")


def _language(locale: str) -> str:
    return "fr" if locale.lower().startswith("fr") else "en"


@contextmanager
def _wide() -> Iterator[None]:
    with localcontext() as context:
        context.prec = 700
        yield
