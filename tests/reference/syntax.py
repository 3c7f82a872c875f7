"""Text of an expression -> nested tuples, by recursive descent."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

Node = tuple[Any, ...]

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+\.\d*|\.\d+|\d+)
    | '(?P<string>(?:[^']|'')*)'
    | (?P<param>:[A-Za-z_]\w*)
    | (?P<name>[A-Za-z_À-ÿ][\wÀ-ÿ]*)
    | (?P<sign><>|!=|<=|>=|\|\||[-+*/(),.<>=])
    )""",
    re.VERBOSE,
)
COMPARISONS = {"=", "<>", "!=", "<", "<=", ">", ">="}


def tokenize(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while text[position:].strip():
        match = TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"cannot read {text[position:]!r}")
        kind = str(match.lastgroup)
        value = match.group(kind)
        tokens.append((kind, value.replace("''", "'") if kind == "string" else value))
        position = match.end()
    return tokens


@cache
def parse(text: str) -> Node:
    parser = Parser(tokenize(text))
    node = parser.disjunction()
    if parser.tokens[parser.at :]:
        raise ValueError(f"unexpected {parser.tokens[parser.at]!r} in {text!r}")
    return node


class Parser:
    """One token of look-ahead; a method a level of precedence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else ("end", "")

    def word(self, *words: str) -> bool:
        """Take these words when they come next."""
        for ahead, expected in enumerate(words):
            kind, value = self.peek(ahead)
            if kind != "name" or value.lower() != expected:
                return False
        self.at += len(words)
        return True

    def sign(self, sign: str) -> bool:
        if self.peek() == ("sign", sign):
            self.at += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            raise ValueError(f"expected {sign!r}, found {self.peek()!r}")

    def disjunction(self) -> Node:
        left = self.conjunction()
        while self.word("or"):
            left = ("or", left, self.conjunction())
        return left

    def conjunction(self) -> Node:
        left = self.negation()
        while self.word("and"):
            left = ("and", left, self.negation())
        return left

    def negation(self) -> Node:
        if self.word("not"):
            return ("not", self.negation())
        return self.comparison()

    def comparison(self) -> Node:
        left = self.sum()
        while True:
            kind, value = self.peek()
            if kind == "sign" and value in COMPARISONS:
                self.at += 1
                left = ("compare", "<>" if value == "!=" else value, left, self.sum())
            elif self.word("is", "not", "null"):
                left = ("not", ("is null", left))
            elif self.word("is", "null"):
                left = ("is null", left)
            elif self.word("not", "in"):
                left = ("not", ("in", left, self.members()))
            elif self.word("in"):
                left = ("in", left, self.members())
            elif self.word("not", "between"):
                left = ("not", self.between(left))
            elif self.word("between"):
                left = self.between(left)
            elif self.word("not", "like"):
                left = ("not", ("like", left, self.sum()))
            elif self.word("like"):
                left = ("like", left, self.sum())
            else:
                return left

    def members(self) -> tuple[Node, ...]:
        kind, value = self.peek()
        if kind == "param":
            self.at += 1
            return (("param", value[1:]),)
        self.expect("(")
        return self.arguments()

    def between(self, left: Node) -> Node:
        low = self.sum()
        if not self.word("and"):
            raise ValueError("between without and")
        high = self.sum()
        return ("and", ("compare", ">=", left, low), ("compare", "<=", left, high))

    def sum(self) -> Node:
        left = self.product()
        while True:
            if self.sign("+"):
                left = ("arithmetic", "+", left, self.product())
            elif self.sign("-"):
                left = ("arithmetic", "-", left, self.product())
            elif self.sign("||"):
                left = ("call", "concat", (left, self.product()))
            else:
                return left

    def product(self) -> Node:
        left = self.unary()
        while True:
            if self.sign("*"):
                left = ("arithmetic", "*", left, self.unary())
            elif self.sign("/"):
                left = ("arithmetic", "/", left, self.unary())
            else:
                return left

    def unary(self) -> Node:
        if self.sign("-"):
            return ("arithmetic", "-", ("value", 0), self.unary())
        if self.sign("+"):
            return self.unary()
        return self.atom()

    def atom(self) -> Node:
        if self.sign("("):
            node = self.disjunction()
            self.expect(")")
            return node
        kind, value = self.peek()
        self.at += 1
        if kind == "number":
            return ("value", Decimal(value) if "." in value else int(value))
        if kind == "string":
            return ("value", value)
        if kind == "param":
            return ("param", value[1:])
        if kind == "name":
            return self.named(value)
        raise ValueError(f"unexpected {value!r}")

    def named(self, name: str) -> Node:
        match name.lower():
            case "true":
                return ("value", True)
            case "false":
                return ("value", False)
            case "null":
                return ("value", None)
            case "case":
                return self.case()
            case "date" | "timestamp" as kind if self.peek()[0] == "string":
                self.at += 1
                return ("cast", ("value", self.peek(-1)[1]), kind)
            case "cast" if self.sign("("):
                return self.cast()
        if self.sign("("):
            return ("call", name.lower(), self.arguments())
        path = [name]
        while self.sign("."):
            path.append(self.peek()[1])
            self.at += 1
        return ("name", tuple(path))

    def case(self) -> Node:
        branches = []
        while self.word("when"):
            condition = self.disjunction()
            if not self.word("then"):
                raise ValueError("when without then")
            branches.append((condition, self.disjunction()))
        otherwise: Node = ("value", None)
        if self.word("else"):
            otherwise = self.disjunction()
        if not self.word("end"):
            raise ValueError("case without end")
        return ("case", tuple(branches), otherwise)

    def cast(self) -> Node:
        node = self.disjunction()
        if not self.word("as"):
            raise ValueError("cast without as")
        kind = self.peek()[1].lower()
        self.at += 1
        self.expect(")")
        return ("cast", node, kind)

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self.sign(")"):
            return ()
        while True:
            if self.sign("*"):
                found.append(("star",))
            elif self.word("distinct"):
                found.append(("distinct", self.disjunction()))
            else:
                found.append(self.disjunction())
            if self.sign(")"):
                return tuple(found)
            self.expect(",")
