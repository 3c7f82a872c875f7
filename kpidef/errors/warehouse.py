"""5xx: what a warehouse answered, or did not."""

from collections.abc import Mapping

from kpidef.errors.base import KpidefError, Language


class UnknownScheme(KpidefError):
    """A connection whose scheme names no installed adapter; `known` is the list, `nearest` may be empty."""

    code = "KPI501"
    fr = "aucun adaptateur pour « {scheme} » (installés : {known})"
    en = "no adapter for '{scheme}' (installed: {known})"
    help_fr = "vouliez-vous dire « {nearest} » ?"
    help_en = "did you mean '{nearest}'?"

    def help(self, language: Language) -> str:
        if self.fields["nearest"]:
            return super().help(language)
        if language == "fr":
            return "installez le paquet qui fournit cet adaptateur"
        return "install the package that provides this adapter"


class UnreadableConnection(KpidefError):
    """A connection that is not a URL; `shown` is its text without secrets."""

    code = "KPI502"
    fr = "connexion illisible « {shown} »"
    en = "unreadable connection '{shown}'"
    help_fr = (
        "écrivez schéma://…, par exemple duckdb:///entrepot.duckdb ; une variable d'environnement s'écrit ${{NOM}}"
    )
    help_en = (
        "write scheme://..., for instance duckdb:///warehouse.duckdb; an environment variable is written ${{NAME}}"
    )


class MissingVariable(KpidefError):
    """A ${VAR} of the connection that the environment does not have."""

    code = "KPI503"
    fr = "la variable d'environnement {name} de la connexion n'est pas définie"
    en = "the connection's environment variable {name} is not set"
    help_fr = "définissez-la avant de lancer kpidef : export {name}=…"
    help_en = "set it before you run kpidef: export {name}=..."


class MissingDriver(KpidefError):
    """An adapter whose driver is not installed."""

    code = "KPI504"
    fr = "l'adaptateur « {scheme} » a besoin du paquet « {module} », qui n'est pas installé"
    en = "the adapter '{scheme}' needs the package '{module}', which is not installed"
    help_fr = "lancez : {command}"
    help_en = "run: {command}"


class PythonTooOld(KpidefError):
    """An engine inside this machine whose package needs a later Python; `connection` is what names another one."""

    code = "KPI526"
    fr = "le paquet « {package} » demande Python {version} ; celui-ci est un Python {found}"
    en = "the package '{package}' needs Python {version}; this is Python {found}"
    help_fr = (
        "installez-le pour un Python {version}, "
        "et nommez ce Python dans la connexion : {connection}?python=python{version}"
    )
    help_en = (
        "install it for a Python {version} and name that Python in the connection: {connection}?python=python{version}"
    )


class WarehouseMissing(KpidefError):
    """A file or a folder that the connection names and that is not there."""

    code = "KPI505"
    fr = "entrepôt introuvable : {path}"
    en = "warehouse not found: {path}"
    help_fr = "vérifiez le chemin de la connexion : il se lit depuis le dossier du fichier de projet"
    help_en = "check the connection's path: it is read from the project file's folder"


class WarehouseLocked(KpidefError):
    """A database that another program holds for writing; `holder` says which, as far as the engine knows."""

    code = "KPI506"
    fr = "l'entrepôt {path} est verrouillé en écriture par {holder}"
    en = "the warehouse {path} is locked for writing by {holder}"
    help_fr = "fermez ce programme, ouvrez-y la base en lecture seule, ou travaillez sur une copie du fichier"
    help_en = "close that program, let it open the database read-only, or work on a copy of the file"


class NotAWarehouse(KpidefError):
    """A file that is not a database of the adapter's engine."""

    code = "KPI507"
    fr = "{path} n'est pas une base {engine}"
    en = "{path} is not a {engine} database"
    help_fr = "indiquez un fichier de base, ou un dossier de fichiers Parquet et CSV"
    help_en = "name a database file, or a folder of Parquet and CSV files"


class ConnectionFailed(KpidefError):
    """A warehouse that cannot be opened for any other reason."""

    code = "KPI508"
    fr = "connexion impossible à {shown} : {cause}"
    en = "cannot connect to {shown}: {cause}"
    help_fr = "vérifiez l'adresse, les identifiants et que l'entrepôt répond"
    help_en = "check the address, the credentials and that the warehouse answers"


class AccessDenied(KpidefError):
    """A warehouse, table or file that the user may not read."""

    code = "KPI509"
    fr = "accès refusé : {cause}"
    en = "access denied: {cause}"
    help_fr = "demandez le droit de lecture, ou changez d'utilisateur"
    help_en = "ask for the right to read, or use another account"


class TableMissing(KpidefError):
    """A table or a data file that the warehouse does not have; `nearest` may be empty."""

    code = "KPI510"
    fr = "table ou fichier « {table} » absent de l'entrepôt"
    en = "table or file '{table}' not found in the warehouse"
    help_fr = "vouliez-vous dire « {nearest} » ?"
    help_en = "did you mean '{nearest}'?"

    def help(self, language: Language) -> str:
        return super().help(language) if self.fields["nearest"] else _check_bindings(language)


class ColumnMissing(KpidefError):
    """A column that a table does not have; `nearest` may be empty."""

    code = "KPI511"
    fr = "colonne « {column} » absente de l'entrepôt"
    en = "column '{column}' not found in the warehouse"
    help_fr = "vouliez-vous dire « {nearest} » ?"
    help_en = "did you mean '{nearest}'?"

    def cause(self, language: Language) -> str:
        return super().cause(language) + _bound_as(self.fields, language)

    def help(self, language: Language) -> str:
        return super().help(language) if self.fields["nearest"] else _check_bindings(language)


class QueryRefused(KpidefError):
    """SQL that the engine does not accept."""

    code = "KPI512"
    fr = "l'entrepôt refuse la requête : {cause}"
    en = "the warehouse refuses the query: {cause}"
    help_fr = "vérifiez les expressions et les requêtes des liaisons (bindings) et le dialecte"
    help_en = "check the expressions and queries of the bindings, and the dialect"


class WriteRefused(KpidefError):
    """Anything but one SELECT, on a read-only connection."""

    code = "KPI513"
    fr = "la connexion est en lecture seule : une seule requête SELECT est permise, pas {statement}"
    en = "the connection is read-only: one SELECT is allowed, not {statement}"
    help_fr = "écrivez une seule requête SELECT"
    help_en = "write one SELECT"


class QueryTimeout(KpidefError):
    """A query that ran longer than it may."""

    code = "KPI514"
    fr = "la requête a dépassé {seconds:g} s et a été arrêtée"
    en = "the query ran longer than {seconds:g} s and was stopped"
    help_fr = "réduisez la période ou les dimensions, ou donnez plus de temps"
    help_en = "ask for a shorter period or fewer dimensions, or allow more time"


class QueryCancelled(KpidefError):
    """A query that the user stopped."""

    code = "KPI515"
    fr = "la requête a été interrompue"
    en = "the query was cancelled"


class WarehouseOutOfMemory(KpidefError):
    """A query that needs more memory than the engine has."""

    code = "KPI516"
    fr = "mémoire insuffisante pour la requête : {cause}"
    en = "not enough memory for the query: {cause}"
    help_fr = "réduisez la période ou les dimensions, ou donnez plus de mémoire à l'entrepôt"
    help_en = "ask for a shorter period or fewer dimensions, or give the warehouse more memory"


class ValueUnreadable(KpidefError):
    """A value that does not fit the type it is read as."""

    code = "KPI517"
    fr = "valeur illisible dans l'entrepôt : {cause}"
    en = "unreadable value in the warehouse: {cause}"
    help_fr = "corrigez la donnée, ou le type de la colonne dans la source ou la liaison"
    help_en = "correct the data, or the column's type in the source or the binding"

    def cause(self, language: Language) -> str:
        return super().cause(language) + _bound_as(self.fields, language)


class QueryFailed(KpidefError):
    """Any other failure of a query."""

    code = "KPI518"
    fr = "la requête a échoué : {cause}"
    en = "the query failed: {cause}"
    help_fr = "relancez avec --debug pour voir la réponse complète de l'entrepôt"
    help_en = "run again with --debug to see the warehouse's whole answer"


class UnreadableFile(KpidefError):
    """A data file that is not of the format its name says."""

    code = "KPI519"
    fr = "fichier de données illisible : {file} ({cause})"
    en = "unreadable data file: {file} ({cause})"
    help_fr = "vérifiez que le fichier est bien du Parquet, ou du CSV en UTF-8 avec une ligne d'en-tête"
    help_en = "check that the file is Parquet, or CSV in UTF-8 with a header line"


class NotUtf8(KpidefError):
    """A CSV file in another encoding than UTF-8, as spreadsheets write them in French."""

    code = "KPI525"
    fr = "fichier illisible : {file} n'est pas en UTF-8"
    en = "unreadable file: {file} is not in UTF-8"
    help_fr = (
        "enregistrez-le en « CSV UTF-8 », ou convertissez-le : iconv -f WINDOWS-1252 -t UTF-8 {file} > autre_nom.csv"
    )
    help_en = "save it as 'CSV UTF-8', or convert it: iconv -f WINDOWS-1252 -t UTF-8 {file} > other_name.csv"


class NoStore(KpidefError):
    """A warehouse that cannot keep a table of results."""

    code = "KPI522"
    fr = "cet entrepôt ({shown}) ne garde pas de table de résultats"
    en = "this warehouse ({shown}) keeps no table of results"
    help_fr = (
        "écrivez dans une base DuckDB (`--connection duckdb:///fichier.duckdb`), ou gardez un fichier (`--output`)"
    )
    help_en = "write to a DuckDB database (`--connection duckdb:///file.duckdb`), or keep a file (`--output`)"


class NotAStore(KpidefError):
    """A table that is there, and is no table of results of kpidef's."""

    code = "KPI523"
    fr = "la table « {table} » n'est pas une table de résultats de kpidef : {reason_fr}"
    en = "the table '{table}' is not a table of results of kpidef's: {reason_en}"
    help_fr = "nommez une autre table avec --into ; kpidef n'écrit que dans celles qu'il a créées"
    help_en = "name another table with --into; kpidef writes only to those that it has made"


class StoreMissing(KpidefError):
    """A table of results that nobody has made yet."""

    code = "KPI527"
    fr = "la table de résultats « {table} » n'existe pas"
    en = "there is no table of results '{table}'"
    help_fr = "créez-la avec : kpidef materialize --into {table}"
    help_en = "make it with: kpidef materialize --into {table}"


class NoEstimate(KpidefError):
    """A warehouse that can't say what a query would cost before it runs."""

    code = "KPI524"
    fr = "cet entrepôt ({dialect}) ne dit pas d'avance ce que coûte une requête"
    en = "this warehouse ({dialect}) does not say what a query costs before it runs"
    help_fr = "lisez le plan sans --estimate"
    help_en = "read the plan without --estimate"


class AmbiguousTable(KpidefError):
    """Two files or folders of a data folder that would be the same table."""

    code = "KPI520"
    fr = "deux fichiers donnent la même table « {table} » : {first} et {second}"
    en = "two files make the same table '{table}': {first} and {second}"
    help_fr = "renommez ou déplacez l'un des deux"
    help_en = "rename or move one of them"


class NoDataFile(KpidefError):
    """A folder without any Parquet or CSV file."""

    code = "KPI521"
    fr = "le dossier {path} ne contient aucun fichier Parquet ou CSV"
    en = "the folder {path} has no Parquet or CSV file"
    help_fr = "placez-y un fichier, ou un dossier de fichiers, par table"
    help_en = "put one file, or one folder of files, a table into it"


def _bound_as(fields: Mapping[str, object], language: Language) -> str:
    """What an answer concerns, where it was found: the column `bound` of `source`; with "", its filters or query."""
    if "source" not in fields:
        return ""
    source, bound = fields["source"], fields["bound"]
    if language == "fr":
        return f" (colonne « {bound} » de la source « {source} »)" if bound else f" (liaison de la source « {source} »)"
    return f" (column '{bound}' of source '{source}')" if bound else f" (binding of source '{source}')"


def _check_bindings(language: Language) -> str:
    if language == "fr":
        return "vérifiez les liaisons (bindings) du projet avec : kpidef check"
    return "check the project's bindings with: kpidef check"
