"""A table of results under real processes: two at once, one that is killed, and the command."""

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from shop import write_project, write_warehouse

import kpidef

KPIDEF = Path(sys.executable).with_name("kpidef")
# Pauses after its first batch is kept, so that a kill falls in the middle.
SLOW = """
import sys, time
import kpidef
from kpidef.pipeline import storing

storing.MOST_KPIS = 1
project = kpidef.load(sys.argv[1])

def tell(done, total):
    print(done, total, flush=True)
    time.sleep(float(sys.argv[2]))

project.materialize(["ca", "panier_moyen", "montant_median"], into="resultats",
                    period="2026-01..2026-03", grain="month", progress=tell)
"""
# Pauses between the removal of the old lines and the insertion of the new ones.
INSIDE = """
import sys, time
import kpidef
from kpidef_adapters.duckdb import store

statements = store._statements

def paused(table):
    for statement in statements(table):
        if statement.startswith("INSERT"):
            print("inside", flush=True)
            time.sleep(60)
        yield statement

store._statements = paused
kpidef.load(sys.argv[1]).materialize("ca", into="resultats", period="2026-01", refresh=True)
"""
HOLDER = """
import sys, time
import duckdb

connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(1.5)
"""


@pytest.fixture
def folder(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb")
    return folder


def started(script, *arguments):
    command_line = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command_line, stdout=subprocess.PIPE, encoding="utf-8")


def slow(folder, pause):
    return started(SLOW, folder, pause)


def rows(folder):
    with duckdb.connect(str(folder / "boutique.duckdb"), read_only=True) as database:
        return database.execute("SELECT kpi, period, value FROM resultats ORDER BY ALL").fetchall()


def expected(folder):
    kpis = ["ca", "montant_median", "panier_moyen"]
    result = kpidef.load(folder).run(kpis, period="2026-01..2026-03", grain="month")
    return [(row["kpi"], row["period"], row["value"]) for row in result.rows()]


def test_two_processes_at_once_leave_each_line_once(folder):
    with slow(folder, 0) as one, slow(folder, 0) as other:
        one.communicate(timeout=120)
        other.communicate(timeout=120)
    assert (one.returncode, other.returncode) == (0, 0)
    assert rows(folder) == expected(folder)


def test_a_process_killed_in_the_middle_is_resumed_where_it_stopped(folder):
    with slow(folder, 60) as killed:
        assert killed.stdout.readline() == "1 3\n"
        killed.kill()
    assert len(rows(folder)) == 3
    done = kpidef.load(folder).materialize(
        ["ca", "panier_moyen", "montant_median"], into="resultats", period="2026-01..2026-03", grain="month"
    )
    assert (done.computed, done.current) == (6, 3)
    assert rows(folder) == expected(folder)


def test_a_process_killed_inside_its_transaction_leaves_the_table_as_it_was(folder):
    project = kpidef.load(folder)
    project.materialize("ca", into="resultats", period="2026-01", grain="month")
    before = rows(folder)
    with started(INSIDE, folder) as killed:
        assert killed.stdout.readline() == "inside\n"
        killed.kill()
    assert rows(folder) == before


def test_a_run_waits_for_the_process_that_holds_the_file(folder):
    with started(HOLDER, folder / "boutique.duckdb") as holder:
        assert holder.stdout.readline() == "held\n"
        before = time.monotonic()
        done = kpidef.load(folder).materialize("ca", into="resultats", period="2026-01")
        assert (done.computed, time.monotonic() - before > 1) == (1, True)


def command(folder, *arguments):
    return subprocess.run(
        [KPIDEF, *arguments, "--lang", "fr"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_command_says_what_it_did_and_run_reads_the_table(folder):
    span = ["--period", "2026-01..2026-03", "--grain", "month"]
    first = command(folder, "materialize", "ca", "--into", "resultats", *span)
    second = command(folder, "materialize", "ca", "--into", "resultats", *span)
    assert (first.returncode, first.stdout) == (0, "resultats : 3 période(s) de KPI calculée(s), 0 déjà à jour.\n")
    assert second.stdout == "resultats : 0 période(s) de KPI calculée(s), 3 déjà à jour.\n"
    stored = command(folder, "run", "ca", "--from-store", "resultats", *span, "--format", "csv", "--verbose")
    assert (stored.returncode, stored.stdout) == (0, command(folder, "run", "ca", *span, "--format", "csv").stdout)
    assert " s, 3 ligne(s) rendue(s)) :\n" in stored.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (["materialize", "ca"], 2, "KPI903"),
        (["materialize", "ca", "--into", "resultats", "--report", "r.yml"], 2, "KPI915"),
        (["materialize", "ca", "--into", "commandes"], 4, "KPI523"),
        (["run", "ca", "--from-store", "absente"], 4, "KPI527"),
    ],
)
def test_the_command_refuses_with_the_next_step(folder, arguments, exit_code, code):
    refused = command(folder, *arguments)
    assert (refused.returncode, code in refused.stderr, "aide :" in refused.stderr) == (exit_code, True, True)
