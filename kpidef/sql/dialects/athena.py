"""Athena (version 3): Trino's SQL, with the same rewrites."""

from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.refused import NO_PARSE
from kpidef.sql.dialects.trino import REWRITES

RECORD = Dialect("athena", "athena", rewrites=REWRITES, refusals=(NO_PARSE,))
