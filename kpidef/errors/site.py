"""6xx: what stops the glossary from being built."""

from kpidef.errors.base import KpidefError


class BadSiteValue(KpidefError):
    """A setting of `site:` that says nothing that can be done."""

    code = "KPI601"
    fr = "site.{key} : valeur inutilisable « {value} »"
    en = "site.{key}: unusable value '{value}'"
    help_fr = "attendu : {wanted}"
    help_en = "expected: {wanted}"


class SiteNotWritable(KpidefError):
    """The folder of the site can't be written, or holds something else than a site."""

    code = "KPI602"
    fr = "le site ne peut pas être écrit dans « {path} » : {cause}"
    en = "the site can't be written to '{path}': {cause}"
    help_fr = "choisissez avec --output un dossier vide, absent, ou qui contient déjà un site construit par kpidef"
    help_en = "choose with --output a folder that is empty, missing, or that already holds a site built by kpidef"


class BadTemplate(KpidefError):
    """A template of the project's that can't be read or filled."""

    code = "KPI603"
    fr = "le modèle « {name} » ne peut pas être rempli : {cause}"
    en = "the template '{name}' can't be filled: {cause}"
    help_fr = "comparez-le au modèle d'origine de kpidef, ou retirez-le de site.templates"
    help_en = "compare it with kpidef's own, or take it out of site.templates"


class BadValuesFile(KpidefError):
    """A file of results that is none."""

    code = "KPI604"
    fr = "« {path} » n'est pas un fichier de résultats : {reason_fr}"
    en = "'{path}' is not a file of results: {reason_en}"
    help_fr = "produisez-le avec : kpidef run … --format csv --output {path}"
    help_en = "make it with: kpidef run … --format csv --output {path}"


class PortTaken(KpidefError):
    """A port on which the site can't be served."""

    code = "KPI605"
    fr = "le site ne peut pas être servi sur le port {port} : {cause}"
    en = "the site can't be served on port {port}: {cause}"
    help_fr = "choisissez-en un autre avec --port"
    help_en = "choose another one with --port"


class UnreadablePage(KpidefError):
    """A page of the project's that is not a text."""

    code = "KPI606"
    fr = "la page « {name} » est illisible : {cause}"
    en = "the page '{name}' can't be read: {cause}"
    help_fr = "enregistrez-la en UTF-8"
    help_en = "save it as UTF-8"
