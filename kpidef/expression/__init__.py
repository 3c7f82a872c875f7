"""The expression language: text -> syntax -> typed expression."""

from kpidef.expression.parser import parse
from kpidef.expression.resolve import resolve, resolve_condition
from kpidef.expression.scope import Scope
from kpidef.expression.text import to_text
from kpidef.expression.walk import aggregates, fields, host_fields, operations, substitute, terms, walk

__all__ = [
    "Scope",
    "aggregates",
    "fields",
    "host_fields",
    "operations",
    "parse",
    "resolve",
    "resolve_condition",
    "substitute",
    "terms",
    "to_text",
    "walk",
]
