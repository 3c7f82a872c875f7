"""The closed list of operators: what each is written, takes, gives and means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operator:
    """One form that is not a call; `names` are the operations that it becomes."""

    written: str
    names: tuple[str, ...]
    fr: str
    en: str
    example: str


OPERATORS = (
    Operator("or", ("or",), "L'une au moins est vraie.", "At least one is true.", "canal = 'chat' or canal = 'faq'"),
    Operator("and", ("and",), "Toutes deux sont vraies.", "Both are true.", "note >= 0 and note <= 10"),
    Operator("not", ("not",), "Le contraire ; nul reste nul.", "The opposite; null stays null.", "not automatisee"),
    Operator(
        "= <> < <= > >=",
        ("=", "<>", "<", "<=", ">", ">="),
        "La comparaison de deux valeurs de même type ; != s'écrit aussi.",
        "The comparison of two values of one type; != is read too.",
        "note >= 9",
    ),
    Operator(
        "between",
        ("between",),
        "Entre deux bornes, comprises.",
        "Between two bounds, both included.",
        "note between 7 and 8",
    ),
    Operator(
        "in",
        ("in",),
        "L'une des valeurs d'une liste ou d'un paramètre.",
        "One of the values of a list or of a parameter.",
        "canal in ('chat', 'faq')",
    ),
    Operator(
        "like",
        ("like",),
        "Suit un motif : % vaut des caractères, _ un seul.",
        "Follows a pattern: % stands for characters, _ for one.",
        "code like '75%'",
    ),
    Operator(
        "is null",
        ("is_null",),
        "La valeur manque ; is not null dit le contraire.",
        "The value is missing; is not null says the opposite.",
        "resolue_le is null",
    ),
    Operator(
        "is true, is false",
        ("is_true", "is_false"),
        "Vrai ou faux, jamais nul.",
        "True or false, never null.",
        "automatisee is not true",
    ),
    Operator("||", ("concat",), "Deux textes bout à bout.", "Two texts end to end.", "pays || '-' || region"),
    Operator(
        "+ - *",
        ("+", "-", "*", "neg"),
        "Le calcul ; entiers et décimaux restent exacts.",
        "Arithmetic; integers and decimals stay exact.",
        "montant - remise",
    ),
    Operator(
        "/",
        ("/",),
        "La division, jamais entière ; nulle si le diviseur est 0 ou nul.",
        "Division, never an integer one; null if the divisor is 0 or null.",
        "montant / quantite",
    ),
    Operator("%", ("%",), "Le reste de la division entière.", "The remainder of the whole division.", "rang % 2"),
    Operator(
        "case",
        ("case",),
        "La valeur de la première condition vraie, sinon celle de else, sinon nul.",
        "The value of the first true condition, else that of else, else null.",
        "case when note >= 9 then 'promoteur' else 'autre' end",
    ),
    Operator(
        "cast",
        ("cast",),
        "La valeur dans un autre type.",
        "The value in another type.",
        "cast(code as text)",
    ),
)
