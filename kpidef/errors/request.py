"""3xx: what a request asks that has no answer."""

from kpidef.errors.base import KpidefError


class UnknownPeriod(KpidefError):
    """A period's text that no form of the calendar reads."""

    code = "KPI301"
    fr = "période illisible « {text} »"
    en = "unreadable period '{text}'"
    help_fr = "écrivez par exemple 2026, 2026-03, 2026-T1, 2026-S12, 2026-H1, 2026-03-14, 2026-01..2026-06 ou all"
    help_en = "write for instance 2026, 2026-03, 2026-T1, 2026-S12, 2026-H1, 2026-03-14, 2026-01..2026-06 or all"
