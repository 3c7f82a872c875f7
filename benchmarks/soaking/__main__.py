"""python -m benchmarks.soaking [--minutes N]: soaks DuckDB, then PostgreSQL, and keeps the figures in soak.md."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.soaking.engine import duckdb_file, postgres_server
from benchmarks.soaking.shop import open_shop
from benchmarks.soaking.soak import Soak, soak

OUTPUT = Path(__file__).parents[1] / "soak.md"
HEAD = """\
# Soak

Written by `python -m benchmarks.soaking --minutes {minutes:g}`: requests for one to four KPIs, drawn from forty, by
month, week, quarter or year, with and without dimension, comparison and filter, each on a connection of its own; one in
twelve must fail (no time left, or a table that is missing). Answers are compared with those to the same request, before
and on the other engine. Memory is this process's: the middle of the run's second quarter, and of its last.

| engine | minutes | requests | failures, all meant | rows | connections left open | MiB, second quarter | MiB, last |
|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    """Soak, and write what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soaking")
    parser.add_argument("--minutes", type=float, default=60, help="on each engine")
    parser.add_argument("--seed", type=int, default=1, help="of the requests that are drawn")
    options = parser.parse_args()
    lines, seen = [], {}
    for engine in (duckdb_file, postgres_server):
        with TemporaryDirectory(prefix="kpidef-soak-") as made, engine(Path(made)) as soaked:
            project = open_shop(Path(made) / "project")
            run = soak(project, soaked.url, options.minutes * 60, options.seed, soaked.connections, seen)
        lines.append(_line(soaked.name, run))
        print(lines[-1], flush=True)
    OUTPUT.write_text(HEAD.format(minutes=options.minutes) + "\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, run: Soak) -> str:
    before, after = run.levels
    return (
        f"| {name} | {run.seconds / 60:.1f} | {run.requests:,} | {run.failures:,} | {run.rows:,} "
        f"| {run.connections} | {before:.0f} | {after:.0f} |"
    )


if __name__ == "__main__":
    main()
