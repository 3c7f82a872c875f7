"""2xx: what the files together say that has no meaning."""

from kpidef.errors.base import KpidefError, Language, did_you_mean


class UnknownSource(KpidefError):
    """A source's name that no file declares."""

    code = "KPI201"
    fr = "source inconnue « {name} »"
    en = "unknown source '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class UnknownKpi(KpidefError):
    """A KPI's id that no file declares."""

    code = "KPI202"
    fr = "KPI inconnu « {name} »"
    en = "unknown KPI '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class UnknownColumn(KpidefError):
    """A column that the source does not have."""

    code = "KPI203"
    fr = "colonne inconnue « {name} » dans la source « {source} »"
    en = "unknown column '{name}' in source '{source}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class AmbiguousPath(KpidefError):
    """Several shortest paths lead from a source to another."""

    code = "KPI204"
    fr = "plusieurs chemins mènent de « {source} » à « {target} » : {paths}"
    en = "several paths lead from '{source}' to '{target}': {paths}"
    help_fr = "écrivez le chemin voulu, par exemple « {example} »"
    help_en = "write the path that you mean, for instance '{example}'"


class NoPath(KpidefError):
    """No chain of references leads from a source to another."""

    code = "KPI205"
    fr = "aucune référence ne mène de « {source} » à « {target} »"
    en = "no reference leads from '{source}' to '{target}'"
    help_fr = "déclarez une colonne de « {source} » avec `references: {target}.<clé>`, ou prenez une de ses colonnes"
    help_en = "declare a column of '{source}' with `references: {target}.<key>`, or use one of its columns"


class MistypedReference(KpidefError):
    """A reference to a key of another type than the column's."""

    code = "KPI221"
    fr = "la colonne est de type {own}, et « {name} » auquel elle se réfère de type {key}"
    en = "the column's type is {own}, and '{name}' that it refers to has the type {key}"
    help_fr = (
        "donnez le même type aux deux colonnes ; la liaison convertit : `columns: {{{column}: cast(... as {key})}}`"
    )
    help_en = "give both columns the same type; the binding converts: `columns: {{{column}: cast(... as {key})}}`"


class BadReference(KpidefError):
    """A `references` that does not name the whole key of a source; `meant` may be empty."""

    code = "KPI206"
    fr = "« {name} » n'est pas la clé entière d'une source"
    en = "'{name}' is not the whole key of a source"
    help_fr = "écrivez `references: <source>.<sa clé>` ; la source visée doit déclarer `key` sur cette seule colonne"
    help_en = "write `references: <source>.<its key>`; that source must declare `key` on this single column"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class Cycle(KpidefError):
    """Definitions that need each other."""

    code = "KPI207"
    fr = "définition circulaire : {cycle}"
    en = "circular definition: {cycle}"
    help_fr = "retirez l'un de ces maillons"
    help_en = "remove one of these links"


class DuplicateId(KpidefError):
    """Two files that define the same thing."""

    code = "KPI208"
    fr = "« {name} » est déjà défini dans {other}"
    en = "'{name}' is already defined in {other}"
    help_fr = "changez l'identifiant, ou écrivez `override: {name}` pour modifier une définition de bibliothèque"
    help_en = "change the id, or write `override: {name}` to change a library's definition"


class MissingTimeRule(KpidefError):
    """A measure on a source without a default time, with no rule of its own."""

    code = "KPI210"
    fr = "la source « {source} » n'a pas de date par défaut : dites quelles lignes appartiennent à la période"
    en = "source '{source}' has no default time: say which rows belong to the period"
    help_fr = "ajoutez `time: <colonne de date>`, `at: start|end|any|average` ou `flow: in|out`"
    help_en = "add `time: <date column>`, `at: start|end|any|average` or `flow: in|out`"


class RuleNotServed(KpidefError):
    """A time rule that the source has no columns for, or that does not go with another key."""

    code = "KPI211"
    fr = "`{rule}` ne convient pas ici : {reason_fr}"
    en = "`{rule}` does not fit here: {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"


class BadAggregate(KpidefError):
    """An aggregate that is unknown, lacks its expression or refuses its type."""

    code = "KPI212"
    fr = "agrégat « {name} » : {reason_fr}"
    en = "aggregate '{name}': {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"


class UnitMismatch(KpidefError):
    """A declared unit that the formula does not give."""

    code = "KPI213"
    fr = "l'unité déclarée « {declared} » ne suit pas de la formule, qui donne « {inferred} »"
    en = "the declared unit '{declared}' does not follow from the formula, which gives '{inferred}'"
    help_fr = "corrigez `unit`, ou l'unité des colonnes et mesures de la formule"
    help_en = "correct `unit`, or the units of the formula's columns and measures"


class BodyUnclear(KpidefError):
    """A KPI whose body is missing, or said twice."""

    code = "KPI214"
    fr = "le corps du KPI « {name} » est incomplet : {reason_fr}"
    en = "the body of KPI '{name}' is incomplete: {reason_en}"
    help_fr = "écrivez `numerator` et `denominator`, ou `measure`, ou `measures` et `formula`"
    help_en = "write `numerator` and `denominator`, or `measure`, or `measures` and `formula`"


class UnknownTerm(KpidefError):
    """A name in a formula that is neither a measure of this KPI nor a KPI."""

    code = "KPI215"
    fr = "« {name} » n'est ni une mesure de ce KPI ni l'identifiant d'un KPI"
    en = "'{name}' is neither a measure of this KPI nor a KPI's id"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class UnknownParameter(KpidefError):
    """A `:name` that no `params` declares."""

    code = "KPI216"
    fr = "paramètre inconnu « :{name} »"
    en = "unknown parameter ':{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class NothingToOverride(KpidefError):
    """`override` or `extends` of something that is not there."""

    code = "KPI217"
    fr = "`{key}: {name}` : rien de ce nom dans les bibliothèques ni dans le projet"
    en = "`{key}: {name}`: nothing has that name in the libraries or the project"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class BadValue(KpidefError):
    """A value that its key cannot take."""

    code = "KPI218"
    fr = "valeur « {value} » impossible pour `{key}` : {reason_fr}"
    en = "'{value}' cannot be the value of `{key}`: {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"


class NoEntity(KpidefError):
    """A rule that compares entities, on a source that has neither `entity` nor `key`."""

    code = "KPI219"
    fr = "cette règle compare des entités, et la source « {source} » n'a pas de clé"
    en = "this rule compares entities, and source '{source}' has no key"
    help_fr = "ajoutez `entity: <colonne>` à la mesure, ou `key` à la source"
    help_en = "add `entity: <column>` to the measure, or `key` to the source"


class UndeclaredValue(KpidefError):
    """A condition on a value that the column's list does not have: it would never be true."""

    code = "KPI220"
    fr = "« {value} » n'est pas une valeur de « {column} » : {known}"
    en = "'{value}' is not a value of '{column}': {known}"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"
