"""38x: what stops a result from being handed over."""

from kpidef.errors.base import KpidefError


class MissingPackage(KpidefError):
    """A result asked for as another library's table, which is not installed."""

    code = "KPI380"
    fr = "le paquet {package} n'est pas installé"
    en = "the package {package} is not installed"
    help_fr = "pip install 'kpidef[{package}]', ou prenez la table Arrow avec to_arrow()"
    help_en = "pip install 'kpidef[{package}]', or take the Arrow table with to_arrow()"


class UnknownFormat(KpidefError):
    """A format that no renderer writes."""

    code = "KPI381"
    fr = "format inconnu « {format} »"
    en = "unknown format '{format}'"
    help_fr = "choisissez parmi {known}"
    help_en = "choose one of {known}"
