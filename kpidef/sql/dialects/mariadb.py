"""MariaDB: as MySQL, with its own collation of code points."""

from kpidef.sql.dialects.mysql import REFUSALS, SETTINGS, rewrites
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.with_limit import fewer_tables

MOST_TABLES = 63

RECORD = Dialect(
    "mariadb",
    "mysql",
    rewrites=(*rewrites("utf8mb4_nopad_bin", "\\1"), fewer_tables(MOST_TABLES)),
    refusals=REFUSALS,
    header=SETTINGS.format(collation="utf8mb4_nopad_bin"),
    executed=True,
    gathers_bits=True,
)
