"""What to do next about a name, a function or a pair of types that does not fit."""

from __future__ import annotations

from kpidef.expression.functions import FUNCTIONS
from kpidef.expression.typed import Type

Advice = tuple[str, str]  # French, English

_SAID_OTHERWISE = {
    **dict.fromkeys(("if", "iff", "iif", "decode", "ifs"), "case when a then b else c end"),
    **dict.fromkeys(("ifnull", "nvl", "isnull", "zeroifnull"), "coalesce(x, 0)"),
    **dict.fromkeys(("datediff", "date_diff", "timestampdiff", "age", "date_part"), "duration(a, b, 'day')"),
    **dict.fromkeys(("dateadd", "date_add", "date_sub", "timestampadd", "interval"), "shift(t, '1 day')"),
    **dict.fromkeys(("date_trunc", "datetrunc", "trunc", "week", "quarter", "weekday"), "calendar(t, 'week')"),
    **dict.fromkeys(("strptime", "to_date", "to_timestamp", "str_to_date"), "parse(x, '%d/%m/%Y')"),
    **dict.fromkeys(("len", "char_length", "character_length"), "length(x)"),
    **dict.fromkeys(("substr", "left", "right", "mid"), "substring(x, 1, 2)"),
    **dict.fromkeys(("ceiling",), "ceil(x)"),
    **dict.fromkeys(("mean", "average"), "avg(x)"),
    **dict.fromkeys(("startswith", "endswith", "instr", "position", "strpos"), "starts_with(x, 'a')"),
    **dict.fromkeys(("to_char", "to_number", "safe_cast", "try_cast", "convert"), "cast(x as text)"),
    **dict.fromkeys(("safe_divide", "div", "div0"), "a / b"),
    **dict.fromkeys(("mod",), "a % b"),
    **dict.fromkeys(("lag", "lead"), "previous(x)"),
    **dict.fromkeys(("count_distinct", "countdistinct"), "count(distinct x)"),
}
CLOCKS = frozenset({"now", "current_date", "current_timestamp", "today", "sysdate"})
OBSERVED: Advice = (
    "le moment d'observation vient de la demande (--as-of), jamais d'une expression",
    "the observation time comes from the request (--as-of), never from an expression",
)


def about_function(name: str) -> Advice:
    """The way this language says it, else the nearest function, else the whole list."""
    from difflib import get_close_matches

    if name in _SAID_OTHERWISE:
        return f"écrivez {_SAID_OTHERWISE[name]}", f"write {_SAID_OTHERWISE[name]}"
    if name in CLOCKS:
        return OBSERVED
    if nearest := next(iter(get_close_matches(name, FUNCTIONS, 1)), None):
        return f"vouliez-vous dire « {nearest} » ?", f"did you mean '{nearest}'?"
    shown = ", ".join(sorted(FUNCTIONS)[:12])
    return f"noms possibles : {shown}, …", f"possible names: {shown}, …"


def about_bare_text(word: str) -> Advice:
    """How a text is written that lacks its quotes."""
    return f"un texte s'écrit entre apostrophes : '{word}'", f"a text is written between quotes: '{word}'"


def about_types(left: Type, right: Type) -> Advice:
    """How to bring two types together."""
    pair = {left, right}
    if pair == {"date", "timestamptz"} or pair == {"timestamp", "timestamptz"}:
        return (
            "comparez des périodes : calendar(a, 'day') = calendar(b, 'day'), ou liez la colonne avec zone: UTC",
            "compare periods: calendar(a, 'day') = calendar(b, 'day'), or bind the column with zone: UTC",
        )
    if pair == {"date", "timestamp"}:
        return "convertissez : cast(x as date)", "convert: cast(x as date)"
    if "text" in pair and pair & {"integer", "decimal", "float"}:
        return (
            "un nombre s'écrit sans apostrophes ; un texte se convertit par cast(x as decimal)",
            "a number has no quotes; a text is converted by cast(x as decimal)",
        )
    if pair & {"date", "timestamp", "timestamptz"} and pair & {"integer", "decimal", "float"}:
        return "une date s'écrit entre apostrophes : '2026-01-31'", "a date is written between quotes: '2026-01-31'"
    if "boolean" in pair:
        return "un booléen est une condition à lui seul : x, not x", "a boolean is a condition by itself: x, not x"
    return "convertissez l'un des deux, par cast(x as type)", "convert one of them, with cast(x as type)"
