"""What a plan's first line expects, in the words of PostgreSQL and of Redshift."""

from __future__ import annotations

import re

from kpidef.warehouse import Estimate

_FIGURES = re.compile(r"cost=[\d.]+\.\.(?P<cost>[\d.]+) rows=(?P<rows>\d+)")


def planned(line: str) -> Estimate:
    """The rows that the query would answer, and what it costs up to the last one.

    >>> planned("Sort  (cost=17.01..17.05 rows=16 width=40)")
    Estimate(rows=16, cost=17.05, bytes=None)
    >>> planned("XN Merge  (cost=1000000000000.00..1000000000000.24 rows=95 width=22)").rows
    95
    """
    found = _FIGURES.search(line)
    return Estimate() if found is None else Estimate(rows=int(found["rows"]), cost=float(found["cost"]))
