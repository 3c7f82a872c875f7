"""Which table of a warehouse a logical source resembles, and how a project's file says so."""

from kpidef.binding.proposal import ColumnMatch, TableMatch, best_tables
from kpidef.binding.writing import Accepted, with_bindings

__all__ = ["Accepted", "ColumnMatch", "TableMatch", "best_tables", "with_bindings"]
