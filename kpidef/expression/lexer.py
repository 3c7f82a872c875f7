"""An expression's text -> tokens; what no expression may hold is refused here, under its own character."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple, NoReturn

from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.expression import (
    CommentInExpression,
    ExpressionTooBig,
    ForeignQuote,
    ForeignSyntax,
    NotScalar,
    UnexpectedWord,
    UnknownCharacter,
    UnterminatedText,
)

LONGEST_TEXT = 4_000


class Token(NamedTuple):
    """A word of the text. `word` is what the parser compares: lower case for keywords, "" for a text or a number."""

    kind: str  # name | quoted | text | number | parameter | sign | end
    word: str
    text: str
    start: int
    end: int


class Place(NamedTuple):
    """Where the text stands, so that any part of it can be pointed at."""

    text: str
    at: Position | None

    def of(self, start: int, end: int) -> Position:
        """The position of the characters from `start` to `end`."""
        length = max(end - start, 1)
        if self.at is not None:
            return self.at.within(start, length)
        line = self.text.count("\n", 0, start)
        column = start - (self.text.rfind("\n", 0, start) + 1)
        return Position(SourceText("expression", self.text), line + 1, column + 1, length)


def tokenize(place: Place, physical: bool = False) -> list[Token]:
    """The tokens of a text, the last one of kind `end`."""
    text = place.text
    if len(text) > LONGEST_TEXT:
        raise ExpressionTooBig(
            place.of(LONGEST_TEXT, LONGEST_TEXT + 1),
            limit=LONGEST_TEXT,
            measure_fr="caractères",
            measure_en="characters",
        )
    tokens: list[Token] = []
    offset, size = 0, len(text)
    while offset < size:
        match = _TOKEN.match(text, offset)
        if match is None:
            _refuse(place, offset)
        kind, found, offset = match.lastgroup or "", match.group(), match.end()
        if kind == "space":
            continue
        if kind in _CHECKED:
            kind = _checked(kind, found, match.start(), place, physical)
        word = "" if kind in _WORDLESS else found.lower()
        tokens.append(Token(kind, word, found, match.start(), offset))
    tokens.append(Token("end", "", "", size, size))
    return tokens


_LETTER = "A-Za-z_À-ÖØ-öø-ÿŒœŸ"
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\r\n]+)
    |(?P<name>[{_LETTER}][{_LETTER}0-9]*)
    |(?P<comment>--|/\*|\*/)
    |(?P<foreign>==|&&|::|=>|->|:=|//|!(?!=)|\|(?!\|)|[;\[\]{{}}&^~?@\#$\\])
    |(?P<sign><=|>=|<>|!=|\|\||[-+*/%=<>(),]|\.(?![0-9]))
    |(?P<text>'(?:[^']|'')*')
    |(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<parameter>:[A-Za-z_][A-Za-z0-9_]*)
    |(?P<quoted>"(?:[^"]|"")+")""",
    re.VERBOSE,
)
_WORDLESS = frozenset({"text", "number", "quoted", "parameter"})
_CHECKED = frozenset({"comment", "foreign", "quoted", "text", "number"})
_INSTEAD = {
    "==": "=",
    "&&": "and",
    "|": "or",
    "!": "not",
    "::": "cast(x as type)",
    "[": "x in (1, 2)",
    "{": "x in (1, 2)",
    "^": "x * x",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TYPED = {
    **dict.fromkeys("−‐‑‒–—―", "-"),
    **dict.fromkeys("×∗⋅·", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
}
_QUOTES = '"`’‘‚‛“”„«»´′″'


def _checked(kind: str, found: str, start: int, place: Place, physical: bool) -> str:
    at = place.of(start, start + len(found))
    match kind:
        case "comment":
            raise CommentInExpression(at, found=found)
        case "foreign":
            raise _foreign(found, at)
        case "quoted" if not physical:
            _refuse(place, start)
        case "text" | "quoted":
            if hidden := _CONTROL.search(found):
                _refuse(place, start + hidden.start())
        case _:
            _end_of_number(place, start + len(found))
    return kind


def _foreign(found: str, at: Position) -> KpidefError:
    if found == ";":
        return NotScalar(at, found=found)
    if found in _INSTEAD:
        return ForeignSyntax(at, found=found, instead=_INSTEAD[found])
    return UnexpectedWord(
        at, found=found, expected_fr="une valeur ou un opérateur", expected_en="a value or an operator"
    )


def _end_of_number(place: Place, end: int) -> None:
    following = place.text[end : end + 1]
    if following.isascii() and (following.isalnum() or following in ("_", ".")):
        raise UnexpectedWord(
            place.of(end, end + 1),
            found=following,
            expected_fr="un opérateur après le nombre",
            expected_en="an operator after the number",
        )


def _refuse(place: Place, offset: int) -> NoReturn:
    character = place.text[offset]
    at = place.of(offset, offset + 1)
    point = f"U+{ord(character):04X}"
    if character == "'":
        raise UnterminatedText(place.of(offset, len(place.text)))
    if character in _QUOTES:
        raise ForeignQuote(at, found=character, point=point)
    if character in _INSTEAD or character in ":!":
        raise _foreign(character, at)
    is_seen = character.isprintable() and not unicodedata.combining(character)
    raise UnknownCharacter(
        at,
        character_fr=f"« {character} » {point}" if is_seen else point,
        character_en=f"'{character}' {point}" if is_seen else point,
        name=unicodedata.name(character, "?"),
        instead=_typed_as(character),
    )


def _typed_as(character: str) -> str:
    """What a keyboard has for a typographic character; "" where it has nothing."""
    plain = _TYPED.get(character) or unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain.isprintable() else ""
