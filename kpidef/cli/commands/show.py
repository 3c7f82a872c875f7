"""kpidef show: a definition in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import TYPE_CHECKING

import click

from kpidef.catalog.nearest import nearest
from kpidef.cli.command import command
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options, kpi_argument
from kpidef.cli.output import emit
from kpidef.cli.wording import measure_words
from kpidef.errors import Language
from kpidef.errors.catalog import UnknownKpi
from kpidef.expression.text import to_text

if TYPE_CHECKING:
    from kpidef.catalog.model import Catalog, Kpi, Target
    from kpidef.expression.typed import Constant
    from kpidef.spec.records import ExampleSpec

_WIDTH = 100


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("show", language, _answer, [kpi_argument()], ("output",))


def _answer(options: Options) -> int:
    catalog = open_project(options).catalog
    if options.kpi not in catalog.kpis:
        raise UnknownKpi(None, name=options.kpi, **nearest(options.kpi, catalog.kpis))
    emit("\n\n".join(_blocks(catalog.kpis[options.kpi], catalog, options)) + "\n", options)
    return 0


def _blocks(kpi: Kpi, catalog: Catalog, options: Options) -> Iterator[str]:
    """The parts that the definition has, and no other."""
    spec = kpi.spec
    yield f"{kpi.label} ({kpi.id})"
    if text := spec.details or spec.description:
        yield _wrapped(text)
    yield _facts(kpi, catalog, options)
    parts: list[tuple[str, Iterable[str]]] = [
        ("formula", _formula(kpi, catalog, options)),
        ("measures", _measures(kpi, catalog, options)),
        ("parameters", (f"{name} = {_parameter(value)}" for name, value in kpi.params.items())),
        ("targets", (_target(target, options) for target in kpi.targets)),
        (
            "thresholds",
            (
                options.say("pair", name=level, value=f"{operator} {limit:g}")
                for level, operator, limit in kpi.thresholds
            ),
        ),
        ("dimensions", kpi.dimensions),
        ("pitfalls", (_item(pitfall) for pitfall in spec.pitfalls)),
        ("notes", [_wrapped(spec.notes, "  ").lstrip()] if spec.notes else []),
        ("examples", (line for example in spec.examples for line in _example(example, options))),
        ("synonyms", (one.value for one in (*spec.acronyms, *spec.synonyms))),
        ("related", (one.value for one in spec.related)),
    ]
    for name, lines in parts:
        if block := "\n".join(f"  {line}" for line in lines):
            yield f"{options.say(f'part.{name}')}\n{block}"


def _facts(kpi: Kpi, catalog: Catalog, options: Options) -> str:
    from kpidef.calendar.words import grain_word

    family = catalog.families.get(kpi.family, (kpi.family, ""))[0]
    facts = [
        ("column.family", family),
        ("column.unit", kpi.unit),
        ("part.direction", options.say(f"direction.{kpi.direction}")),
        ("column.status", kpi.status),
        ("part.period", grain_word(kpi.period, options.language)),
        ("part.owner", kpi.spec.owner or ""),
        ("part.version", kpi.version),
    ]
    shown = [(options.say(name), value) for name, value in facts if value]
    width = max(len(name) for name, _ in shown)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in shown)


def _formula(kpi: Kpi, catalog: Catalog, options: Options) -> Iterator[str]:
    yield to_text(kpi.formula)
    for name, term in (("numerator", kpi.numerator), ("denominator", kpi.denominator)):
        if term is not None and (text := to_text(term)) != name:
            yield f"{name} = {text}"
    for name in kpi.kpi_terms:
        yield options.say("pair", name=name, value=f"{catalog.kpis[name].label} (KPI)")


def _measures(kpi: Kpi, catalog: Catalog, options: Options) -> Iterator[str]:
    for name, measure in kpi.measures.items():
        yield options.say("pair", name=name, value=measure.label) if measure.label not in ("", name) else name
        for line in measure_words(measure, catalog, options.language):
            yield f"  {line}"


def _parameter(value: Constant | tuple[Constant, ...] | str) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(str(one.value) for one in value)}]"
    return value if isinstance(value, str) else str(value.value)


def _target(target: Target, options: Options) -> str:
    name = "since" if target.end is None else "until"
    return options.say(name, value=f"{target.value:g}", start=target.start, end=target.end)


def _example(example: ExampleSpec, options: Options) -> Iterator[str]:
    yield _item(example.name)
    for row in example.expect:
        expected = ", ".join(f"{name} = {'null' if value is None else value}" for name, value in row)
        yield "  " + (options.say("pair", name=example.period, value=expected) if example.period else expected)


def _item(text: str) -> str:
    return _wrapped(f"- {text}", "    ")


def _wrapped(text: str, indent: str = "") -> str:
    from kpidef.site.typography import typeset

    # Narrow no-break spaces hold words together: the lines are folded once they are set.
    spaced = typeset(text.replace("\n", " "), "fr")
    return fill(spaced, _WIDTH, subsequent_indent=indent, break_long_words=False)
