"""A case's number -> what is asked, at random but always the same."""

# ruff: noqa: E501 - tables of texts are read in columns

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fuzz.corpus import CUTS, DIALECTS, EXPRESSIONS, GRAINS, KPIS, MOMENTS, PERIODS, SCRAPS
from properties.world import SOURCES, definition_text


@dataclass(frozen=True, slots=True)
class Case:
    """Files that stand in the place of those of the project, and a request."""

    kind: str
    files: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    kpis: Sequence[str] = ()
    dialect: str = "duckdb"


def case_of(number: int) -> Case:
    chance = random.Random(number)
    return KINDS[number % len(KINDS)](chance)


def _yaml(chance: random.Random) -> Case:
    """A definition with characters added, removed and moved."""
    texts = {**KPIS, **{name: definition_text(source) for name, source in SOURCES.items()}}
    name = chance.choice(sorted(texts))
    kpi = name if name in KPIS else chance.choice(sorted(KPIS))
    return Case("yaml", {f"{name}.yml": _mutated(texts[name], chance)}, _calm(chance), [kpi])


def _lines(chance: random.Random) -> Case:
    """A definition made of the lines of others."""
    name = chance.choice(sorted(KPIS))
    lines = KPIS[name].splitlines()
    for _ in range(chance.randint(1, 3)):
        other = chance.choice(KPIS[chance.choice(sorted(KPIS))].splitlines()[1:])
        place = chance.randrange(1, len(lines) + 1)
        lines[place : place + chance.randint(0, 1)] = [other]
    return Case("lines", {f"{name}.yml": "\n".join(lines)}, _calm(chance), [name])


def _expression(chance: random.Random) -> Case:
    """A random expression in one of the places that take one."""
    written = _random_expression(chance)
    definition = chance.choice(
        [
            {"measure": {"source": "ventes", "agg": "count", "filters": written}},
            {"measure": {"source": "ventes", "agg": "sum", "expr": written}},
            {"measure": {"source": "ventes", "agg": "count"}, "filters": [written]},
            {"measures": {"m": {"source": "ventes", "agg": "count"}}, "formula": written},
            {"measure": {"source": "ventes", "per": "client_id", "agg": "count", "having": written}},
            {"measure": {"source": "ventes", "agg": "count", "time": written}},
            {"measure": {"source": "ventes", "agg": "count", "cohort": written}},
            {"measure": {"source": "abonnements", "agg": "sum", "expr": written, "at": "any"}},
        ]
    )
    text = json.dumps({"kpi": "part", **definition}, ensure_ascii=False)
    return Case("expression", {"part.yml": text}, _calm(chance), ["part"])


def _request(chance: random.Random) -> Case:
    """Random texts for every option of a request."""
    asked: dict[str, Any] = {}
    offers: dict[str, Callable[[], Any]] = {
        "period": lambda: _text(chance, PERIODS),
        "grain": lambda: _text(chance, GRAINS),
        "by": lambda: [_text(chance, CUTS) for _ in range(chance.randint(0, 3))],
        "where": lambda: [_random_expression(chance) for _ in range(chance.randint(0, 2))],
        "totals": lambda: [_text(chance, CUTS) for _ in range(chance.randint(0, 2))],
        "as_of": lambda: _text(chance, MOMENTS),
        "compare": lambda: _text(chance, ["previous", "year_ago", "target", "demain"]),
    }
    for name, offer in offers.items():
        if chance.random() < 0.5:
            asked[name] = offer()
    asked |= {name: chance.random() < 0.3 for name in ("sparse", "measures")}
    kpis = [_text(chance, sorted(KPIS), 0.03) for _ in range(chance.randint(0 if chance.random() < 0.05 else 1, 3))]
    return Case("request", {}, asked, kpis, _text(chance, DIALECTS, 0.02))


def _value(chance: random.Random) -> Case:
    """Values that look like SQL, in a filter's text and in parameters of every kind."""
    value = "".join(chance.choice(SCRAPS) for _ in range(chance.randint(1, 3)))
    quoted = "'" + value.replace("'", "''") + "'"
    where = chance.choice([f"clients.segment = {quoted}", f"canal in ('a', {quoted})", f"canal like {quoted}"])
    params = {"canaux": [value, "b"], "seuil": value, "fenetre": value, "delai": value, "fraction": value}
    kept = {name: params[name] for name in chance.sample(sorted(params), chance.randint(1, 2))}
    project = {**PROJECT, "params": kept} if chance.random() < 0.7 else PROJECT
    asked = {**_calm(chance), "where": [where] if chance.random() < 0.7 else []}
    return Case("value", {"kpidef.yml": json.dumps(project, ensure_ascii=False)}, asked, ["part"])


def _binding(chance: random.Random) -> Case:
    """Bindings to names, files and queries that nobody should run."""
    written = chance.choice(
        [
            {"table": _name(chance)},
            {"query": _query(chance)},
            {"file": _name(chance)},
            {"table": "ventes", "columns": {"canal": _random_expression(chance)}},
            {"table": "ventes", "columns": {"canal": {"sql": _query(chance), "dialect": "duckdb"}}},
            {"table": "ventes", "filters": [_random_expression(chance)]},
            {"table": "ventes", "filters": [{"sql": _query(chance), "dialect": "duckdb"}]},
            {"table": "ventes", "zone": _name(chance)},
        ]
    )
    project = {**PROJECT, "bindings": {**PROJECT["bindings"], "ventes": written}}
    return Case("binding", {"kpidef.yml": json.dumps(project, ensure_ascii=False)}, _calm(chance), ["panier"])


KINDS = (_yaml, _lines, _expression, _request, _value, _binding, _expression, _request)
PROJECT: dict[str, Any] = {
    "kpidef": 1,
    "libraries": [],
    "definitions": ["definitions/"],
    "as_of": "2026-07-01",
    "bindings": {name: {"table": name} for name in SOURCES},
}
STATEMENTS = [
    *("select * from ventes", "select * from ventes where canal = ';'", "with x as (select 1 as a) select * from x"),
    *("delete from ventes", "select 1; drop table ventes", "drop table ventes", "copy ventes to '/tmp/x'", "pragma version"),
    *("attach '/tmp/x' as x", "insert into ventes values (1)", "set x = 1", "select * from read_csv('/etc/passwd')", ""),
    *("install httpfs", "create table x as select 1", "(select * from ventes)", "select 1 union select 2", "values (1)"),
    *("explain select 1", "select * from ventes --", "select * from ventes /*", "select getenv('HOME')", "from ventes"),
    *("canal", "'a'", "canal) from ventes; drop table ventes; --", "1 = 1 or (delete from ventes)", "describe ventes"),
    *("with x as (delete from ventes returning *) select * from x", "select * into x from ventes", "call pragma_version()"),
]  # fmt: skip


def _calm(chance: random.Random) -> dict[str, Any]:
    """A request that has an answer."""
    by = chance.choice([[], [], ["clients.segment"]])
    return {"period": chance.choice(["2026-03", "2026-T1"]), "by": by, "measures": chance.random() < 0.3}


def _random_expression(chance: random.Random) -> str:
    if chance.random() < 0.3:
        return " ".join(chance.choice(SCRAPS) for _ in range(chance.randint(1, 6)))
    parts = [chance.choice(EXPRESSIONS) for _ in range(chance.randint(1, 3))]
    written = chance.choice([" and ", " or ", " = ", ", ", " + "]).join(parts)
    return _mutated(written, chance) if chance.random() < 0.8 else written


def _mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 3, 12)))
        other = chance.choice([chance.choice(SCRAPS), "", _slice(text, chance)])
        text = text[:start] + other + text[end:]
    return text


def _slice(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[start : start + chance.randint(1, 15)]


def _text(chance: random.Random, choices: Sequence[str], wild: float = 0.1) -> str:
    chosen = chance.choice(choices)
    return _mutated(chosen, chance) if chance.random() < wild else chosen


def _name(chance: random.Random) -> str:
    return chance.choice(["ventes", "main.ventes", "Ventes", "absente", "a.b.c.d", chance.choice(SCRAPS), "../x.csv"])


def _query(chance: random.Random) -> str:
    chosen = chance.choice(STATEMENTS)
    return _mutated(chosen, chance) if chosen and chance.random() < 0.4 else chosen
