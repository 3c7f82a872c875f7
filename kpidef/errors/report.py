"""38x: what stops a result from being handed over."""

from kpidef.errors.base import KpidefError


class MissingPackage(KpidefError):
    """A result asked for as another library's table, which is not installed."""

    code = "KPI380"
    fr = "le paquet {package} n'est pas installé"
    en = "the package {package} is not installed"
    help_fr = "pip install 'kpidef[{package}]', ou prenez la table Arrow avec to_arrow()"
    help_en = "pip install 'kpidef[{package}]', or take the Arrow table with to_arrow()"


class NoRequest(KpidefError):
    """A report without a request."""

    code = "KPI382"
    fr = "le rapport {path} ne demande rien"
    en = "the report {path} asks for nothing"
    help_fr = "ajoutez sous `requests` un nom et ses KPI, par exemple `ventes: {{kpis: [ca]}}`"
    help_en = "add under `requests` a name and its KPIs, for instance `sales: {{kpis: [ca]}}`"


class UnknownFormat(KpidefError):
    """A format that no renderer writes."""

    code = "KPI381"
    fr = "format inconnu « {format} »"
    en = "unknown format '{format}'"
    help_fr = "choisissez parmi {known}"
    help_en = "choose one of {known}"
