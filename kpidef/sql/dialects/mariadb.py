"""MariaDB, as sqlglot writes MySQL."""

from kpidef.sql.dialects.record import Dialect

RECORD = Dialect("mariadb", "mysql")
