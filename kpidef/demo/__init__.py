"""The shipped company: a made-up French seller of software and goods, the same for everyone who asks with one seed."""

from kpidef.demo.company import SEED, tables
from kpidef.demo.writer import write

__all__ = ["SEED", "tables", "write"]
