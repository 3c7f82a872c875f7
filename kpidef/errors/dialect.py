"""4xx: what a dialect cannot say."""

from kpidef.errors.base import KpidefError


class UnknownDialect(KpidefError):
    """A dialect's name that kpidef has no record of."""

    code = "KPI401"
    fr = "dialecte inconnu « {name} »"
    en = "unknown dialect '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class NoEnd(KpidefError):
    """A zone's offsets wanted over all time: an expression on the local calendar, in a view that outlives them."""

    code = "KPI403"
    fr = "le calendrier local d'une expression (shift, calendar) demande des heures d'été sans fin"
    en = "an expression on the local calendar (shift, calendar) asks for summer times without end"
    help_fr = "gardez ce KPI dans une table de résultats : kpidef materialize"
    help_en = "keep this KPI in a table of results: kpidef materialize"


class NotAView(KpidefError):
    """A request that SQL without kpidef cannot answer exactly."""

    code = "KPI404"
    fr = "« {kpi} » ne peut pas devenir une vue : {reason_fr}"
    en = "'{kpi}' can't become a view: {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"


class UnsupportedByDialect(KpidefError):
    """A construct that the dialect can't say exactly."""

    code = "KPI402"
    fr = "{dialect} ne sait pas dire cela exactement : {reason_fr}"
    en = "{dialect} can't say this exactly: {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"
