"""What people type, and the page that they look for: in the first three answers of the library's glossary."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from kpidef.pipeline import load
from kpidef.site.address import Addresses
from kpidef.site.context import Context
from kpidef.site.finder import search_script
from kpidef.site.input import Glossary
from kpidef.site.settings import Settings

QUERIES = Path(__file__).parents[1] / "site" / "search_queries.csv"
SEARCH = files("kpidef.site") / "static" / "search.js"
ASKED = """
const [search, queries] = JSON.parse(require("fs").readFileSync(0, "utf8"));
globalThis.self = globalThis;
new Function(search.index)();
const { prepare, find } = require(search.script);
const prepared = prepare(self.kpidefIndex);
console.log(JSON.stringify(queries.map((one) => find(prepared, one).map((found) => found.kpi.id))));
"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recherche")
    (folder / "kpidef.yml").write_text(
        "kpidef: 1\nname: Essai\nlocale: fr\ntimezone: Europe/Paris\nlibraries: [core]\nas_of: 2026-07-01\n",
        encoding="utf-8",
    )
    return load(folder, environment={}).catalog


@pytest.fixture(scope="module")
def asked(catalog):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    glossary = Glossary(catalog, Settings("Essai"), "fr", {})
    index = search_script(Context(glossary, Addresses("fr")))

    def ask(queries: list[str]) -> list[list[str]]:
        said = json.dumps([{"index": index, "script": str(SEARCH)}, queries])
        return json.loads(
            subprocess.run([node, "-e", ASKED], input=said, capture_output=True, text=True, check=True).stdout
        )

    return ask


def read_queries() -> list[tuple[str, set[str]]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [(row["question"], set(row["attendu"].split("|"))) for row in csv.DictReader(file)]


def test_the_right_page_is_in_the_first_three_for_99_queries_in_100(asked):
    queries = read_queries()
    answers = asked([query for query, _ in queries])
    lost = [query for (query, wanted), found in zip(queries, answers, strict=True) if not wanted & set(found[:3])]
    assert len(queries) >= 400
    assert len(lost) <= 0.01 * len(queries), lost


def test_every_page_that_a_query_looks_for_is_in_the_library(catalog):
    wanted = {kpi for _, kpis in read_queries() for kpi in kpis}
    assert wanted <= set(catalog.kpis)


def test_every_kpi_is_found_first_by_its_own_name(asked, catalog):
    labels = {kpi.id: kpi.label for kpi in catalog.kpis.values()}
    answers = asked(list(labels.values()))
    assert [name for name, found in zip(labels, answers, strict=True) if found[0] != name] == []


def test_every_acronym_finds_its_kpi_in_the_first_three(asked, catalog):
    known = [(one.value, kpi.id) for kpi in catalog.kpis.values() for one in kpi.spec.acronyms]
    answers = asked([acronym for acronym, _ in known])
    assert [acronym for (acronym, kpi), found in zip(known, answers, strict=True) if kpi not in found[:3]] == []


@pytest.mark.parametrize(
    "said",
    ["taux d'attrition", "TAUX D’ATTRITION", "taux attritions", "attrition, taux", "tauxattrition", "taux atrition"],
)
def test_accents_apostrophes_plurals_order_and_slips_lead_to_the_same_page(asked, said):
    assert asked([said])[0][0].startswith("taux_attrition_client")


@pytest.mark.parametrize(
    ("said", "kpi"),
    [
        ("formassion", "taux_formation"),
        ("ils poireautent", "delai_moyen_premiere_reponse"),
        ("clients vraiment perdus", "taux_attrition_client"),
        ("mmr", "mrr"),
        ("netpromotor score", "nps"),
        ("vvc", "valeur_vie_client"),
        ("score ces", "ces"),
        ("MRR/client", "revenu_mensuel_moyen_par_client"),
    ],
)
def test_sounds_slang_gaps_swapped_acronyms_and_initials_are_understood(asked, said, kpi):
    assert kpi in asked([said])[0][:3]


def test_a_share_that_is_asked_for_comes_before_a_count_and_a_count_before_a_share(asked):
    share, count = asked(["taux de clients retenus", "nombre de clients retenus"])
    assert "taux_retention_client" in share[:3]
    assert count[0] == "clients_retenus"


@pytest.mark.parametrize(
    ("said", "kpi"), [("satisfaction", "taux_satisfaction_client"), ("nps", "nps"), ("csat", "csat")]
)
def test_a_kpi_comes_before_its_variants(asked, said, kpi):
    found = asked([said])[0]
    assert found[0] == kpi


def test_words_that_mean_nothing_here_find_nothing(asked):
    assert asked(["zzzz qqqq"]) == [[]]
