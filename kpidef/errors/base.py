"""What an error is: a code, a place, a cause and a next step, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Language = Literal["fr", "en"]

_WIDEST = 160  # of a line that an error shows
_BEFORE = 80


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that positions point into: a file's path as the user knows it, and its content."""

    path: str
    text: str = field(repr=False)

    def line(self, number: int) -> str:
        """The line `number` (from 1), without its end; "" beyond the text."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: line and column from 1, in characters, and how many characters it spans."""

    source: SourceText
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"

    def within(self, offset: int, length: int) -> Position:
        """The place `offset` characters further on the same line."""
        return Position(self.source, self.line, self.column + offset, length)


class KpidefError(Exception):
    """Any failure that kpidef explains. Subclasses state a code and their texts as templates of their fields."""

    code: ClassVar[str] = "KPI000"
    fr: ClassVar[str]
    en: ClassVar[str]
    help_fr: ClassVar[str] = ""
    help_en: ClassVar[str] = ""

    def __init__(self, at: Position | None = None, **fields: object) -> None:
        self.at = at
        self.fields = fields
        super().__init__(f"{self.code} {self.cause('en')}")

    def cause(self, language: Language) -> str:
        """The sentence that says what is wrong."""
        return (self.fr if language == "fr" else self.en).format(**self.fields)

    def help(self, language: Language) -> str:
        """The sentence that says what to do next; "" where there is none."""
        template = self.help_fr if language == "fr" else self.help_en
        return template.format(**self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.at, self.fields))


def did_you_mean(error: KpidefError, language: Language) -> str:
    """The next step of an error whose field `meant` has what was likely meant; "" where that is empty."""
    meant = error.fields["meant"]
    if not meant:
        return ""
    return f"vouliez-vous dire {meant} ?" if language == "fr" else f"did you mean {meant}?"


def _rebuild(kind: type[KpidefError], at: Position | None, fields: dict[str, object]) -> KpidefError:
    return kind(at, **fields)


class Problems(KpidefError):
    """Several errors at once: reading and resolving gather all of them before they stop."""

    code = "KPI001"
    fr = "{count} erreur(s)"
    en = "{count} error(s)"

    def __init__(self, errors: Iterable[KpidefError]) -> None:
        self.errors: tuple[KpidefError, ...] = tuple(sorted(errors, key=_place))
        super().__init__(count=len(self.errors))

    def __str__(self) -> str:
        return "\n\n".join([super().__str__(), render(self, "en")])

    def __reduce__(self) -> tuple[object, ...]:
        return (Problems, (self.errors,))


def render(error: KpidefError, language: Language) -> str:
    """The text that a user reads: place, code, cause, the line with a caret, and the next step."""
    if isinstance(error, Problems):
        return "\n\n".join(render(one, language) for one in error.errors)
    head = f"{error.at}: " if error.at else ""
    parts = [f"{head}{error.code} {error.cause(language)}"]
    if error.at is not None:
        parts += _excerpt(error.at)
    if advice := error.help(language):
        parts.append(f"  {'aide :' if language == 'fr' else 'help:'} {advice}")
    return "\n".join(parts)


def _excerpt(at: Position) -> list[str]:
    line = at.source.line(at.line)
    if not line.strip():
        return []
    number, column, length = str(at.line), at.column, max(at.length, 1)
    if len(line) > _WIDEST:
        first = min(max(column - _BEFORE, 1), len(line))
        shown = line[first - 1 : first - 1 + _WIDEST]
        cut = "…" if first > 1 else ""
        line = cut + shown + ("…" if first - 1 + _WIDEST < len(line) else "")
        column = column - first + 1 + len(cut)
        length = min(length, max(len(line) - column + 1, 1))
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {' ' * (column - 1)}{'^' * length}"]


def _place(error: KpidefError) -> tuple[str, int, int, str]:
    if error.at is None:
        return ("", 0, 0, error.code)
    return (error.at.source.path, error.at.line, error.at.column, error.code)
