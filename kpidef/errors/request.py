"""3xx: what a request asks that has no answer."""

from kpidef.errors.base import KpidefError, Language, did_you_mean


class UnknownPeriod(KpidefError):
    """A period's text that no form of the calendar reads; `meant` may be empty."""

    code = "KPI301"
    fr = "période illisible « {text} »"
    en = "unreadable period '{text}'"
    help_fr = "écrivez par exemple 2026, 2026-03, 2026-T1, 2026-S12, 2026-H1, 2026-03-14, 2026-01..2026-06 ou all"
    help_en = "write for instance 2026, 2026-03, 2026-T1, 2026-S12, 2026-H1, 2026-03-14, 2026-01..2026-06 or all"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class UnknownDimension(KpidefError):
    """A dimension that no source of the request has or reaches."""

    code = "KPI310"
    fr = "dimension inconnue « {name} »"
    en = "unknown dimension '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class AmbiguousDimension(KpidefError):
    """A name that means different columns for the KPIs of the request."""

    code = "KPI311"
    fr = "« {name} » désigne plusieurs colonnes : {candidates}"
    en = "'{name}' means several columns: {candidates}"
    help_fr = "écrivez « {example} », ou déclarez `same_as` si c'est la même dimension"
    help_en = "write '{example}', or declare `same_as` if they are the same dimension"


class NotADimension(KpidefError):
    """A column that is not offered as a cut."""

    code = "KPI312"
    fr = "« {name} » n'est pas une dimension (colonne {column} de type {type})"
    en = "'{name}' is not a dimension (column {column} of type {type})"
    help_fr = "ajoutez `dimension: true` à cette colonne si elle doit servir de coupe"
    help_en = "add `dimension: true` to this column if it should serve as a cut"


class UnreachableDimension(KpidefError):
    """A dimension or a filter that a term's source can't reach."""

    code = "KPI313"
    fr = "« {name} » ne peut être atteint depuis la source « {source} » (KPI {kpi})"
    en = "'{name}' can't be reached from source '{source}' (KPI {kpi})"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class DimensionNotAllowed(KpidefError):
    """A cut that the KPI's definition does not allow."""

    code = "KPI314"
    fr = "le KPI « {kpi} » ne se coupe pas par « {name} »"
    en = "KPI '{kpi}' is not cut by '{name}'"
    help_fr = "ses coupes sont : {allowed}"
    help_en = "its cuts are: {allowed}"


class GrainNotAllowed(KpidefError):
    """A grain that the KPI's definition refuses, or that a column can't serve; `allowed` are values of the option."""

    code = "KPI315"
    fr = "le KPI « {kpi} » ne se calcule pas par {grain_fr} : {reason_fr}"
    en = "KPI '{kpi}' is not computed by {grain}: {reason_en}"
    help_fr = "choisissez {allowed}"
    help_en = "choose {allowed}"


class TooManyCells(KpidefError):
    """A result above a million cells."""

    code = "KPI316"
    fr = "ce résultat aurait {count} cellules, plus d'un million"
    en = "this result would have {count} cells, more than a million"
    help_fr = "demandez moins de périodes ou de dimensions, ou ajoutez --sparse"
    help_en = "ask for fewer periods or dimensions, or add --sparse"


class OnlyAllTime(KpidefError):
    """A period asked of a source that knows no time."""

    code = "KPI317"
    fr = "le KPI « {kpi} » lit la source « {source} », qui ne connaît pas le temps"
    en = "KPI '{kpi}' reads source '{source}', which knows no time"
    help_fr = "demandez --period all, ou donnez à la source `time`, `validity` ou `snapshot`"
    help_en = "ask for --period all, or give the source `time`, `validity` or `snapshot`"


class DuplicateKeys(KpidefError):
    """A joined source whose key is not unique: the result would count rows several times."""

    code = "KPI318"
    fr = (
        "la clé de « {source} » est en double pour {count} valeur(s) : le résultat compterait des lignes plusieurs fois"
    )
    en = "the key of '{source}' is duplicated for {count} value(s): the result would count rows several times"
    help_fr = "dédoublonnez la table (une `query:` dans la liaison), ou déclarez `unique: trusted` si vous en répondez"
    help_en = "deduplicate the table (a `query:` in the binding), or declare `unique: trusted` if you vouch for it"


class EmptyRequest(KpidefError):
    """A request without a KPI."""

    code = "KPI319"
    fr = "aucun KPI demandé"
    en = "no KPI asked for"
    help_fr = "nommez au moins un KPI ; `kpidef list` les donne tous"
    help_en = "name at least one KPI; `kpidef list` gives them all"


class UnknownTotal(KpidefError):
    """A total over a dimension that was not asked for."""

    code = "KPI320"
    fr = "« {name} » n'est pas une dimension de cette demande"
    en = "'{name}' is not a dimension of this request"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class KpiUnavailable(KpidefError):
    """A KPI that reads sources which the project has not bound to tables."""

    code = "KPI324"
    fr = "le KPI « {kpi} » n'est pas branché : il lui manque {sources}"
    en = "KPI '{kpi}' is not bound: it lacks {sources}"
    help_fr = "branchez chacune de ces sources à une table, sous `bindings` dans kpidef.yml"
    help_en = "bind each of these sources to a table, under `bindings` in kpidef.yml"


class UnknownGrain(KpidefError):
    """A grain that no calendar has."""

    code = "KPI322"
    fr = "grain inconnu « {name} »"
    en = "unknown grain '{name}'"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class UnknownComparison(KpidefError):
    """A comparison that is not one of the three."""

    code = "KPI323"
    fr = "comparaison inconnue « {name} »"
    en = "unknown comparison '{name}'"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class SourceNotBound(KpidefError):
    """A source that the project does not say where to find."""

    code = "KPI321"
    fr = "la source « {source} » n'est pas branchée"
    en = "source '{source}' is not bound"
    help_fr = "ajoutez-la sous `bindings` dans kpidef.yml, avec sa table"
    help_en = "add it under `bindings` in kpidef.yml, with its table"


class NotStored(KpidefError):
    """Periods that a table of results does not have."""

    code = "KPI326"
    fr = "la table « {table} » n'a pas le KPI « {kpi} » pour {periods}{cut_fr}"
    en = "the table '{table}' does not have KPI '{kpi}' for {periods}{cut_en}"
    help_fr = (
        "lancez « kpidef materialize {kpi} --into {table} » avec la même période, le même grain et les mêmes coupes"
    )
    help_en = "run 'kpidef materialize {kpi} --into {table}' with the same period, grain and cuts"


class StoredOtherwise(KpidefError):
    """Results that a table keeps of another definition than the present one."""

    code = "KPI327"
    fr = "la table « {table} » a le KPI « {kpi} » selon une autre définition ({stored}, et non {version}) : {periods}"
    en = "the table '{table}' has KPI '{kpi}' by another definition ({stored}, not {version}): {periods}"
    help_fr = "lancez « kpidef materialize {kpi} --into {table} » : ce qui a changé sera recalculé"
    help_en = "run 'kpidef materialize {kpi} --into {table}': what has changed will be computed again"


class StoreKeepsNot(KpidefError):
    """What a table of results does not keep, and so does not answer."""

    code = "KPI328"
    fr = "une table de résultats ne répond pas à {option} : {reason_fr}"
    en = "a table of results does not answer {option}: {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"


class KpiFailed(KpidefError):
    """KPIs that have no number because the warehouse fails their sources; `error` is its answer."""

    code = "KPI325"
    fr = "sans valeur : {kpis}"
    en = "without a value: {kpis}"

    def cause(self, language: Language) -> str:
        return f"{super().cause(language)} ; {self.error.cause(language)}"

    def help(self, language: Language) -> str:
        return self.error.help(language)

    @property
    def error(self) -> KpidefError:
        """What the warehouse answered."""
        error = self.fields["error"]
        assert isinstance(error, KpidefError)
        return error
