"""The syntax tree of an expression; every node knows the characters it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal as OneOf

LiteralKind = OneOf["text", "integer", "decimal", "float", "boolean", "null", "date", "timestamp", "timestamptz"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as written; a timestamptz without an offset is a naive local time until it is resolved."""

    value: str | int | Decimal | float | bool | date | datetime | None
    kind: LiteralKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A column, a path to one, `this.column`, or a term of a formula."""

    parts: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """`:name`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unary:
    operator: OneOf["not", "-"]
    operand: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`; `at` is where the operator stands."""

    operator: str  # and or = <> < <= > >= + - * / % ||
    left: Node
    right: Node
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Between:
    operand: Node
    low: Node
    high: Node
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class In:
    """`operand in (items)`; a parameter among the items may be a list."""

    operand: Node
    items: tuple[Node, ...]
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Like:
    operand: Node
    pattern: Node
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IsTest:
    operand: Node
    test: OneOf["null", "true", "false"]
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """`case [subject] when .. then .. else .. end`."""

    subject: Node | None
    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cast:
    """`cast(operand as type)`; `at` is where the type's name stands."""

    operand: Node
    type: str
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`, `count(*)`, `count(distinct x)`."""

    name: str
    arguments: tuple[Node, ...]
    distinct: bool
    star: bool
    start: int
    end: int


Node = Literal | Name | Parameter | Unary | Binary | Between | In | Like | IsTest | Case | Cast | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order they were written."""
    match node:
        case Literal() | Name() | Parameter():
            return ()
        case Unary() | IsTest() | Cast():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Between():
            return (node.operand, node.low, node.high)
        case In():
            return (node.operand, *node.items)
        case Like():
            return (node.operand, node.pattern)
        case Call():
            return node.arguments
        case Case():
            pairs = tuple(part for branch in node.branches for part in branch)
            return tuple(part for part in (node.subject, *pairs, node.otherwise) if part is not None)
