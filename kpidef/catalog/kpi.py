"""KPI specs -> KPIs: one shape for every form of body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from kpidef.calendar import Grain
from kpidef.catalog.expression import resolve_text
from kpidef.catalog.goals import resolve_targets, resolve_thresholds
from kpidef.catalog.measure import MeasureContext, resolve_measure
from kpidef.catalog.model import AnyMeasure, Kpi
from kpidef.catalog.nearest import nearest
from kpidef.catalog.parameter import read_parameters
from kpidef.catalog.per import resolve_per
from kpidef.catalog.scope import FormulaScope, Parameters
from kpidef.catalog.sense import check_sense
from kpidef.catalog.source import SourceBook
from kpidef.catalog.version import version
from kpidef.errors import KpidefError, Problems
from kpidef.errors.catalog import BadValue, BodyUnclear, Cycle, UnitMismatch, UnknownKpi, UnknownTerm
from kpidef.expression.typed import Expression, Operation, Term
from kpidef.expression.units import UNKNOWN, Unit, compatible, parse_unit, unit_of
from kpidef.expression.walk import substitute, terms
from kpidef.spec.records import KpiSpec, MeasureSpec, ParamSpec, Text


@dataclass(slots=True)
class KpiBook:
    """The KPIs while they are being resolved: a cohort may name another KPI's measure, so each waits for its turn."""

    specs: Mapping[str, KpiSpec]
    book: SourceBook
    overrides: Mapping[str, ParamSpec]
    errors: list[KpidefError]
    ids: frozenset[str] = field(init=False)
    _measures: dict[str, dict[str, AnyMeasure]] = field(default_factory=dict)
    _under_way: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = frozenset(self.specs)

    def parameters(self, spec: KpiSpec) -> Parameters:
        """The values of the KPI's parameters."""
        return read_parameters(spec.params, self.overrides, self.ids)

    def measure(self, kpi: str, name: str) -> AnyMeasure:
        """A measure of a KPI, resolved on first use. Raises Cycle where cohorts need each other."""
        known = self._measures.setdefault(kpi, {})
        if name in known:
            return known[name]
        spec = self.specs[kpi]
        place = (kpi, name)
        if place in self._under_way:
            loop = self._under_way[self._under_way.index(place) :]
            first = loop.index(min(loop))
            loop = [*loop[first:], *loop[: first + 1]]
            raise Cycle(self.specs[loop[0][0]].id.at, cycle=" → ".join(".".join(step) for step in loop))
        self._under_way.append(place)
        try:
            known[name] = self._resolve(spec, name)
        finally:
            self._under_way.pop()
        return known[name]

    def _resolve(self, spec: KpiSpec, name: str) -> AnyMeasure:
        written = dict(measure_specs(spec))[name]
        context = MeasureContext(self.book, self.parameters(spec), spec.filters, lambda text: self._cohort(spec, text))
        resolve = resolve_per if written.per is not None else resolve_measure
        return resolve(written, name, context)

    def _cohort(self, spec: KpiSpec, text: Text) -> AnyMeasure:
        name = text.value
        parameters = self.parameters(spec)
        if name.startswith(":") and isinstance(parameters.get(name[1:]), str):
            name = str(parameters[name[1:]])
        own = dict(measure_specs(spec))
        if name in own:
            return self.measure(spec.id.value, name)
        if name not in self.specs:
            raise UnknownTerm(text.at, name=name, **nearest(name, [*own, *self.specs]))
        others = [one for one, _ in measure_specs(self.specs[name])]
        if len(others) != 1:
            raise BadValue(
                text.at,
                value=name,
                key="cohort",
                reason_fr=f"ce KPI a {len(others)} mesures : on ne sait pas laquelle suivre",
                reason_en=f"this KPI has {len(others)} measures: which one to follow is not known",
                next_fr="nommez une mesure de ce KPI-ci, ou un KPI d'une seule mesure",
                next_en="name a measure of this KPI, or a KPI of a single measure",
            )
        return self.measure(name, others[0])


def measure_specs(spec: KpiSpec) -> Iterator[tuple[str, MeasureSpec]]:
    """The measures written in a KPI, each with the name that its formula knows it by."""
    for measure in spec.measures:
        yield (measure.name.value if measure.name else ""), measure
    for name in ("measure", "numerator", "denominator"):
        term = getattr(spec, name)
        if isinstance(term, MeasureSpec):
            yield name, term


def resolve_kpi(spec: KpiSpec, kpis: KpiBook, texts: Mapping[str, str]) -> Kpi:
    """The KPI, but for what only the whole catalogue tells; `texts` are the sources', for its version.

    Raises Problems with all that is wrong in it.
    """
    errors: list[KpidefError] = []
    measures: dict[str, AnyMeasure] = {}
    for name, _ in measure_specs(spec):
        try:
            measures[name] = kpis.measure(spec.id.value, name)
        except Problems as problems:
            errors += problems.errors
        except KpidefError as error:
            errors.append(error)
    if errors:
        raise Problems(errors)
    parameters = kpis.parameters(spec)
    known = {name: Term(name, measure.type) for name, measure in measures.items()}
    scope = FormulaScope(known, kpis.ids, parameters, kpis.book.timezone)
    numerator, denominator = _part(spec, "numerator", scope), _part(spec, "denominator", scope)
    formula = _formula(spec, scope, numerator, denominator)
    check_sense(spec, formula, kpis.book)
    unit = _check_unit(spec, formula, measures, kpis)
    ids = tuple(sorted(name for name in set(terms(formula)) if name not in measures))
    return Kpi(
        id=spec.id.value,
        label=spec.label or spec.id.value,
        family=spec.family.value if spec.family else "",
        unit=unit,
        direction=cast("Literal['up', 'down', 'none']", spec.direction.value if spec.direction else "none"),
        status=spec.status.value if spec.status else "draft",
        period=Grain(spec.period.value) if spec.period else Grain.MONTH,
        grains=tuple(Grain(text.value) for text in spec.grains),
        dimensions=tuple(text.value for text in spec.dimensions),
        measures=measures,
        formula=formula,
        numerator=numerator,
        denominator=denominator,
        kpi_terms=ids,
        targets=resolve_targets(spec),
        thresholds=resolve_thresholds(spec),
        params=parameters,
        horizon=None,
        version=version(formula, measures, texts, unit, ids),
        spec=spec,
    )


def _part(spec: KpiSpec, name: str, scope: FormulaScope) -> Expression | None:
    term = getattr(spec, name)
    if term is None:
        return None
    if isinstance(term, MeasureSpec):
        return scope.terms[name]
    return resolve_text(term, scope)


def _formula(
    spec: KpiSpec, scope: FormulaScope, numerator: Expression | None, denominator: Expression | None
) -> Expression:
    if spec.formula is not None:
        parts = {"numerator": numerator, "denominator": denominator}
        named = {name: Term(name, part.type) for name, part in parts.items() if part is not None}
        wider = FormulaScope({**named, **scope.terms}, scope.kpis, scope.parameters, scope.timezone)
        written = resolve_text(spec.formula, wider)
        return substitute(written, {name: part for name, part in parts.items() if part is not None})
    if spec.measure is not None:
        if numerator is not None or denominator is not None:
            raise _unclear(spec, numerator, denominator)
        return scope.terms["measure"]
    if numerator is not None and denominator is not None:
        return Operation("/", (numerator, denominator), "float")
    if len(scope.terms) == 1 and len(spec.measures) == 1:
        return next(iter(scope.terms.values()))
    raise _unclear(spec, numerator, denominator)


def _unclear(spec: KpiSpec, numerator: Expression | None, denominator: Expression | None) -> KpidefError:
    reason_fr, reason_en = "il n'a ni mesure ni formule", "it has neither measure nor formula"
    if spec.measure is not None:
        reason_fr, reason_en = "`measure` et un quotient, sans `formula`", "`measure` and a ratio, without `formula`"
    elif numerator is not None or denominator is not None:
        missing = "denominator" if denominator is None else "numerator"
        reason_fr, reason_en = f"`{missing}` manque", f"`{missing}` is missing"
    elif spec.measures:
        reason_fr, reason_en = "`formula` manque", "`formula` is missing"
    return BodyUnclear(spec.id.at, name=spec.id.value, reason_fr=reason_fr, reason_en=reason_en)


def _check_unit(spec: KpiSpec, formula: Expression, measures: Mapping[str, AnyMeasure], kpis: KpiBook) -> str:
    def unit(leaf: object) -> Unit:
        name = getattr(leaf, "name", "")
        if name in measures:
            return measures[name].unit
        other = kpis.specs.get(name)
        return parse_unit(other.unit.value, other.unit.at) if other is not None and other.unit else UNKNOWN

    written = [one for one in (spec.formula, spec.numerator, spec.denominator) if isinstance(one, Text)]
    inferred = unit_of(formula, unit, written[0].at if written else spec.id.at)
    if spec.unit is None:
        return str(inferred) if inferred != UNKNOWN else ""
    declared = parse_unit(spec.unit.value, spec.unit.at)
    if not compatible(declared, inferred):
        raise UnitMismatch(spec.unit.at, declared=spec.unit.value, inferred=str(inferred))
    return spec.unit.value


def check_terms(kpis: Mapping[str, Kpi]) -> list[KpidefError]:
    """KPIs that a formula names but that are not there, and formulas that need each other."""
    errors: list[KpidefError] = []
    for kpi in kpis.values():
        missing = [name for name in kpi.kpi_terms if name not in kpis]
        errors += [UnknownKpi(kpi.spec.id.at, name=name, **nearest(name, kpis)) for name in missing]
    done: set[str] = set()
    for name in sorted(kpis):
        if loop := _loop(name, kpis, (), done):
            errors.append(Cycle(kpis[loop[0]].spec.id.at, cycle=" → ".join((*loop, loop[0]))))
    return errors


def _loop(name: str, kpis: Mapping[str, Kpi], trail: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if name in trail:
        return trail[trail.index(name) :]
    if name in done or name not in kpis:
        return ()
    for term in kpis[name].kpi_terms:
        if loop := _loop(term, kpis, (*trail, name), done):
            return loop if loop[0] == min(loop) or name not in loop else ()
    done.add(name)
    return ()
