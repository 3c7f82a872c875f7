"""The same files and the same request give the same bytes."""

import os
import random
import subprocess
import sys

import pytest
from properties.world import SOURCES, definition_text

KPIS = [
    {
        "kpi": "attrition",
        "numerator": {
            "source": "abonnements",
            "agg": "count_distinct",
            "expr": "client_id",
            "flow": "out",
            "filters": ["canal in ('a', 'b')", "mrr > 0", "clients.segment = 'a'"],
        },
        "denominator": {"source": "abonnements", "agg": "count_distinct", "expr": "client_id", "at": "start"},
    },
    {
        "kpi": "panier",
        "numerator": {"source": "ventes", "agg": "sum", "expr": "montant", "window": "3 months"},
        "denominator": {"source": "ventes", "agg": "count", "window": "3 months"},
        "formula": "numerator / denominator - previous(numerator / denominator)",
    },
    {
        "kpi": "fideles",
        "measures": {
            "m": {
                "per": "client_id",
                "source": "ventes",
                "agg": "count",
                "having": "count(*) >= 2 and max(montant) > 3",
            },
            "n": {"source": "photos", "agg": "sum", "expr": "valeur", "at": "end"},
        },
        "formula": "m / total(n)",
    },
]
ASK = """
import sys
import kpidef
project = kpidef.load(sys.argv[1])
asked = {"period": "2026-01..2026-03", "grain": "month", "by": ["clients.segment", "clients.region"]}
asked |= {"totals": "all", "where": "clients.region <> 'b'"}
sys.stdout.write(project.compile(["panier", "attrition", "fideles"], **asked))
"""


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    return compiled(written(tmp_path_factory.mktemp("premier"), random.Random(0)), "0")


@pytest.mark.parametrize("seed", ["1", "2", "31415"])
def test_the_sql_is_the_same_for_every_hash_seed(text, seed, tmp_path):
    assert compiled(written(tmp_path, random.Random(0)), seed) == text


@pytest.mark.parametrize("seed", [1, 2])
def test_the_sql_is_the_same_for_every_order_and_place_of_files(text, seed, tmp_path):
    assert compiled(written(tmp_path, random.Random(seed)), "0") == text


def test_the_sql_is_there(text):
    assert text.count("SELECT") > 10


def written(folder, chance):
    """A project whose files are created, and spread over folders, in the order that chance gives."""
    definitions = [*((name, one) for name, one in SOURCES.items()), *((one["kpi"], one) for one in KPIS)]
    for name, definition in chance.sample(definitions, len(definitions)):
        place = folder / "definitions" / chance.choice(["x", "y", "z/t", "."])
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.yml").write_text(definition_text(definition), encoding="utf-8")
    bindings = {name: {"table": name} for name in chance.sample(list(SOURCES), len(SOURCES))}
    project = {"kpidef": "1", "libraries": [], "definitions": ["definitions/"], "bindings": bindings}
    (folder / "kpidef.yml").write_text(definition_text({**project, "as_of": "2026-07-01"}), encoding="utf-8")
    return folder


def compiled(folder, seed):
    finished = subprocess.run(
        [sys.executable, "-c", ASK, str(folder)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stderr == ""
    return finished.stdout
