"""A word that cannot stand where it does -> the error that says most about it."""

from __future__ import annotations

from decimal import Decimal

from kpidef.errors import KpidefError
from kpidef.errors.expression import ForeignSyntax, NotScalar, UnbalancedParenthesis, UnexpectedWord
from kpidef.expression.lexer import Place, Token

_STATEMENTS = frozenset(
    [
        "select",
        "insert",
        "update",
        "delete",
        "drop",
        "create",
        "alter",
        "truncate",
        "with",
        "merge",
        "grant",
        "revoke",
        "exec",
        "execute",
        "call",
        "copy",
        "attach",
        "detach",
        "pragma",
        "set",
        "begin",
        "commit",
        "declare",
        "explain",
        "values",
        "use",
        "install",
        "load",
        "import",
        "export",
        "vacuum",
    ]
)
_CLAUSES = frozenset(
    [
        "select",
        "from",
        "where",
        "union",
        "intersect",
        "except",
        "group",
        "order",
        "having",
        "limit",
        "join",
        "over",
        "filter",
        "within",
        "qualify",
    ]
)
_INSTEAD = {
    "ilike": "lower(x) like 'abc%'",
    "rlike": "starts_with, ends_with, contains",
    "regexp": "starts_with, ends_with, contains",
    "similar": "starts_with, ends_with, contains",
    "glob": "x like 'abc%'",
    "interval": "shift(t, '1 day')",
    "div": "floor(a / b)",
    "mod": "a % b",
    "xor": "a <> b",
    "isnull": "x is null",
    "notnull": "x is not null",
    "collate": "lower(x)",
}


_ENGLISH = {"et": "and", "ou": "or", "non": "not", "est": "is", "dans": "in", "entre": "between", "comme": "like"}


def unexpected(place: Place, tokens: list[Token], token: Token, expected_fr: str, expected_en: str) -> KpidefError:
    """The error for `token`, told apart by what it and the first word of the text are."""
    first, at = tokens[0], place.of(token.start, token.end)
    if first.word in _STATEMENTS and _begins_statement(tokens):
        return NotScalar(place.of(first.start, first.end), found=first.text)
    if token.word in _CLAUSES:
        return _clause(place, tokens, token)
    if number := _foreign_number(place, tokens, tokens.index(token)):
        return number
    previous = tokens[tokens.index(token) - 1] if token is not first else token
    for word in (token, previous):
        if word.word in _INSTEAD:
            return ForeignSyntax(place.of(word.start, word.end), found=word.text, instead=_INSTEAD[word.word])
    if token.word in _ENGLISH:
        english = _ENGLISH[token.word]
        return UnexpectedWord(at, found=token.text, expected_fr=f"« {english} »", expected_en=f"'{english}'")
    if token.kind == "end":
        return UnexpectedWord(at, found="", expected_fr=expected_fr, expected_en=expected_en)
    if token.word == ")" and _is_extra(tokens, token):
        return UnbalancedParenthesis(at, found=")")
    return UnexpectedWord(at, found=token.text, expected_fr=expected_fr, expected_en=expected_en)


def _foreign_number(place: Place, tokens: list[Token], index: int) -> KpidefError | None:
    """The error of `3,5` and of `25 %`, as they are written in French; None where the word at `index` is in neither."""
    before, after = tokens[max(index - 2, 0) : index], tokens[index + 1 : index + 2]
    kinds = [one.kind for one in (*before[-1:], *after)]
    if tokens[index].word == "," and kinds == ["number", "number"] and before[-1].end + 1 == after[0].start:
        instead = f"{before[-1].text}.{after[0].text}"
        return ForeignSyntax(place.of(before[-1].start, after[0].end), found=instead.replace(".", ","), instead=instead)
    if [one.kind for one in before] == ["number", "sign"] and before[1].word == "%":
        share = f"{Decimal(before[0].text) / 100:f}"
        return ForeignSyntax(place.of(before[0].start, before[1].end), found=f"{before[0].text} %", instead=share)
    return None


def _begins_statement(tokens: list[Token]) -> bool:
    # `values = 1` compares a column: a statement's first word is followed by another word, or is select.
    return tokens[0].word == "select" or tokens[1].kind == "name"


def _clause(place: Place, tokens: list[Token], token: Token) -> KpidefError:
    for word in tokens:
        if word.word == "extract" and token.word == "from":
            return ForeignSyntax(place.of(word.start, word.end), found="extract", instead="year(x), month(x), day(x)")
    return NotScalar(place.of(token.start, token.end), found=token.text)


def _is_extra(tokens: list[Token], token: Token) -> bool:
    before = [one.word for one in tokens if one.start <= token.start]
    return before.count(")") > before.count("(")
