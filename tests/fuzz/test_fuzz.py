"""Whatever is written or asked: rows, one SELECT or a coded error, soon."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter

import pytest
from fuzz.cases import KINDS, PROJECT, case_of
from fuzz.corpus import KPIS, ROWS
from fuzz.gate import complaint
from properties.world import SOURCES, definition_text, opened_bench

import kpidef
from kpidef.errors import KpidefError, Problems, render

CASES = int(os.environ.get("KPIDEF_FUZZ_CASES", "2000"))
FIRST_CASE = int(os.environ.get("KPIDEF_FUZZ_FIRST_CASE", "0"))
# Without a factor in common with the kinds, so that every slice has them all.
SLICES = 9
MOST_SECONDS = 10.0


class Hang(BaseException):
    """A case that did not end."""


class Spy:
    """A warehouse that remembers what it was asked."""

    def __init__(self, warehouse):
        self._warehouse = warehouse
        self.asked = []

    def __getattr__(self, name):
        return getattr(self._warehouse, name)

    def execute(self, sql, *, timeout=None):
        self.asked.append(sql)
        return self._warehouse.execute(sql, timeout=timeout)


@pytest.fixture(scope="module")
def spy():
    with opened_bench() as bench:
        bench.hold(ROWS)
        yield Spy(bench.warehouse)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("projet")
    (place / "definitions").mkdir()
    for name, text in FILES.items():
        path_of(place, name).write_text(text, encoding="utf-8")
    return place


FILES = {
    "kpidef.yml": json.dumps(PROJECT),
    **{f"{name}.yml": text for name, text in KPIS.items()},
    **{f"{name}.yml": definition_text(source) for name, source in SOURCES.items()},
}


@pytest.mark.parametrize("part", range(SLICES))
def test_every_case_ends_with_rows_or_a_coded_error(part, folder, spy, capsys):
    numbers = range(FIRST_CASE + part, FIRST_CASE + CASES, SLICES)
    outcomes = Counter(outcome(number, folder, spy) for number in numbers)
    with capsys.disabled():
        most = ", ".join(f"{name} {count}" for name, count in outcomes.most_common(6))
        print(f"\n{outcomes.total()} cases: {most}")
    assert outcomes.total() == len(numbers)
    assert outcomes["rows"] >= outcomes.total() / 20


@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_a_case_is_the_same_each_time(kind):
    assert case_of(kind) == case_of(kind)


def outcome(number, folder, spy):
    """`rows`, or the code of the error; raises what a user must never meet."""
    case = case_of(number)
    before = time.process_time()
    try:
        with time_limit(MOST_SECONDS):
            return answer(case, folder, spy)
    except KpidefError as error:
        return told(error)
    except (Exception, Hang) as error:
        error.add_note(f"case {number}: {case}")
        raise
    finally:
        spent = time.process_time() - before
        assert spent < MOST_SECONDS, f"case {number} took {spent:.1f} s: {case}"


def told(error):
    """The first code of what a user reads."""
    first = error.errors[0] if isinstance(error, Problems) else error
    for language in ("fr", "en"):
        text = render(error, language)
        assert first.code in text
        assert "Traceback" not in text
    return first.code


def answer(case, folder, spy):
    spy.asked.clear()
    try:
        for name, text in case.files.items():
            path_of(folder, name).write_text(text, encoding="utf-8", errors="surrogatepass")
        project = kpidef.load(folder)
        # A wild dialect is compiled for, and none is the connection's; a warehouse is always DuckDB.
        try:
            check(project.compile(case.kpis, dialect=case.dialect, **case.asked), case.dialect or "duckdb")
        except KpidefError:
            if case.dialect == "duckdb":
                raise
        result = project.run(case.kpis, connection=spy, **case.asked)
    finally:
        for sql in spy.asked:
            check(sql, "duckdb")
        for name in case.files:
            path_of(folder, name).write_text(FILES[name], encoding="utf-8")
    return "rows" if result.to_arrow().num_rows else "no rows"


def check(sql, dialect):
    reason = complaint(sql, dialect)
    assert reason is None, f"{reason}\n{sql}"


def path_of(folder, name):
    return folder / name if name == "kpidef.yml" else folder / "definitions" / name


class time_limit:  # noqa: N801
    """Raises Hang in a case that takes longer."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        self.before = signal.signal(signal.SIGALRM, self._stop)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.before)

    def _stop(self, *_):
        raise Hang
