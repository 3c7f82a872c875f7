"""Tokens -> syntax tree, by precedence climbing; nothing but scalar expressions can be built."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import cast

from kpidef.errors import Position
from kpidef.errors.expression import ExpressionTooBig, UnbalancedParenthesis
from kpidef.expression.lexer import Place, Token, tokenize
from kpidef.expression.literals import number, temporal, text_value
from kpidef.expression.nodes import (
    Between,
    Binary,
    Call,
    Case,
    Cast,
    In,
    IsTest,
    Like,
    Literal,
    Name,
    Node,
    Parameter,
    Unary,
    children,
)
from kpidef.expression.refusals import unexpected

DEEPEST = 24
TALLEST = 100  # chains such as a + b + c build a tree as tall as they are long


def parse(text: str, at: Position | None = None, physical: bool = False) -> Node:
    """The tree of an expression; `physical` allows "quoted names", for the columns of a binding."""
    place = Place(text, at)
    parser = _Parser(place, tokenize(place, physical))
    node = parser.expression(0)
    parser.finish()
    if len(parser.tokens) > TALLEST:
        _check_height(node, place)
    return node


_OR, _AND, _NOT, _COMPARE, _CONCAT, _ADD, _MULTIPLY, _NEGATE = range(1, 9)
_POWERS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "<>", "!=", "<", "<=", ">", ">=", "is", "in", "between", "like", "not"), _COMPARE),
    "||": _CONCAT,
    **dict.fromkeys(("+", "-"), _ADD),
    **dict.fromkeys(("*", "/", "%"), _MULTIPLY),
}
_PREDICATES = frozenset({"is", "in", "between", "like", "not"})
RESERVED = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "between",
        "like",
        "is",
        "null",
        "true",
        "false",
        "case",
        "when",
        "then",
        "else",
        "end",
        "as",
        "distinct",
        "select",
    ]
)
_VALUE = ("une valeur", "a value")
_CONSTANTS = {"true": True, "false": False, "null": None}


class _Parser:
    """The tokens and how far they are read."""

    __slots__ = ("depth", "index", "place", "tokens")

    def __init__(self, place: Place, tokens: list[Token]) -> None:
        self.place = place
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    def expression(self, minimum: int) -> Node:
        """A value and the operators that bind it at least as tightly as `minimum`."""
        left = self.operand(minimum)
        compared = False
        while True:
            token = self.tokens[self.index]
            power = _POWERS.get(token.word, 0)
            if power == 0 or power < minimum:
                return left
            if power == _COMPARE:
                if compared:
                    raise self.unexpected(token, "and, or, ou des parenthèses", "and, or, or parentheses")
                compared = True
            self.index += 1
            if power <= _AND:
                left = self.chain(left, token, power)
            elif token.word in _PREDICATES:
                left = self.predicate(left, token)
            else:
                right = self.expression(power + 1)
                word = "<>" if token.word == "!=" else token.word
                left = Binary(word, left, right, token.start, left.start, right.end)

    def chain(self, first: Node, token: Token, power: int) -> Node:
        """`a and b and c ...`, balanced: a long list of conditions is not a tall tree."""
        operands, signs = [first], [token.start]
        operands.append(self.expression(power + 1))
        while self.tokens[self.index].word == token.word:
            signs.append(self.tokens[self.index].start)
            self.index += 1
            operands.append(self.expression(power + 1))
        return _balanced(token.word, operands, signs)

    def predicate(self, left: Node, token: Token) -> Node:
        """`is`, `[not] in`, `[not] between`, `[not] like`, after their first operand."""
        if token.word == "is":
            return self.is_test(left)
        negated = token.word == "not"
        if negated:
            token = self.tokens[self.index]
            self.index += 1
        match token.word:
            case "in":
                return self.in_list(left, negated)
            case "between":
                low = self.expression(_CONCAT)
                self.expect("and")
                high = self.expression(_CONCAT)
                return Between(left, low, high, negated, left.start, high.end)
            case "like":
                pattern = self.expression(_CONCAT)
                return Like(left, pattern, negated, left.start, pattern.end)
            case _:
                raise self.unexpected(token, "in, between ou like", "in, between or like")

    def is_test(self, left: Node) -> Node:
        negated = self.accept("not")
        token = self.take()
        if token.word not in _CONSTANTS:
            raise self.unexpected(token, "null, true ou false", "null, true or false")
        return IsTest(left, cast("OneOf['null', 'true', 'false']", token.word), negated, left.start, token.end)

    def in_list(self, left: Node, negated: bool) -> Node:
        token = self.take()
        if token.kind == "parameter":
            listed = Parameter(token.text[1:], token.start, token.end)
            return In(left, (listed,), negated, left.start, token.end)
        if token.word != "(":
            raise self.unexpected(
                token, "une liste (1, 2) ou un paramètre :liste", "a list (1, 2) or a parameter :list"
            )
        items, end = self.arguments(token)
        if not items:
            raise self.unexpected(self.tokens[self.index - 1], *_VALUE)
        return In(left, items, negated, left.start, end)

    def operand(self, minimum: int) -> Node:
        """A value that no operator precedes, or `not x`, `-x`."""
        token = self.take()
        match token.kind:
            case "name":
                return self.word(token, minimum)
            case "quoted":
                return self.name(token)
            case "text":
                return Literal(text_value(token), "text", token.start, token.end)
            case "number":
                return number(token, self.place)
            case "parameter":
                return Parameter(token.text[1:], token.start, token.end)
            case _:
                return self.sign(token)

    def sign(self, token: Token) -> Node:
        if token.word == "(":
            self.enter(token)
            inner = self.expression(0)
            self.close(token)
            return inner
        if token.word == "-":
            self.enter(token)
            inner = self.expression(_NEGATE)
            self.depth -= 1
            return Unary("-", inner, token.start, inner.end)
        raise self.unexpected(token, *_VALUE)

    def word(self, token: Token, minimum: int) -> Node:
        """What begins with a word: a constant, `not`, `case`, `cast`, a call, or a name."""
        word = token.word
        if word in RESERVED:
            return self.reserved(token, minimum)
        following = self.tokens[self.index]
        if following.word == "(":
            return self.cast(token) if word == "cast" else self.call(token)
        if following.kind == "text":
            literal = temporal(token, following, self.place)
            if literal is not None:
                self.index += 1
                return literal
        return self.name(token)

    def reserved(self, token: Token, minimum: int) -> Node:
        word = token.word
        if word in _CONSTANTS:
            return Literal(_CONSTANTS[word], "null" if word == "null" else "boolean", token.start, token.end)
        if word == "case":
            return self.case(token)
        if word == "not" and minimum <= _NOT:
            self.enter(token)
            inner = self.expression(_NOT)
            self.depth -= 1
            return Unary("not", inner, token.start, inner.end)
        raise self.unexpected(token, *_VALUE)

    def name(self, first: Token) -> Node:
        parts, end = [_part(first)], first.end
        while self.accept("."):
            token = self.take()
            if token.kind not in ("name", "quoted"):
                raise self.unexpected(token, "un nom de colonne", "a column's name")
            parts.append(_part(token))
            end = token.end
        return Name(tuple(parts), first.start, end)

    def call(self, token: Token) -> Node:
        opening = self.take()
        distinct = self.accept("distinct")
        if not distinct and self.accept("*"):
            self.enter(opening)
            end = self.close(opening)
            return self.no_window(Call(token.word, (), False, True, token.start, end))
        arguments, end = self.arguments(opening)
        return self.no_window(Call(token.word, arguments, distinct, False, token.start, end))

    def no_window(self, call: Call) -> Call:
        token = self.tokens[self.index]
        if token.word in ("over", "filter", "within"):
            raise self.unexpected(token, "un opérateur", "an operator")
        return call

    def cast(self, token: Token) -> Node:
        opening = self.take()
        self.enter(opening)
        operand = self.expression(0)
        self.expect("as")
        kind = self.take()
        if kind.kind != "name":
            raise self.unexpected(kind, "un type", "a type")
        return Cast(operand, kind.word, kind.start, token.start, self.close(opening))

    def case(self, token: Token) -> Node:
        self.enter(token)
        subject = None if self.tokens[self.index].word == "when" else self.expression(0)
        branches = []
        while self.accept("when"):
            condition = self.expression(0)
            self.expect("then")
            branches.append((condition, self.expression(0)))
        if not branches:
            raise self.unexpected(self.tokens[self.index], "when", "when")
        otherwise = self.expression(0) if self.accept("else") else None
        end = self.expect("end").end
        self.depth -= 1
        return Case(subject, tuple(branches), otherwise, token.start, end)

    def arguments(self, opening: Token) -> tuple[tuple[Node, ...], int]:
        """Values between commas, the opening parenthesis already read; and where the closing one ends."""
        self.enter(opening)
        found: list[Node] = []
        if self.tokens[self.index].word != ")":
            found.append(self.expression(0))
            while self.accept(","):
                found.append(self.expression(0))
        return tuple(found), self.close(opening)

    def enter(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionTooBig(
                self.place.of(token.start, token.end),
                limit=DEEPEST,
                measure_fr="niveaux d'imbrication",
                measure_en="levels of nesting",
            )

    def close(self, opening: Token) -> int:
        token = self.take()
        if token.kind == "end":
            raise UnbalancedParenthesis(self.place.of(opening.start, opening.end), found="(")
        if token.word != ")":
            raise self.unexpected(token, "un opérateur, « , » ou « ) »", "an operator, ',' or ')'")
        self.depth -= 1
        return token.end

    def expect(self, word: str) -> Token:
        token = self.take()
        if token.word != word:
            raise self.unexpected(token, word, word)
        return token

    def accept(self, word: str) -> bool:
        if self.tokens[self.index].word != word:
            return False
        self.index += 1
        return True

    def take(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def finish(self) -> None:
        token = self.tokens[self.index]
        if token.kind == "end":
            return
        if token.word == ")":
            raise UnbalancedParenthesis(self.place.of(token.start, token.end), found=")")
        raise self.unexpected(token, "un opérateur ou la fin", "an operator or the end")

    def unexpected(self, token: Token, expected_fr: str, expected_en: str) -> Exception:
        return unexpected(self.place, self.tokens, token, expected_fr, expected_en)


def _part(token: Token) -> str:
    return token.text[1:-1].replace('""', '"') if token.kind == "quoted" else token.text


def _balanced(operator: str, operands: list[Node], signs: list[int]) -> Node:
    if len(operands) == 1:
        return operands[0]
    middle = (len(operands) + 1) // 2
    left = _balanced(operator, operands[:middle], signs[: middle - 1])
    right = _balanced(operator, operands[middle:], signs[middle:])
    return Binary(operator, left, right, signs[middle - 1], left.start, right.end)


def _check_height(node: Node, place: Place) -> None:
    level = [node]
    for _ in range(TALLEST):
        level = [child for parent in level for child in children(parent)]
        if not level:
            return
    raise ExpressionTooBig(
        place.of(level[0].start, level[0].end),
        limit=TALLEST,
        measure_fr="opérations d'affilée",
        measure_en="operations in a row",
    )
