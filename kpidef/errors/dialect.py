"""4xx: what a dialect cannot say."""

from kpidef.errors.base import KpidefError


class UnknownDialect(KpidefError):
    """A dialect's name that kpidef has no record of."""

    code = "KPI401"
    fr = "dialecte inconnu « {name} »"
    en = "unknown dialect '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class UnsupportedByDialect(KpidefError):
    """A construct that the dialect can't say exactly."""

    code = "KPI402"
    fr = "{dialect} ne sait pas dire cela exactement : {reason_fr}"
    en = "{dialect} can't say this exactly: {reason_en}"
    help_fr = "{next_fr}"
    help_en = "{next_en}"
