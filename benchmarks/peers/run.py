"""The works through each peer: its SQL, executed beside the SQL written by hand, its numbers compared with these."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from benchmarks.comparison import differing, wide_cells
from benchmarks.execution import HERE, execute, opened, rows_of
from benchmarks.growth import ends_within
from benchmarks.measure import interleaved, ratio
from benchmarks.peers import boring, metricflow, sidemantic
from benchmarks.peers.environment import BORING, METRICFLOW, SIDEMANTIC, Peer, PeerMissing, installed
from benchmarks.peers.refused import Refused
from benchmarks.works import WORKS, Work

if TYPE_CHECKING:
    import duckdb

ROUNDS, LIMIT = 3, 120.0
PEERS: dict[str, tuple[Peer, ModuleType]] = {
    METRICFLOW.name: (METRICFLOW, metricflow),
    SIDEMANTIC.name: (SIDEMANTIC, sidemantic),
    BORING.name: (BORING, boring),
}


def run(folder: Path, file: Path) -> Iterator[tuple[str, Work, dict[str, Any]]]:
    """Peer, work, figures: a ratio to the plain form, or why there is none."""
    for name, (peer, module) in PEERS.items():
        try:
            bin_ = installed(peer, folder)
            ask = partial(module.sql, bin_, module.prepare(bin_, folder, file))
        except (PeerMissing, Refused) as error:
            sys.stderr.write(f"{name}: skipped, {error}\n")
            continue
        with opened(file) as database:
            for work in (one for one in WORKS if one.name not in module.UNTRIED):
                yield name, work, _figures(database, module, ask, work)


def _figures(
    database: duckdb.DuckDBPyConnection, module: ModuleType, ask: Callable[[Work], str], work: Work
) -> dict[str, Any]:
    if work.name in module.UNSAID:
        return {"said": module.UNSAID[work.name]}
    try:
        theirs = ask(work)
    except Refused as error:
        return {"said": "refusé", "why": str(error)}
    return measured(database, theirs, work, module.renamed)


def measured(
    database: duckdb.DuckDBPyConnection, theirs: str, work: Work, renamed: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Compared over the months asked, then timed beside the plain form."""
    import duckdb

    plain = (HERE / "sql" / f"{work.name}.sql").read_text(encoding="utf-8")
    try:
        if not ends_within(database, theirs, LIMIT):
            return {"said": f"plus de {LIMIT:g} s"}
    except duckdb.Error as error:
        return {"said": "SQL refusé par DuckDB", "why": str(error)[:300]}
    wanted = wide_cells(rows_of(database, plain), work.kpis, work.by)
    found = wide_cells([renamed(row) for row in rows_of(database, theirs)], work.kpis, work.by)
    months = {place[1] for place in wanted}
    wrong = differing(wanted, {place: value for place, value in found.items() if place[1] in months})
    taken = interleaved({"theirs": execute(database, theirs), "plain": execute(database, plain)}, ROUNDS, 60.0)
    return {
        "ratio": round(ratio(taken["theirs"], taken["plain"]), 2),
        "wall_median_ms": taken["theirs"].shown()["wall_median_ms"],
        "cells_compared": len(wanted),
        "wrong_cells": len(wrong),
        "wrong_kpis": sorted({place[0] for place in wrong}),
    }
