"""Families of KPIs, as a catalogue holds them."""

from __future__ import annotations

from collections.abc import Iterable

from kpidef.spec.records import FamilySpec


def families(specs: Iterable[FamilySpec]) -> dict[str, tuple[str, str]]:
    """The families' labels and descriptions."""
    return {spec.id.value: (spec.label or spec.id.value, spec.description or "") for spec in specs}
