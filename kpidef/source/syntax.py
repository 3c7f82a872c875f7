"""What YAML's parser says of a syntax error -> our error, in the reader's language."""

from __future__ import annotations

import re

from yaml import Mark, MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.spec import ControlCharacter, NotYaml, TabIndentation

# What libyaml and PyYAML say, shortened, and how we say it.
REASONS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "« : » n'est pas attendu ici", "':' is not expected here"),
    ("could not find expected ':'", "il manque « : » après cette clé", "':' is missing after this key"),
    ("expected ',' or ']'", "il manque « , » ou « ] »", "',' or ']' is missing"),
    ("expected ',' or '}'", "il manque « , » ou « } »", "',' or '}' is missing"),
    ("expected key", "une clé est attendue à cette colonne", "a key is expected at this column"),
    ("expected <block end>", "une clé est attendue à cette colonne", "a key is expected at this column"),
    ("expected '-' indicator", "un élément « - » est attendu à cette colonne", "a '-' item is expected at this column"),
    ("block sequence entries", "« - » n'est pas attendu ici", "'-' is not expected here"),
    ("cannot start any token", "ce caractère ne peut pas commencer un texte", "this character cannot start a text"),
    ("escape", "séquence d'échappement inconnue", "unknown escape sequence"),
    ("document indicator", "« --- » ou « ... » dans un texte entre guillemets", "'---' or '...' in a quoted text"),
)


# `expr: 'a' || b`: YAML takes the quoted text for the whole value.
_AFTER_A_QUOTE = re.compile(r""":\s+(?:'[^']*'|"[^"]*")\s*(?=[^\s#,\]}'"])""")
# `{window: :horizon}`: a text in braces may not begin with a colon.
_PARAMETER = re.compile(r":[a-z_][a-z0-9_]*")
# `unit:percent`: YAML wants a space before a value.
_NO_SPACE = re.compile(r"[\w-]+:[^\s:]")


def explain(source: SourceText, error: YAMLError) -> KpidefError:
    """The coded error for what the parser raised."""
    if isinstance(error, ReaderError):
        return unreadable(source)
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return NotYaml(Position(source, 1, 1), reason_fr="syntaxe invalide", reason_en="invalid syntax")
    mark = error.problem_mark
    line = source.line(mark.line + 1)
    tab = line.find("\t")
    if tab >= 0 and (tab == mark.column or not line[:tab].strip(" -")):
        return TabIndentation(Position(source, mark.line + 1, tab + 1))
    if quoted := _AFTER_A_QUOTE.search(line):
        at = Position(source, mark.line + 1, quoted.end() + 1)
        return NotYaml(at, reason_fr="du texte suit le guillemet fermant", reason_en="text follows the closing quote")
    if parameter := _PARAMETER.match(line, mark.column):
        name = parameter[0]
        at = Position(source, mark.line + 1, mark.column + 1, len(name))
        reason_fr, reason_en = f"entre accolades, écrivez '{name}'", f"between braces, write '{name}'"
        return NotYaml(at, reason_fr=reason_fr, reason_en=reason_en)
    if begun := _begun_above(source, error, mark):
        return begun
    reason_fr, reason_en = _reason(error.problem or "")
    return NotYaml(_reached(source, error), reason_fr=reason_fr, reason_en=reason_en)


def _begun_above(source: SourceText, error: MarkedYAMLError, given_up: Mark) -> KpidefError | None:
    """The error of a key, a quote or a bracket on the line where it begins: YAML gives up lines below."""
    start, context = error.context_mark, error.context or ""
    if start is None:
        return None
    line = source.line(start.line + 1)
    at = Position(source, start.line + 1, start.column + 1)
    if "end of stream" in (error.problem or ""):
        return unclosed_quote(at)
    if start.line == given_up.line:
        return None
    if "simple key" in context:
        key = line[start.column :].rstrip()
        at = Position(source, start.line + 1, start.column + 1, len(key))
        if _NO_SPACE.match(key):
            return NotYaml(at, reason_fr="il manque une espace après « : »", reason_en="a space is missing after ':'")
        reason_fr, reason_en = _reason(error.problem or "")
        return NotYaml(at, reason_fr=reason_fr, reason_en=reason_en)
    if "flow" in context and _indent(source.line(given_up.line + 1)) <= _indent(line):
        bracket = line[start.column : start.column + 1]
        return NotYaml(at, reason_fr=f"« {bracket} » n'est pas fermé", reason_en=f"'{bracket}' is not closed")
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def unclosed_quote(at: Position) -> KpidefError:
    """The error of a quote that no other closes, or that closes lines below."""
    return NotYaml(at, reason_fr="un guillemet n'est pas fermé", reason_en="a quote is not closed")


def _reached(source: SourceText, error: MarkedYAMLError) -> Position:
    """Where the parser gave up, or the last text before it where that is past the end."""
    mark = error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = source.text.splitlines()[: line + 1]
    if line < len(lines) and lines[line].strip():
        return Position(source, line + 1, column + 1)
    while lines and not lines[-1].strip():
        lines.pop()
    return Position(source, len(lines), len(lines[-1].rstrip())) if lines else Position(source, 1, 1)


def unreadable(source: SourceText) -> KpidefError:
    """The error for the first character that YAML refuses."""
    for number, line in enumerate(source.text.split("\n"), start=1):
        for column, character in enumerate(line, start=1):
            if _is_control(character):
                return ControlCharacter(Position(source, number, column), point=f"U+{ord(character):04X}")
    return NotYaml(Position(source, 1, 1), reason_fr="caractère interdit", reason_en="forbidden character")


def _is_control(character: str) -> bool:
    point = ord(character)
    return (
        (point < 0x20 and character not in "\t\r")
        or 0x7F <= point < 0xA0
        or 0xD800 <= point < 0xE000
        or 0xFFFE <= point <= 0xFFFF
    )


def _reason(problem: str) -> tuple[str, str]:
    for fragment, french, english in REASONS:
        if fragment in problem:
            return french, english
    return "syntaxe invalide", "invalid syntax"
