"""16x and 28x: what an expression says that the language has no form, or no meaning, for."""

from kpidef.errors.base import KpidefError, Language, did_you_mean


class UnexpectedWord(KpidefError):
    """A word that cannot stand where it does; `found` is empty where the text ends there."""

    code = "KPI160"
    fr = "« {found} » n'est pas attendu ici"
    en = "'{found}' is not expected here"
    help_fr = "à cet endroit on attend {expected_fr}"
    help_en = "{expected_en} is expected at this place"

    def cause(self, language: Language) -> str:
        if self.fields["found"]:
            return super().cause(language)
        return "l'expression s'arrête trop tôt" if language == "fr" else "the expression stops too early"


class UnknownCharacter(KpidefError):
    """A character that no expression uses, often an invisible one or a look-alike of `instead`, which may be empty."""

    code = "KPI161"
    fr = "caractère inconnu {character_fr} ({name})"
    en = "unknown character {character_en} ({name})"
    help_fr = (
        "retapez-le au clavier : une expression s'écrit en lettres latines, chiffres de 0 à 9 et espaces ordinaires"
    )
    help_en = "type it again: expressions use Latin letters, digits 0 to 9 and ordinary spaces"

    def help(self, language: Language) -> str:
        instead = self.fields["instead"]
        if not instead:
            return super().help(language)
        if instead == " ":
            return "tapez une espace ordinaire à la place" if language == "fr" else "type an ordinary space instead"
        return f"tapez {instead} à la place" if language == "fr" else f"type {instead} instead"


class UnterminatedText(KpidefError):
    """A text whose closing quote is missing."""

    code = "KPI162"
    fr = "texte sans apostrophe fermante"
    en = "text without its closing quote"
    help_fr = "un texte s'écrit 'ainsi' ; une apostrophe dans le texte se double : 'l''été'"
    help_en = "a text is written 'thus'; a quote inside it is doubled: 'it''s'"


class UnbalancedParenthesis(KpidefError):
    """A parenthesis that is never closed, or was never opened."""

    code = "KPI163"
    fr = "parenthèse « {found} » sans sa pareille"
    en = "parenthesis '{found}' without its match"
    help_fr = "ajoutez ou retirez une parenthèse"
    help_en = "add or remove a parenthesis"


class NotScalar(KpidefError):
    """A subquery, a statement or a window function, where only a value of one row can stand."""

    code = "KPI164"
    fr = "« {found} » : une expression ne contient ni sous-requête, ni instruction, ni fonction de fenêtre"
    en = "'{found}': an expression holds no subquery, no statement and no window function"
    help_fr = "dites-le par une colonne `rollup`, une mesure `per` ou un filtre"
    help_en = "say it with a `rollup` column, a `per` measure or a filter"


class CommentInExpression(KpidefError):
    """A SQL comment."""

    code = "KPI165"
    fr = "commentaire SQL « {found} » dans une expression"
    en = "SQL comment '{found}' in an expression"
    help_fr = "commentez en YAML, par # ; pour soustraire un nombre négatif, écrivez a - (-1)"
    help_en = "comment in YAML, with #; to subtract a negative number, write a - (-1)"


class ForeignQuote(KpidefError):
    """A quote mark other than the straight one."""

    code = "KPI166"
    fr = "guillemet « {found} » ({point}) dans une expression"
    en = "quote mark {found} ({point}) in an expression"
    help_fr = "tapez l'apostrophe droite ' autour d'un texte : 'entrant' ; un nom s'écrit sans guillemets"
    help_en = "type the straight single quote ' around a text: 'entrant'; a name has no quotes"


class ForeignSyntax(KpidefError):
    """A form from another language that has a name here."""

    code = "KPI167"
    fr = "« {found} » n'est pas de ce langage"
    en = "'{found}' is not of this language"
    help_fr = "écrivez {instead}"
    help_en = "write {instead}"


class ExpressionTooBig(KpidefError):
    """An expression too long or nested too deep."""

    code = "KPI168"
    fr = "expression trop grande : au plus {limit} {measure_fr}"
    en = "expression too big: at most {limit} {measure_en}"
    help_fr = "nommez-en une partie : une colonne calculée (`expr`) ou une mesure"
    help_en = "give a part of it a name: a computed column (`expr`) or a measure"


class NumberOutOfRange(KpidefError):
    """A number that no column could hold."""

    code = "KPI169"
    fr = "nombre hors de portée « {found} »"
    en = "number out of range '{found}'"
    help_fr = "les entiers tiennent sur 64 bits, les décimaux sur 38 chiffres"
    help_en = "integers hold 64 bits, decimals 38 digits"


class UnknownFunction(KpidefError):
    """A function that is not in the closed list."""

    code = "KPI281"
    fr = "fonction inconnue « {name} »"
    en = "unknown function '{name}'"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class WrongArguments(KpidefError):
    """A function with too few or too many arguments."""

    code = "KPI282"
    fr = "{name} prend {expected}, pas {found} argument(s)"
    en = "{name} takes {expected}, not {found} argument(s)"
    help_fr = "par exemple : {example}"
    help_en = "for instance: {example}"


class TypeMismatch(KpidefError):
    """Values of types that do not go together."""

    code = "KPI283"
    fr = "« {operation} » ne va pas entre {left} et {right}"
    en = "'{operation}' does not go between {left} and {right}"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class WrongType(KpidefError):
    """A value whose type an operation does not take."""

    code = "KPI284"
    fr = "« {operation} » attend {expected}, pas {found}"
    en = "'{operation}' expects {expected}, not {found}"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class UnreadableValue(KpidefError):
    """A text that is not a value of the type it must have."""

    code = "KPI285"
    fr = "« {value} » n'est pas une valeur de type {type}"
    en = "'{value}' is not a value of type {type}"
    help_fr = "écrivez par exemple {example}"
    help_en = "write for instance {example}"


class Misplaced(KpidefError):
    """A form that has a meaning elsewhere."""

    code = "KPI286"
    fr = "« {found} » n'a pas de sens ici"
    en = "'{found}' has no meaning here"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class WrongChoice(KpidefError):
    """A literal argument that is not one of those allowed."""

    code = "KPI288"
    fr = "{name} : « {found} » n'est pas l'un de ses choix"
    en = "{name}: '{found}' is not one of its choices"
    help_fr = "choisissez parmi {choices}"
    help_en = "choose among {choices}"


class NullCompared(KpidefError):
    """A comparison with null, which is never true."""

    code = "KPI289"
    fr = "une comparaison avec null n'est jamais vraie"
    en = "a comparison with null is never true"
    help_fr = "écrivez x is null ou x is not null"
    help_en = "write x is null or x is not null"


class UnitsDiffer(KpidefError):
    """Values of different units, added or compared."""

    code = "KPI290"
    fr = "« {operation} » entre {left} et {right} : les unités diffèrent"
    en = "'{operation}' between {left} and {right}: the units differ"
    help_fr = "ramenez les deux à la même unité, ou divisez l'un par l'autre"
    help_en = "bring both to the same unit, or divide one by the other"


class UnreadableUnit(KpidefError):
    """A unit that the language does not know; `meant` may be empty."""

    code = "KPI291"
    fr = "unité illisible « {text} »"
    en = "unreadable unit '{text}'"
    help_fr = (
        "écrivez percent, points, count, score, EUR, second, minute, hour, day, month, ou un quotient comme EUR/client"
    )
    help_en = (
        "write percent, points, count, score, EUR, second, minute, hour, day, month, or a quotient such as EUR/client"
    )

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)
