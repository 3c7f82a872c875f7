"""python -m benchmarks [PART ...] [--rows N ...] [--rounds N] [--large] [--scratch DIR] [--output DIR]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import execution, fast, growth, large, pictures, random_requests, report, results, site, spark, start
from benchmarks.peers import run as peers
from benchmarks.tables import tables
from benchmarks.works import MIXED, WORKS

ROWS = (1_000_000, 10_000_000)
ASIDE = ("peers", "spark")  # they need what is not installed for everyone
GROWTH_ROWS, LARGE_ROWS = (100_000, 300_000, 3_000_000), (30_000_000, 100_000_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run measures, and where it writes."""

    folder: Path
    output: Path
    rows: tuple[int, ...]
    rounds: int
    is_large: bool
    today: date

    def keep(self, kind: str, name: str, figures: dict[str, Any]) -> None:
        """Written at once, so that a run that is stopped loses nothing of what it measured."""
        results.write(self.output, results.merged(results.read(self.output), kind, name, figures, self.today))
        sys.stderr.write(f"{kind} {name}\n")


def main() -> None:
    """Measure what is asked, then write results.json, results.md and the pictures."""
    options = _options()
    with _folder(options.scratch) as folder:
        rows = tuple(sorted(options.rows or ROWS))
        asked = Asked(folder, options.output, rows, options.rounds, options.large, datetime.now(UTC).date())
        for part in options.part or [name for name in PARTS if name not in ASIDE]:
            PARTS[part](asked)
    found = results.read(options.output)
    report.write(options.output, found)
    pictures.write(found)
    print((options.output / "results.md").read_text(encoding="utf-8"), end="")


def _start(asked: Asked) -> None:
    for name, figures in results.of_start(start.run(asked.folder)).items():
        asked.keep("start", name, figures)
    for name, timing in fast.run(asked.folder).items():
        asked.keep("start", f"fast_{name}", timing.shown())


def _works(asked: Asked) -> None:
    for rows in asked.rows:
        # The other works say nothing more of ten million rows than of one, and take long.
        for work in WORKS if rows <= min(asked.rows) else (MIXED,):
            found = execution.run(tables(asked.folder, rows), work, rows, asked.rounds)
            asked.keep("works", results.line_name(work.name, rows), results.of_execution(found))
    if asked.is_large:
        found = large.run(asked.folder, asked.rounds)
        asked.keep("works", results.line_name(found.work.name, found.rows), results.of_execution(found))


def _random(asked: Asked) -> None:
    rows = asked.rows[0]
    found = random_requests.run(asked.folder, tables(asked.folder, rows), rows, min(asked.rounds, 5))
    asked.keep("random", f"seed_{found['seed']}@{rows}", found)


def _growth(asked: Asked) -> None:
    rows = sorted({*asked.rows, *GROWTH_ROWS, *(LARGE_ROWS if asked.is_large else ())})
    asked.keep("growth", "rows", {"series": growth.by_rows(asked.folder, rows, min(asked.rounds, 5))})
    asked.keep("growth", "kpis", {"series": growth.by_kpis(asked.folder, min(asked.rounds, 5))})
    file = tables(asked.folder, asked.rows[0])
    asked.keep("growth", "periods", {"series": growth.by_periods(file, min(asked.rounds, 5))})


def _peers(asked: Asked) -> None:
    rows = asked.rows[0]
    for peer, work, figures in peers.run(asked.folder, tables(asked.folder, rows)):
        name = results.line_name(work.name, rows)
        line = results.read(asked.output).get("works", {}).get(name)
        if line is None:
            raise SystemExit(f"{name}: measure `works` first")
        told = {**line.get("peers", {}), peer: {**figures, "day": asked.today.isoformat()}}
        results.write(asked.output, results.with_peers(results.read(asked.output), name, told))
        sys.stderr.write(f"peers {peer} {name}\n")


def _site(asked: Asked) -> None:
    asked.keep("site", "glossary", site.figures(site.run(asked.folder / "site")))


def _spark(asked: Asked) -> None:
    asked.keep("growth", "spark", spark.run(asked.folder))


PARTS: dict[str, Callable[[Asked], None]] = {
    "start": _start,
    "works": _works,
    "random": _random,
    "growth": _growth,
    "site": _site,
    "peers": _peers,
    "spark": _spark,
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("part", nargs="*", help="start, works, random, growth, site; or peers, spark")
    parser.add_argument("--rows", type=int, action="append", help="orders, and as many tickets; may be repeated")
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds of each work")
    parser.add_argument("--large", action="store_true", help="also 30M rows, and 100M rows in Parquet (30 GiB, 40 min)")
    parser.add_argument("--scratch", type=Path, help="a folder that keeps the generated tables and the peers")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent, help="where the results are written")
    options = parser.parse_args()
    unknown = set(options.part) - PARTS.keys()
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return options


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with TemporaryDirectory(prefix="kpidef-bench-") as made:
        yield Path(made)


if __name__ == "__main__":
    main()
