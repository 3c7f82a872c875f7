"""YAML text -> nodes that know where they stand."""

from kpidef.source.document import YAML_READER, parse
from kpidef.source.nodes import Mapping, Node, Scalar, Sequence
from kpidef.source.position import place
from kpidef.source.text import decode

__all__ = ["YAML_READER", "Mapping", "Node", "Scalar", "Sequence", "decode", "parse", "place"]
