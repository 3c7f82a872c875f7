"""14x: a project's own file, and what it names."""

from kpidef.errors.base import KpidefError, Language, did_you_mean


class ProjectNotFound(KpidefError):
    """A path without a kpidef.yml, there or above."""

    code = "KPI140"
    fr = "aucun fichier kpidef.yml dans {path} ni au-dessus"
    en = "no kpidef.yml in {path} or above"
    help_fr = "lancez la commande dans un projet, donnez --project DOSSIER, ou créez-en un avec : kpidef init DOSSIER"
    help_en = "run the command inside a project, give --project DIR, or create one with: kpidef init DIR"


class UnknownLibrary(KpidefError):
    """A library that no installed package offers."""

    code = "KPI141"
    fr = "bibliothèque inconnue « {name} »"
    en = "unknown library '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class DefinitionsMissing(KpidefError):
    """A folder of definitions that is not there."""

    code = "KPI142"
    fr = "dossier de définitions introuvable : {path}"
    en = "definitions' folder not found: {path}"
    help_fr = "créez-le, ou corrigez `definitions` ; le chemin se lit depuis le dossier de kpidef.yml"
    help_en = "create it, or correct `definitions`; the path is read from the folder of kpidef.yml"


class UnknownHidden(KpidefError):
    """A name under `hide` that is neither a family nor a KPI."""

    code = "KPI143"
    fr = "`hide` : « {name} » n'est ni une famille ni un KPI"
    en = "`hide`: '{name}' is neither a family nor a KPI"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class UnusedParameter(KpidefError):
    """A project's parameter that no definition reads."""

    code = "KPI144"
    fr = "aucune définition n'a de paramètre « {name} »"
    en = "no definition has a parameter '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class UnreadableMoment(KpidefError):
    """An observation time that is no date and no date with a time; `meant` may be empty."""

    code = "KPI145"
    fr = "« {text} » n'est pas un instant d'observation"
    en = "'{text}' is not an observation time"
    help_fr = "écrivez 2026-07-01, ou 2026-07-01 09:30"
    help_en = "write 2026-07-01, or 2026-07-01 09:30"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class UnreadableDefinition(KpidefError):
    """A file that the system does not let us read."""

    code = "KPI146"
    fr = "fichier illisible {path} : {reason}"
    en = "unreadable file {path}: {reason}"
    help_fr = "vérifiez qu'il existe et que vous avez le droit de le lire"
    help_en = "check that it exists and that you may read it"


class UnknownConnection(KpidefError):
    """A connection's name that the project does not have; `meant` may be empty."""

    code = "KPI147"
    fr = "connexion inconnue « {name} »"
    en = "unknown connection '{name}'"
    help_fr = "{nearest_fr} ; ou donnez une adresse, par exemple duckdb:///entrepot.duckdb"
    help_en = "{nearest_en}; or give a URL, for instance duckdb:///warehouse.duckdb"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class NoConnection(KpidefError):
    """A number asked of a project that names no warehouse."""

    code = "KPI148"
    fr = "le projet ne nomme aucun entrepôt"
    en = "the project names no warehouse"
    help_fr = "ajoutez `connection: duckdb:///entrepot.duckdb` à kpidef.yml, ou donnez --connection"
    help_en = "add `connection: duckdb:///warehouse.duckdb` to kpidef.yml, or give --connection"


class BadExample(KpidefError):
    """A worked example that cannot be run, or that expects what no line has."""

    code = "KPI149"
    fr = "exemple « {name} » : {reason_fr}"
    en = "example '{name}': {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"


class BindingsNotInserted(KpidefError):
    """A kpidef.yml laid out in a way that bindings cannot be added to; it was left as it was."""

    code = "KPI150"
    fr = "impossible d'insérer dans {path} les liaisons de : {sources}"
    en = "cannot insert into {path} the bindings of: {sources}"
    help_fr = "écrivez `bindings:` seul sur sa ligne, ses liaisons dessous en retrait, puis recommencez"
    help_en = "write `bindings:` alone on its line, its bindings indented below, then try again"


class AlreadyBound(KpidefError):
    """A binding asked for a source that has one."""

    code = "KPI151"
    fr = "la source « {source} » est déjà branchée"
    en = "source '{source}' is already bound"
    help_fr = "corrigez sa liaison à la main, ou retirez-la d'abord ; kpidef check la vérifie"
    help_en = "correct its binding by hand, or remove it first; kpidef check examines it"
