"""A plan as indented text: what is read, once each, and how it comes together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kpidef.calendar import Window
from kpidef.catalog.model import Agg
from kpidef.errors import Language
from kpidef.expression.text import to_text
from kpidef.expression.typed import Field
from kpidef.plan.event_shape import EventChoice, event_choices
from kpidef.plan.nodes import Cells, Fold, Leaf, Level, Plan, Scan
from kpidef.plan.shape import SHAPED, Choice, Powers, choices
from kpidef.plan.shape_text import shape_text

# (French, English); the plan's own names are the same in both.
_WORDS = {
    "event": ("les lignes dont {time} tombe dans la fenêtre", "rows whose {time} falls in the window"),
    "stock": ("les lignes vraies juste avant l'instant", "rows true just before the instant"),
    "any": ("les lignes vraies à un moment de la fenêtre", "rows true at some time of the window"),
    "flow_out": (
        "les lignes d'ouverture des entités absentes à la clôture",
        "opening rows of the entities absent at closing",
    ),
    "flow_in": (
        "les lignes de clôture des entités absentes à l'ouverture",
        "closing rows of the entities absent at opening",
    ),
    "photo": ("la dernière photo de chaque entité avant l'instant", "last photo of each entity before the instant"),
    "photo_out": (
        "les dernières photos à l'ouverture des entités absentes à la clôture",
        "last photos at opening of the entities absent at closing",
    ),
    "photo_in": (
        "les dernières photos à la clôture des entités absentes à l'ouverture",
        "last photos at closing of the entities absent at opening",
    ),
    "always": ("toutes les lignes", "every row"),
    "request": (
        "demande : {kpis} KPI x {periods} période(s) {span}",
        "request: {kpis} KPI(s) x {periods} period(s) {span}",
    ),
    "by": ("par {name} = {column}", "by {name} = {column}"),
    "total": ("ligne de total {level}", "total line {level}"),
    "inner": ("total interne {level}", "inner total {level}"),
    "kept": ("par {names}", "by {names}"),
    "over_all": ("toutes dimensions confondues", "over all dimensions"),
    "cells": (
        "{name} : UNION ALL de {count} partie(s), GROUP BY {keys}",
        "{name}: UNION ALL of {count} part(s), GROUP BY {keys}",
    ),
    "period": ("période", "period"),
    "entity": ("entité", "entity"),
    "scan": ("lit {source}, une fois : {rows}", "scan {source}, once: {rows}"),
    "lasting": ("lit {source} : {rows}", "scan {source}: {rows}"),
    "windows": ("fenêtres : {windows}", "windows: {windows}"),
    "shape": ("forme : {shape}", "shape: {shape}"),
    "shape_of": ("forme de {leaves} : {shape}", "shape of {leaves}: {shape}"),
    "group": ("groupe par : {fields}", "group by: {fields}"),
    "entities": ("entité : {fields}", "entity: {fields}"),
    "compares": ("compare : {fields}", "compares: {fields}"),
    "where": ("où {condition}", "where {condition}"),
    "members": ("seulement les entités de :", "only the entities of:"),
    "fold": ("replie les entités de :", "fold the entities of:"),
    "in_all": ("… ({count} en tout)", "... ({count} in all)"),
    "none": ("aucune", "none"),
}


def explain(plan: Plan, language: Language = "fr", powers: Callable[[Scan], Powers] = lambda _: Powers()) -> str:
    """The plan, one step a line; deterministic. `powers` are what the engine allows a scan."""
    return "\n".join(_Teller(plan, language, powers).tell())


@dataclass(frozen=True, slots=True)
class _Teller:
    plan: Plan
    language: Language
    powers: Callable[[Scan], Powers]

    def tell(self) -> Iterator[str]:
        """The request, its KPIs, then the cells that answer them."""
        plan = self.plan
        first, last = plan.windows[0].label, plan.windows[-1].label
        span = first if first == last else f"{first} .. {last}"
        yield self._say("request", kpis=len(plan.outputs), periods=len(plan.windows), span=span)
        for one in plan.dimensions:
            yield f"  {self._say('by', name=one.name, column=one.column)}"
        for level in plan.cells.levels:
            if level != tuple(range(len(plan.dimensions))):
                yield f"  {self._say('total' if level in plan.levels else 'inner', level=self._level(level))}"
        for output in plan.outputs:
            yield f"kpi {output.kpi.id} ({output.kpi.version}) = {to_text(output.value)}"
        yield from self._cells(plan.cells, 0)

    def _cells(self, cells: Cells, depth: int) -> Iterator[str]:
        names = [one.name for one in self.plan.dimensions]
        keys = [self._say("period"), *names, *(self._say("entity") for _ in cells.entity)]
        yield "  " * depth + self._say("cells", name=cells.name, count=len(cells.parts), keys=", ".join(keys))
        for part in cells.parts:
            yield from self._scan(part, depth + 1) if isinstance(part, Scan) else self._fold(part, depth + 1)

    def _scan(self, scan: Scan, depth: int) -> Iterator[str]:
        pad = "  " * depth
        time = _field(scan.time) if scan.time else ""
        chosen = self._chosen(scan)
        word = "scan" if _reads_once(scan, chosen) else "lasting"
        yield pad + self._say(word, source=scan.source, rows=self._say(scan.kind, time=time))
        yield f"{pad}  {self._say('windows', windows=self._windows(scan.windows))}"
        yield from self._shapes(scan, chosen, f"{pad}  ")
        for word, fields in (("group", scan.group), ("entities", scan.entity), ("compares", scan.compared)):
            if fields:
                yield f"{pad}  {self._say(word, fields=', '.join(map(_field, fields)))}"
        for condition in scan.filters:
            yield f"{pad}  {self._say('where', condition=to_text(condition))}"
        yield from self._leaves(scan, pad)
        if scan.members is not None:
            yield f"{pad}  {self._say('members')}"
            yield from self._cells(scan.members.cells, depth + 2)

    def _chosen(self, scan: Scan) -> tuple[Choice, ...] | tuple[EventChoice, ...]:
        if scan.kind == "event":
            return event_choices(scan, self.powers(scan))
        return choices(scan, self.powers(scan)) if scan.kind in SHAPED else ()

    def _shapes(self, scan: Scan, chosen: tuple[Choice, ...] | tuple[EventChoice, ...], pad: str) -> Iterator[str]:
        """How the rows meet the windows, and why; leaves that go apart are named."""
        for one in chosen:
            columns = ", ".join(column for leaf in one.leaves for column in _columns(scan, leaf))
            word = "shape" if len(chosen) == 1 else "shape_of"
            yield pad + self._say(word, leaves=columns, shape=shape_text(one, self.language))

    def _fold(self, fold: Fold, depth: int) -> Iterator[str]:
        yield "  " * depth + self._say("fold")
        yield from self._cells(fold.cells, depth + 1)
        yield from self._leaves(fold, "  " * depth)

    def _leaves(self, part: Scan | Fold, pad: str) -> Iterator[str]:
        for leaf in part.leaves:
            columns = _columns(part, leaf)
            condition = " and ".join(map(to_text, leaf.filters))
            kept = f" {self._say('where', condition=condition)}" if condition else ""
            operand = "*" if leaf.expr is None else to_text(leaf.expr)
            yield f"{pad}  {_agg(leaf.agg)}({operand}){kept} -> {', '.join(columns)}"

    def _windows(self, windows: tuple[Window, ...]) -> str:
        shown = [_window(one) for one in windows]
        if len(shown) > 3:
            shown = [shown[0], shown[1], self._say("in_all", count=len(shown)), shown[-1]]
        return ", ".join(shown) or self._say("none")

    def _level(self, level: Level) -> str:
        kept = [self.plan.dimensions[index].name for index in level]
        return self._say("kept", names=", ".join(kept)) if kept else self._say("over_all")

    def _say(self, word: str, **fields: object) -> str:
        french, english = _WORDS[word]
        return (french if self.language == "fr" else english).format(**fields)


def _reads_once(scan: Scan, chosen: tuple[Choice, ...] | tuple[EventChoice, ...]) -> bool:
    """Whether one pass gives all the leaves; those of days are read a second time to know which days there are."""
    if scan.kind in SHAPED:
        return False
    passes = {(one.shape, one.by_sort) for one in chosen if isinstance(one, EventChoice)}
    return len(passes) <= 1 and all(shape != "days" for shape, _ in passes)


def _columns(part: Scan | Fold, leaf: Leaf) -> list[str]:
    return [column for route in part.routes for name, column in route.columns if name == leaf.name]


def _agg(agg: Agg) -> str:
    return agg.function if agg.fraction is None else f"{agg.function} {agg.fraction}"


def _window(window: Window) -> str:
    start = window.start.isoformat(sep=" ") if window.start else "-∞"
    end = window.end.isoformat(sep=" ") if window.end else "+∞"
    return f"[{start}, {end})"


def _field(field: Field) -> str:
    return ".".join((*field.path, field.column))
