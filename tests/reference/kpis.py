"""KPIs: bodies in one shape, terms, and the value of a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reference import periods
from reference.instants import Clock
from reference.measures import Facts, Measure, Slice
from reference.periods import Period
from reference.scalars import evaluate, value_of
from reference.syntax import Node, parse
from reference.world import World, as_list

Term = Measure | str
NOT_COPIED = {"kpi", "examples", "targets", "synonyms", "extends"}


@dataclass(frozen=True)
class Kpi:
    """One shape for every body: terms by name, and a formula over them."""

    id: str
    terms: Mapping[str, Term]
    formula: str
    params: Mapping[str, Any]


def read_kpis(specs: Sequence[Mapping[str, Any]]) -> dict[str, Kpi]:
    by_id = {str(spec["kpi"]): spec for spec in specs}
    return {name: read_kpi(name, extended(spec, by_id)) for name, spec in by_id.items()}


def extended(spec: Mapping[str, Any], by_id: Mapping[str, Any]) -> Mapping[str, Any]:
    """The definition that this one copies, whole top-level keys replaced."""
    if "extends" not in spec:
        return spec
    parent = extended(by_id[str(spec["extends"])], by_id)
    return {**{key: value for key, value in parent.items() if key not in NOT_COPIED}, **spec}


def read_kpi(name: str, spec: Mapping[str, Any]) -> Kpi:
    params = spec.get("params") or {}
    filters = tuple(as_list(spec.get("filters")))
    written = dict(spec.get("measures") or {})
    written.update({key: spec[key] for key in ("measure", "numerator", "denominator") if key in spec})
    terms: dict[str, Term] = {
        key: Measure(f"{name}.{key}", term, filters, params) if isinstance(term, Mapping) else str(term)
        for key, term in written.items()
    }
    default = "measure" if "measure" in spec else "numerator / denominator"
    return Kpi(name, terms, str(spec.get("formula", default)), params)


class Formulas:
    """The values of KPIs over facts."""

    def __init__(self, kpis: Mapping[str, Kpi], world: World, as_of: datetime) -> None:
        self.kpis = kpis
        self.as_of = as_of
        self.facts = Facts(world, as_of, dict(self.cohorts()))

    def cohorts(self) -> Iterator[tuple[str, Any]]:
        for kpi in self.kpis.values():
            measures = [term for term in kpi.terms.values() if isinstance(term, Measure)]
            for measure in [*measures, *(inner for one in measures for inner in one.inner.values())]:
                if "cohort" in measure.spec:
                    yield measure.name, self.cohort(kpi, parse(str(measure.spec["cohort"])))

    def cohort(self, kpi: Kpi, node: Node) -> tuple[Measure, Callable[[Period, datetime], Period | None]]:
        """The measure whose entities a cohort keeps, and the period in which it is read."""
        if node[0] == "call":
            step = node[2][1][1] if len(node[2]) > 1 else None
            return self.measure(kpi, node[2][0][1][0]), lambda period, as_of: periods.previous(period, step, as_of)
        return self.measure(kpi, node[1][0]), lambda period, as_of: period

    def measure(self, kpi: Kpi, name: str) -> Measure:
        if isinstance(term := kpi.terms.get(name), Measure):
            return term
        (only,) = self.kpis[name].terms.values()
        if not isinstance(only, Measure):
            raise ValueError(f"{name} is not a KPI of one measure")
        return only

    def value(self, kpi: Kpi, period: Period, part: Slice) -> Any:
        return evaluate(kpi.formula, FormulaScope(self, kpi, period, part))

    def term(self, kpi: Kpi, name: str, period: Period, part: Slice) -> Any:
        return FormulaScope(self, kpi, period, part).name((name,))

    # --- what a KPI reads: the rows that make its grid -------------------------------------------------------------

    def reads(self, kpi: Kpi, period: Period) -> set[tuple[Measure, Period]]:
        """Its own terms, and what its formula reads."""
        found = self.reads_of(parse(kpi.formula), kpi, period)
        for term in kpi.terms.values():
            found |= {(term, period)} if isinstance(term, Measure) else self.reads_of(parse(term), kpi, period)
        return found

    def reads_of_term(self, kpi: Kpi, period: Period) -> set[tuple[Measure, Period]]:
        return self.reads_of(parse(kpi.formula), kpi, period)

    def reads_of(self, node: Any, kpi: Kpi, period: Period | None) -> set[tuple[Measure, Period]]:
        if not isinstance(node, tuple) or period is None:
            return set()
        match node:
            case ("call", "total", _):
                return set()
            case ("call", "previous", arguments):
                return self.reads_of(arguments[0], kpi, self.moved(arguments, period))
            case ("param", name):
                named = kpi.params.get(name)
                return self.reads_of_term(self.kpis[named], period) if named in self.kpis else set()
            case ("name", (name,)):
                term = kpi.terms.get(name)
                if isinstance(term, Measure):
                    return {(term, period)}
                if term is not None and term != name:
                    return self.reads_of(parse(term), kpi, period)
                return self.reads_of_term(self.kpis[name], period)
        found: set[tuple[Measure, Period]] = set()
        for child in node:
            found |= self.reads_of(child, kpi, period)
        return found

    def moved(self, arguments: Sequence[Node], period: Period) -> Period | None:
        step = arguments[1][1] if len(arguments) > 1 else None
        return periods.previous(period, step, self.as_of)


class FormulaScope:
    """A name in a formula is a measure of this KPI, else a KPI's id."""

    def __init__(self, formulas: Formulas, kpi: Kpi, period: Period, part: Slice) -> None:
        self.formulas, self.kpi, self.period, self.part = formulas, kpi, period, part
        self.clock: Clock = formulas.facts.world.clock

    def name(self, path: tuple[str, ...]) -> Any:
        (name,) = path
        term = self.kpi.terms.get(name)
        if isinstance(term, Measure):
            return self.formulas.facts.aggregate(term, self.period, self.part)
        if term is not None and term != name:
            return evaluate(term, self)
        return self.formulas.value(self.formulas.kpis[name], self.period, self.part)

    def param(self, name: str) -> Any:
        """A parameter that names a KPI stands for it as a term."""
        said = self.kpi.params[name]
        if isinstance(said, str) and said in self.formulas.kpis:
            return self.formulas.value(self.formulas.kpis[said], self.period, self.part)
        return said

    def special(self, function: str, arguments: Sequence[Node]) -> Any:
        match function:
            case "previous":
                return self.previous(arguments)
            case "total":
                return self.total(arguments)
        raise ValueError(f"{function} is not a function of formulas")

    def previous(self, arguments: Sequence[Node]) -> Any:
        period = self.formulas.moved(arguments, self.period)
        if period is None:
            return None
        return value_of(arguments[0], FormulaScope(self.formulas, self.kpi, period, self.part))

    def total(self, arguments: Sequence[Node]) -> Any:
        """Recomputed without the requested dimensions, or without those that are named."""
        named = {".".join(argument[1]) for argument in arguments[1:]}
        world = self.formulas.facts.world
        group = tuple(
            (dimension, value)
            for dimension, value in self.part.group
            if named and not (named & world.same_column(dimension))
        )
        part = replace(self.part, group=group)
        return value_of(arguments[0], FormulaScope(self.formulas, self.kpi, self.period, part))
