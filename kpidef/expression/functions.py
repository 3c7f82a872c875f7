"""The closed list of functions and macros: what each takes, gives and means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpidef.expression.typed import Type

Kind = Literal[
    "any",  # a value of any type
    "common",  # values that share one type
    "text",
    "number",
    "integer",
    "time",  # date, timestamp or timestamptz
    "civil",  # date or timestamp: what a calendar on the wall says
    "clock",  # timestamp
    "elapsed unit",  # the literals below are read, not computed
    "period unit",
    "duration",
    "format",
    "dimension",
]
Result = Literal["first", "common", "text", "integer", "float", "boolean", "timestamp"]
Role = Literal["function", "macro", "overlap", "formula", "aggregate"]

CHOICES: dict[Kind, tuple[str, ...]] = {
    "elapsed unit": ("second", "minute", "hour", "day"),
    "period unit": ("day", "week", "month", "quarter", "semester", "year"),
}
LITERAL_KINDS = frozenset({"elapsed unit", "period unit", "duration", "format", "dimension"})


@dataclass(frozen=True, slots=True)
class Function:
    """`optional` counts the last arguments that may be left out; `variadic` repeats the last one."""

    name: str
    takes: tuple[Kind, ...]
    gives: Result
    fr: str
    en: str
    example: str
    optional: int = 0
    variadic: bool = False
    role: Role = "function"

    def kind(self, index: int) -> Kind:
        """The kind of the argument number `index`, from 0."""
        return self.takes[min(index, len(self.takes) - 1)]

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return len(self.takes) - self.optional <= count and (self.variadic or count <= len(self.takes))


_SCALARS = (
    Function(
        "coalesce",
        ("common", "common"),
        "common",
        "La première valeur qui n'est pas nulle.",
        "The first value that is not null.",
        "coalesce(remise, 0)",
        variadic=True,
    ),
    Function(
        "nullif",
        ("common", "common"),
        "first",
        "Nul si les deux valeurs sont égales, sinon la première.",
        "Null if both are equal, else the first.",
        "nullif(canal, '')",
    ),
    Function(
        "greatest",
        ("common", "common"),
        "common",
        "La plus grande valeur ; nulle si l'une l'est.",
        "The greatest value; null if any is.",
        "greatest(fin - debut, 0)",
        variadic=True,
    ),
    Function(
        "least",
        ("common", "common"),
        "common",
        "La plus petite valeur ; nulle si l'une l'est.",
        "The least value; null if any is.",
        "least(montant, 100)",
        variadic=True,
    ),
    Function("abs", ("number",), "first", "La valeur absolue.", "The absolute value.", "abs(ecart)"),
    Function(
        "round",
        ("number", "integer"),
        "first",
        "L'arrondi à n décimales (0 sans n).",
        "Rounded to n decimals (0 without n).",
        "round(montant, 2)",
        optional=1,
    ),
    Function("floor", ("number",), "first", "L'entier au-dessous.", "The integer below.", "floor(note)"),
    Function("ceil", ("number",), "first", "L'entier au-dessus.", "The integer above.", "ceil(note)"),
    Function("lower", ("text",), "text", "En minuscules.", "In lower case.", "lower(canal)"),
    Function("upper", ("text",), "text", "En majuscules.", "In upper case.", "upper(pays)"),
    Function("trim", ("text",), "text", "Sans espaces aux bords.", "Without spaces at both ends.", "trim(nom)"),
    Function("length", ("text",), "integer", "Le nombre de caractères.", "How many characters.", "length(code_postal)"),
    Function(
        "concat",
        ("text", "text"),
        "text",
        "Les textes bout à bout ; nul si l'un l'est.",
        "The texts end to end; null if any is.",
        "concat(pays, '-', region)",
        variadic=True,
    ),
    Function(
        "substring",
        ("text", "integer", "integer"),
        "text",
        "La partie d'un texte à partir d'un caractère (le premier est 1), sur une longueur.",
        "A part of a text from a character (the first is 1), of a length.",
        "substring(code_postal, 1, 2)",
        optional=1,
    ),
    Function(
        "replace",
        ("text", "text", "text"),
        "text",
        "Le texte où l'un est remplacé par l'autre.",
        "The text with one part replaced by another.",
        "replace(telephone, ' ', '')",
    ),
    Function(
        "starts_with",
        ("text", "text"),
        "boolean",
        "Si le texte commence ainsi.",
        "Whether the text starts so.",
        "starts_with(code_postal, '75')",
    ),
    Function(
        "ends_with",
        ("text", "text"),
        "boolean",
        "Si le texte finit ainsi.",
        "Whether the text ends so.",
        "ends_with(email, '.fr')",
    ),
    Function(
        "contains",
        ("text", "text"),
        "boolean",
        "Si le texte contient l'autre.",
        "Whether the text contains the other.",
        "contains(motif, 'retard')",
    ),
    Function("year", ("civil",), "integer", "L'année.", "The year.", "year(naissance)"),
    Function("month", ("civil",), "integer", "Le mois, de 1 à 12.", "The month, 1 to 12.", "month(naissance)"),
    Function("day", ("civil",), "integer", "Le jour du mois.", "The day of the month.", "day(naissance)"),
    Function("hour", ("clock",), "integer", "L'heure, de 0 à 23.", "The hour, 0 to 23.", "hour(debut_local)"),
    Function("minute", ("clock",), "integer", "La minute, de 0 à 59.", "The minute, 0 to 59.", "minute(debut_local)"),
)
_MACROS = (
    Function(
        "duration",
        ("time", "time", "elapsed unit"),
        "float",
        "Le temps de a à b ; exact entre deux instants, tel qu'écrit entre deux dates.",
        "The time from a to b; exact between two instants, as written between two dates.",
        "duration(recue_le, resolue_le, 'hour')",
        role="macro",
    ),
    Function(
        "shift",
        ("time", "duration"),
        "first",
        "Le moment déplacé : jours, mois et années selon le calendrier local, heures exactes.",
        "The moment moved: days, months and years on the local calendar, hours exact.",
        "shift(recue_le, '7 days')",
        role="macro",
    ),
    Function(
        "calendar",
        ("time", "period unit"),
        "integer",
        "Le numéro de la période du calendrier qui contient le moment.",
        "The number of the calendar period that holds the moment.",
        "calendar(recue_le, 'month')",
        role="macro",
    ),
    Function(
        "parse",
        ("text", "format"),
        "timestamp",
        "Le moment que dit un texte ; nul où il ne suit pas le format.",
        "The moment that a text says; null where it does not follow the format.",
        "parse(cree_le, '%d/%m/%Y %H:%M')",
        role="macro",
    ),
    Function(
        "overlap",
        ("elapsed unit",),
        "float",
        "La partie de l'intervalle de la ligne qui tombe dans la période.",
        "The part of the row's interval inside the period.",
        "overlap('day')",
        role="overlap",
    ),
    Function(
        "previous",
        ("any", "duration"),
        "first",
        "La valeur à la période précédente, ou une durée plus tôt.",
        "The value in the previous period, or a duration earlier.",
        "previous(ca, '1 year')",
        optional=1,
        role="formula",
    ),
    Function(
        "total",
        ("any", "dimension"),
        "first",
        "La valeur recalculée sans les dimensions demandées, ou sans celles-ci.",
        "The value recomputed without the requested dimensions, or without those.",
        "total(ca, segment)",
        optional=1,
        variadic=True,
        role="formula",
    ),
)
_AGGREGATES = (
    Function(
        "count",
        ("any",),
        "integer",
        "Le nombre de lignes (*), de valeurs, ou de valeurs distinctes.",
        "How many rows (*), values, or distinct values.",
        "count(distinct canal)",
        role="aggregate",
    ),
    Function("sum", ("number",), "first", "La somme.", "The sum.", "sum(montant_ht)", role="aggregate"),
    Function("avg", ("number",), "float", "La moyenne.", "The mean.", "avg(note)", role="aggregate"),
    Function("min", ("any",), "first", "La plus petite valeur.", "The least value.", "min(note)", role="aggregate"),
    Function("max", ("any",), "first", "La plus grande valeur.", "The greatest value.", "max(note)", role="aggregate"),
    Function("median", ("number",), "float", "La médiane.", "The median.", "median(note)", role="aggregate"),
    Function(
        "first",
        ("any",),
        "first",
        "La valeur de la première ligne, nulle comprise.",
        "The value of the first row, null included.",
        "first(canal)",
        role="aggregate",
    ),
    Function(
        "last",
        ("any",),
        "first",
        "La valeur de la dernière ligne, nulle comprise.",
        "The value of the last row, null included.",
        "last(canal)",
        role="aggregate",
    ),
)
FUNCTIONS: dict[str, Function] = {one.name: one for one in (*_SCALARS, *_MACROS, *_AGGREGATES)}
TYPE_NAMES: tuple[Type, ...] = (
    "text",
    "integer",
    "decimal",
    "float",
    "boolean",
    "date",
    "timestamp",
    "timestamptz",
)
