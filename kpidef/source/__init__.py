"""YAML text -> nodes that know where they stand."""

from kpidef.source.document import parse
from kpidef.source.nodes import Mapping, Node, Scalar, Sequence
from kpidef.source.position import place
from kpidef.source.text import decode

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "decode", "parse", "place"]
