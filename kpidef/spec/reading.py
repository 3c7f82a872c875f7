"""The reading of one file: its nodes, and every error found so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.spec import BadId, EmptyText, WrongShape
from kpidef.source import Mapping, Node, Scalar, place
from kpidef.spec.advice import shown, snake_case
from kpidef.spec.records import Text

LONGEST_ID = 100
MOST_ERRORS = 1000  # of a file; looking for the nearest word of each would take minutes
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")

# A thousand files hold sixty thousand texts: filling slots takes half the time of two frozen `__init__`.
_SOURCE, _LINE, _COLUMN, _LENGTH = (Position.__dict__[name].__set__ for name in ("source", "line", "column", "length"))
_VALUE, _AT = (Text.__dict__[name].__set__ for name in ("value", "at"))


@dataclass(frozen=True, slots=True)
class Reading:
    source: SourceText
    errors: list[KpidefError] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether the file has more errors than anyone reads."""
        return len(self.errors) >= MOST_ERRORS

    def at(self, node: Node) -> Position:
        return place(self.source, node)

    def text(self, scalar: Scalar) -> Text:
        """The scalar as written, and where."""
        if scalar.raw is None:
            return _text(self.source, scalar)
        return Text(scalar.value, place(self.source, scalar))

    def plain_text(self, key: str, node: Node, example: str) -> Scalar | None:
        """The scalar that must be there, with something in it."""
        if not isinstance(node, Scalar) or node.is_null:
            self.wrong_shape(key, node, ("un texte", "a text"), example)
        elif not node.value.strip():
            self.errors.append(EmptyText(self.at(node), key=key))
        else:
            return node
        return None

    def wrong_shape(self, key: str, node: Node, expected: tuple[str, str], example: str) -> None:
        found_fr, found_en = _found(node)
        self.errors.append(
            WrongShape(
                self.at(node),
                key=key,
                found_fr=found_fr,
                found_en=found_en,
                expected_fr=expected[0],
                expected_en=expected[1],
                example=f"{key}: {example}" if example else key,
            )
        )

    def identifier(self, scalar: Scalar) -> Text | None:
        """The scalar as an id: ASCII snake_case of a sensible length."""
        value = scalar.value
        if _IDENTIFIER.fullmatch(value) and len(value) <= LONGEST_ID:
            return self.text(scalar)
        proposal = snake_case(value[:LONGEST_ID])[:LONGEST_ID] or "mon_kpi"
        self.errors.append(BadId(self.at(scalar), id=shown(value), limit=LONGEST_ID, proposal=proposal))
        return None


def _found(node: Node) -> tuple[str, str]:
    if isinstance(node, Scalar):
        return ("rien", "nothing") if node.is_null else ("un texte", "a text")
    return ("des clés", "a mapping") if isinstance(node, Mapping) else ("une liste", "a list")


def _text(source: SourceText, scalar: Scalar) -> Text:
    at: Position = object.__new__(Position)
    _SOURCE(at, source)
    _LINE(at, scalar.line)
    _COLUMN(at, scalar.column)
    _LENGTH(at, len(scalar.value) or 1)
    text: Text = object.__new__(Text)
    _VALUE(text, scalar.value)
    _AT(text, at)
    return text
