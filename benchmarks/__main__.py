"""python -m benchmarks [--rows N ...] [--rounds N] [--data DIR] [--output DIR]."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import execution, report, start


def main() -> None:
    """Measure, then write results.json and results.md."""
    options = _options()
    with _folder(options.data) as folder:
        started = start.run(folder)
        executions = [execution.run(folder, rows, options.rounds) for rows in options.rows or [1_000_000]]
    report.write(options.output, executions, started)
    print((options.output / "results.md").read_text(encoding="utf-8"), end="")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rows", type=int, action="append", help="orders, and as many tickets; may be repeated")
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds of each work")
    parser.add_argument("--data", type=Path, help="a folder that keeps the generated tables")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent, help="where the results are written")
    return parser.parse_args()


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
