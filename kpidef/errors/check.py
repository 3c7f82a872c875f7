"""54x: what a project's real tables have that the definitions do not expect."""

from kpidef.errors.base import KpidefError


class BoundColumnMissing(KpidefError):
    """A logical column that the bound table does not give."""

    code = "KPI540"
    fr = "la colonne « {column} » de la source « {source} » manque dans {place}"
    en = "column '{column}' of source '{source}' is missing from {place}"
    help_fr = "branchez-la (`columns: {{{column}: <expression>}}`) ; KPI non calculables sans elle : {kpis}"
    help_en = "bind it (`columns: {{{column}: <expression>}}`); KPIs that cannot be computed without it: {kpis}"


class BoundColumnType(KpidefError):
    """A physical column of another type than the logical one."""

    code = "KPI541"
    fr = "la colonne « {column} » de la source « {source} » est de type {found}, et non {expected}"
    en = "column '{column}' of source '{source}' is of type {found}, not {expected}"
    help_fr = "convertissez-la dans la liaison : `columns: {{{column}: cast(... as {expected})}}`{zone_fr}"
    help_en = "convert it in the binding: `columns: {{{column}: cast(... as {expected})}}`{zone_en}"


class InstantReadTwice(KpidefError):
    """A column that is an instant already, under a binding whose zone is for naive ones."""

    code = "KPI548"
    fr = "la colonne « {column} » de la source « {source} » est déjà un instant : `zone: {zone}` le lirait de travers"
    en = "column '{column}' of source '{source}' is an instant already: `zone: {zone}` would misread it"
    help_fr = "ôtez `zone:`, ou exceptez-en la colonne : `columns: {{{column}: cast({column} as timestamptz)}}`"
    help_en = "remove `zone:`, or leave the column out of it: `columns: {{{column}: cast({column} as timestamptz)}}`"


class DuplicatedKeys(KpidefError):
    """Values of a key that several rows bear."""

    code = "KPI542"
    fr = "la clé de la source « {source} » ({key}) est en double pour {count} valeur(s)"
    en = "the key of source '{source}' ({key}) is duplicated for {count} value(s)"
    help_fr = "dédoublonnez la table, par exemple par une `query:` dans la liaison"
    help_en = "deduplicate the table, for instance with a `query:` in the binding"


class NullKeys(KpidefError):
    """Rows without a key."""

    code = "KPI543"
    fr = "{count} ligne(s) de la source « {source} » n'ont pas de clé ({key})"
    en = "{count} row(s) of source '{source}' have no key ({key})"
    help_fr = "ces lignes ne sont dans aucun stock et rien ne s'y rattache"
    help_en = "these rows are in no stock, and nothing refers to them"


class OrphanReferences(KpidefError):
    """References to rows that are not there."""

    code = "KPI544"
    fr = "{count} ligne(s) de la source « {source} » ont un {column} absent de la source « {target} »"
    en = "{count} row(s) of source '{source}' have a {column} that source '{target}' lacks"
    help_fr = "ces lignes restent comptées, avec des dimensions non renseignées"
    help_en = "these rows still count, with dimensions that are not given"


class ReversedIntervals(KpidefError):
    """Intervals that end before they start."""

    code = "KPI545"
    fr = "{count} ligne(s) de la source « {source} » finissent ({end}) avant de commencer ({start})"
    en = "{count} row(s) of source '{source}' end ({end}) before they start ({start})"
    help_fr = "ces lignes ne sont jamais vraies : corrigez-les, ou écartez-les par un filtre de la liaison"
    help_en = "these rows are never true: correct them, or leave them out with a filter of the binding"


class NullDates(KpidefError):
    """Rows without the date by which periods find them."""

    code = "KPI546"
    fr = "{count} ligne(s) de la source « {source} » n'ont pas de date dans {column}"
    en = "{count} row(s) of source '{source}' have no date in {column}"
    help_fr = "ces lignes n'appartiennent à aucune période"
    help_en = "these rows belong to no period"


class SourceEmpty(KpidefError):
    """A bound table without a row."""

    code = "KPI547"
    fr = "la source « {source} » n'a aucune ligne dans {place}"
    en = "source '{source}' has no row in {place}"
    help_fr = "vérifiez la table et les filtres de la liaison"
    help_en = "check the table and the binding's filters"


class UnreadableValues(KpidefError):
    """Values that do not read as their column's type; `example` is one of them."""

    code = "KPI549"
    fr = (
        "{count} valeur(s) de la colonne « {column} » de la source « {source} » ne se lisent pas comme {expected}, "
        "par exemple « {example} »"
    )
    en = (
        "{count} value(s) of column '{column}' of source '{source}' do not read as {expected}, for instance '{example}'"
    )
    help_fr = (
        "corrigez ces valeurs, ou dites leur écriture : une date par `parse({column}, '%d/%m/%Y')`, "
        "une valeur qui en tient lieu par `nullif({column}, 'n/a')`"
    )
    help_en = (
        "correct these values, or say how they are written: a date with `parse({column}, '%d/%m/%Y')`, "
        "a stand-in value with `nullif({column}, 'n/a')`"
    )


class InstantsWithoutZone(KpidefError):
    """Times that become instants although neither they nor the binding say in which zone they are."""

    code = "KPI550"
    fr = (
        "{count} valeur(s) de la colonne « {column} » de la source « {source} » ne disent pas leur fuseau "
        "et sont prises pour de l'UTC, par exemple « {example} »"
    )
    en = (
        "{count} value(s) of column '{column}' of source '{source}' do not say their zone "
        "and are taken for UTC, for instance '{example}'"
    )
    help_fr = "dites leur fuseau dans la liaison : `zone: Europe/Paris`, ou `zone: UTC` si c'en est"
    help_en = "say their zone in the binding: `zone: Europe/Paris`, or `zone: UTC` if that is what they are"
