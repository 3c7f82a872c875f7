"""Parameters: what a written value stands for, and which of the written values holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kpidef.calendar import parse_duration
from kpidef.catalog.scope import Parameters
from kpidef.expression.typed import Constant
from kpidef.spec.records import ParamSpec, Text

_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?\d{1,18}\.\d{1,12}")
_DURATION = re.compile(r"\d+ (second|minute|hour|day|week|month|quarter|semester|year)s?")


def read_parameters(
    params: Iterable[ParamSpec], overrides: Mapping[str, ParamSpec], kpis: frozenset[str]
) -> Parameters:
    """The values by name: a project's value stands before the definition's own."""
    chosen = {param.name.value: overrides.get(param.name.value, param) for param in params}
    return {name: _value(param.value, kpis) for name, param in chosen.items()}


def _value(value: Text | tuple[Text, ...], kpis: frozenset[str]) -> Constant | tuple[Constant, ...] | str:
    if isinstance(value, tuple):
        return tuple(constant(item.value) for item in value)
    return value.value if value.value in kpis else constant(value.value)


def constant(text: str) -> Constant:
    """A number, a boolean, a duration, else a text."""
    if _INTEGER.fullmatch(text):
        return Constant(int(text), "integer")
    if _DECIMAL.fullmatch(text):
        return Constant(Decimal(text), "decimal")
    if text in ("true", "false"):
        return Constant(text == "true", "boolean")
    if _DURATION.fullmatch(text):
        return Constant(parse_duration(text), "duration")
    return Constant(text, "text")
