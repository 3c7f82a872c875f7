"""Written values: numbers, texts, dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from math import isinf

from kpidef.errors import Position
from kpidef.errors.expression import NumberOutOfRange, UnreadableValue
from kpidef.expression.lexer import Place, Token
from kpidef.expression.nodes import Literal

_MOST_DIGITS = 38
_EXAMPLES = {
    "date": "'2026-03-31'",
    "timestamp": "'2026-03-31 14:30'",
    "timestamptz": "'2026-03-31 14:30'",
}


def number(token: Token, place: Place) -> Literal:
    """`12` is an integer, `1.5` a decimal, `1e3` a float."""
    text, start, end = token.text, token.start, token.end
    if "e" in text or "E" in text:
        if isinf(float(text)):
            raise NumberOutOfRange(place.of(start, end), found=text)
        return Literal(float(text), "float", start, end)
    if text.isdigit():
        if len(text) > _MOST_DIGITS or int(text) >= 2**63:
            raise NumberOutOfRange(place.of(start, end), found=text)
        return Literal(int(text), "integer", start, end)
    if len(text) > _MOST_DIGITS + 1:
        raise NumberOutOfRange(place.of(start, end), found=text)
    return Literal(Decimal(text), "decimal", start, end)


def text_value(token: Token) -> str:
    """What a quoted text says."""
    return token.text[1:-1].replace("''", "'")


def temporal(word: Token, token: Token, place: Place) -> Literal | None:
    """`date '2026-03-31'` and its like; None where the word is not a type of time."""
    at = place.of(token.start, token.end)
    match word.word:
        case "date":
            return Literal(read_date(text_value(token), at), "date", word.start, token.end)
        case "timestamp":
            return Literal(read_timestamp(text_value(token), at), "timestamp", word.start, token.end)
        case "timestamptz":
            return Literal(read_instant(text_value(token), at), "timestamptz", word.start, token.end)
        case _:
            return None


def read_date(text: str, at: Position | None) -> date:
    """`2026-03-31`."""
    value = _read(text, "date", at)
    if len(text) != len("2026-03-31"):
        raise UnreadableValue(at, value=text, type="date", example=_EXAMPLES["date"])
    return value.date()


def read_timestamp(text: str, at: Position | None) -> datetime:
    """`2026-03-31 14:30`, a local time; a date is its midnight."""
    value = _read(text, "timestamp", at)
    if value.tzinfo is not None:
        raise UnreadableValue(at, value=text, type="timestamp", example=_EXAMPLES["timestamp"])
    return value


def read_instant(text: str, at: Position | None) -> datetime:
    """The same; with an offset, an instant in UTC."""
    value = _read(text, "timestamptz", at)
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise UnreadableValue(at, value=text, type="timestamptz", example=_EXAMPLES["timestamptz"]) from None


def _read(text: str, kind: str, at: Position | None) -> datetime:
    try:
        if not text.isascii() or text[4:5] != "-" or "W" in text:
            raise ValueError(text)
        return datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableValue(at, value=text, type=kind, example=_EXAMPLES[kind]) from None
