"""boring-semantic-layer: two facts by a column of the table that they share, which is what it says in one request."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from benchmarks.peers.refused import Refused
from benchmarks.works import WORKS, Work

UNSAID: dict[str, str] = {}
# Its other requests are of one table each, glued by hand.
UNTRIED = frozenset(work.name for work in WORKS if work.name != "two_facts")
_ASK = """
import sys, ibis
from boring_semantic_layer import from_config
tables = ibis.duckdb.connect(sys.argv[1], read_only=True)
def facts(name):
    return {"model": name, "type": "many", "left_on": "customer_id", "right_on": "customer_id"}
models = from_config({
    "orders": {"table": "orders", "measures": {"chiffre_affaires": "_.amount.sum()"}},
    "tickets": {"table": "tickets", "measures": {"tickets_ouverts": "_.count()"}},
    "customers": {"table": "customers", "dimensions": {"region": "_.region"},
                  "joins": {"orders": facts("orders"), "tickets": facts("tickets")}},
}, tables={name: tables.table(name) for name in ("orders", "tickets", "customers")})
asked = models["customers"].query(dimensions=["customers.region"],
                                  measures=["orders.chiffre_affaires", "tickets.tickets_ouverts"])
print(asked.sql())
"""


def prepare(bin_: Path, folder: Path, file: Path) -> Path:
    """It reads the tables' types itself."""
    del bin_, folder
    return file


def sql(bin_: Path, file: Path, work: Work) -> str:
    """What it would execute. Raises Refused."""
    del work
    done = subprocess.run([str(bin_ / "python"), "-c", _ASK, str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(done.stderr.strip().splitlines()[-1][:300])
    return done.stdout


def renamed(row: dict[str, Any]) -> dict[str, Any]:
    """A row under the names of the hand-written SQL."""
    return {name.rpartition(".")[2]: value for name, value in row.items()}
