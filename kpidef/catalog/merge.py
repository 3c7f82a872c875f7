"""Overrides, variants and hidden definitions: what a team's files change in those of a library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import TypeVar

from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError
from kpidef.errors.catalog import Cycle, DuplicateId, NothingToOverride
from kpidef.spec.records import ColumnSpec, KpiSpec, SourceSpec

_Spec = TypeVar("_Spec", KpiSpec, SourceSpec)

# A variant is a definition of its own: these are its own as well.
_NOT_COPIED = frozenset({"examples", "targets", "synonyms", "acronyms", "history", "extends", "override"})

_BODY = frozenset({"measures", "measure", "numerator", "denominator", "formula"})


def merge(specs: Iterable[_Spec], errors: list[KpidefError]) -> dict[str, _Spec]:
    """The specs by id, overrides applied in their order; duplicates and lost overrides are reported."""
    merged: dict[str, _Spec] = {}
    ordered = list(specs)
    for spec in [one for one in ordered if not one.override]:
        known = merged.setdefault(spec.id.value, spec)
        if known is not spec:
            errors.append(DuplicateId(spec.id.at, name=spec.id.value, other=str(known.id.at)))
    for spec in [one for one in ordered if one.override]:
        if spec.id.value not in merged:
            errors.append(
                NothingToOverride(spec.id.at, key="override", name=spec.id.value, **nearest(spec.id.value, merged))
            )
            continue
        merged[spec.id.value] = _overridden(merged[spec.id.value], spec)
    return merged


def extend(specs: dict[str, KpiSpec], errors: list[KpidefError]) -> dict[str, KpiSpec]:
    """Every variant with the keys that it takes from the KPI it extends."""
    done: dict[str, KpiSpec] = {}
    for name in specs:
        _extend(name, specs, done, (), errors)
    return done


def extend_one(name: str, specs: Mapping[str, KpiSpec]) -> KpiSpec:
    """One of them. Raises what is wrong in the chain of what it extends."""
    errors: list[KpidefError] = []
    spec = _extend(name, specs, {}, (), errors)
    if spec is None:
        raise errors[0]
    return spec


def _extend(
    name: str,
    specs: Mapping[str, KpiSpec],
    done: dict[str, KpiSpec],
    under_way: tuple[str, ...],
    errors: list[KpidefError],
) -> KpiSpec | None:
    if name in done:
        return done[name]
    spec = specs[name]
    if spec.extends is None:
        done[name] = spec
        return spec
    parent = spec.extends.value
    if parent not in specs:
        errors.append(NothingToOverride(spec.extends.at, key="extends", name=parent, **nearest(parent, specs)))
        return None
    if parent in (*under_way, name):
        errors.append(_cycle([*under_way, name], parent, specs))
        return None
    base = _extend(parent, specs, done, (*under_way, name), errors)
    if base is None:
        return None
    done[name] = _variant(base, spec)
    return done[name]


def _cycle(trail: list[str], back_to: str, specs: Mapping[str, KpiSpec]) -> Cycle:
    """The loop, told from its first name whichever of them was met first."""
    loop = trail[trail.index(back_to) :]
    first = loop.index(min(loop))
    loop = [*loop[first:], *loop[: first + 1]]
    extends = specs[loop[0]].extends
    return Cycle(extends.at if extends else None, cycle=" → ".join(loop))


def _variant(base: KpiSpec, spec: KpiSpec) -> KpiSpec:
    inherited = {
        key: getattr(base, key) for key in base.present - spec.present if key not in _NOT_COPIED and _has(base, key)
    }
    inherited = {key: value for key, value in inherited.items() if key not in _replaced_body(spec)}
    return replace(spec, **inherited, present=spec.present | frozenset(inherited))


def _replaced_body(spec: KpiSpec) -> frozenset[str]:
    """The keys of another definition's body that this one's own body stands in the place of."""
    if "measure" in spec.present:
        return _BODY - spec.present
    if "numerator" in spec.present or "measures" in spec.present:
        return frozenset({"measure"}) - spec.present
    return frozenset()


def _overridden(base: _Spec, spec: _Spec) -> _Spec:
    changed = {key: getattr(spec, key) for key in spec.present if _has(spec, key)}
    changed.pop("override", None)
    if isinstance(spec, KpiSpec):
        changed |= {key: () if key == "measures" else None for key in _replaced_body(spec)}
    if isinstance(spec, SourceSpec):
        changed["columns"] = _columns(base, spec)
    return replace(base, **changed, present=base.present | spec.present)


def _columns(base: KpiSpec | SourceSpec, spec: SourceSpec) -> tuple[ColumnSpec, ...]:
    kept = base.columns if isinstance(base, SourceSpec) else ()
    names = {column.name.value for column in spec.columns}
    return (*(one for one in kept if one.name.value not in names), *spec.columns)


def _has(spec: KpiSpec | SourceSpec, key: str) -> bool:
    return key != "id" and any(one.name == key for one in fields(spec))
