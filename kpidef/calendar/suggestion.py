"""A period or a duration written another way -> the writing that was most likely meant."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kpidef.calendar.duration import FRENCH_UNITS

_UNITS = {
    **{name.rstrip("s"): unit for unit, french in FRENCH_UNITS.items() for name in (unit, french)},
    "j": "day",
    "h": "hour",
    "min": "minute",
    "an": "year",
}
_MONTHS = (
    ("janvier", "january"), ("fevrier", "february"), ("mars", "march"), ("avril", "april"), ("mai", "may"),
    ("juin", "june"), ("juillet", "july"), ("aout", "august"), ("septembre", "september"), ("octobre", "october"),
    ("novembre", "november"), ("decembre", "december"),
)  # fmt: skip
_FORMS = (
    (r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", "{year}-{month:0>2}-{day:0>2}"),
    (r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})", "{year}-{month:0>2}-{day:0>2}"),
    (r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})", "{year}-{month:0>2}"),
    (r"(?P<year>\d{4})[/.-]?(?P<month>\d{1,2})", "{year}-{month:0>2}"),
    (r"(?:t|q|trim(?:estre)?) ?(?P<rank>[1-4])[ /-]?(?P<year>\d{4})", "{year}-T{rank}"),
    (r"(?P<rank>[1-4])(?:er|e|eme)? trim(?:estre)? (?P<year>\d{4})", "{year}-T{rank}"),
    (r"(?P<year>\d{4}) ?[tq](?P<rank>[1-4])", "{year}-T{rank}"),
    (r"(?:h|sem(?:estre)?) ?(?P<rank>[12])[ /-]?(?P<year>\d{4})", "{year}-H{rank}"),
    (r"(?:s|w|semaine|week) ?(?P<rank>\d{1,2})[ /-]?(?P<year>\d{4})", "{year}-S{rank:0>2}"),
    (r"(?P<year>\d{4}) ?[sw](?P<rank>\d{2})", "{year}-S{rank:0>2}"),
)
_LONGEST = 60
_BETWEEN = re.compile(r"\s*(?::|\s(?:-|–|a|au|to|et|and)\s|->|→|\.{3}|…)\s*")
_TWO_MONTHS = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)[-/](\d{4}-\d{2}(?:-\d{2})?)")


def period_meant(text: str) -> str:
    """`mars 2026` -> `2026-03`, `01/2026 - 03/2026` -> `2026-01..2026-03`; "" where nothing is likely.

    >>> period_meant("03/2026"), period_meant("T1 2026"), period_meant("2026-01-2026-03"), period_meant("bientôt")
    ('2026-03', '2026-T1', '2026-01..2026-03', '')
    """
    if len(text) > _LONGEST:
        return ""
    plain = unicodedata.normalize("NFKD", text.strip().lower()).encode("ascii", "ignore").decode()
    bounds = _BETWEEN.split(plain) if _BETWEEN.search(plain) else list(_TWO_MONTHS.sub(r"\1 \2", plain).split(" "))
    if len(bounds) == 2 and (read := [_one(bound) for bound in bounds]) and all(read):
        return "..".join(read)
    return _one(plain)


def day_meant(text: str) -> str:
    """`31/12/2026` -> `2026-12-31`; "" where it is no day, or not one that exists.

    >>> day_meant("31/12/2026"), day_meant("30/02/2026"), day_meant("mars 2026")
    ('2026-12-31', '', '')
    """
    meant = period_meant(text)
    try:
        return date.fromisoformat(meant).isoformat()
    except ValueError:
        return ""


def duration_meant(text: str) -> str:
    """`12 mois` -> `12 months`, `90days` -> `90 days`; "" where nothing is likely.

    >>> duration_meant("12 mois"), duration_meant("90days"), duration_meant("1 an"), duration_meant("longtemps")
    ('12 months', '90 days', '1 year', '')
    """
    found = re.fullmatch(r"(-?[0-9]{1,9}) *([^\W\d_]+)", text[:_LONGEST].strip().lower())
    unit = _UNITS.get(found[2].rstrip("s")) if found else None
    return f"{found[1]} {unit}{'' if found[1] == '1' else 's'}" if found and unit else ""


def zone_meant(name: str) -> str:
    """`Paris` -> `Europe/Paris`; "" where nothing is likely."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    by_end = {one.rpartition("/")[2].lower(): one for one in zones}
    known = {**by_end, **{one.lower(): one for one in zones}}
    return next((known[one] for one in get_close_matches(name[:_LONGEST].lower(), known, 1, 0.8)), "")


def _one(plain: str) -> str:
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", plain):
        return plain
    for number, words in enumerate(_MONTHS, start=1):
        for word in words:
            if found := re.fullmatch(rf"{word}[ -]?(\d{{4}})", plain):
                return f"{found[1]}-{number:02d}"
    for form, label in _FORMS:
        if found := re.fullmatch(form, plain):
            return label.format(**found.groupdict())
    return ""
