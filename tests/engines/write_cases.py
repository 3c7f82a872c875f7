"""Writes the conformance suite's cases: those by hand, and the random ones that cover the most constructs.

Run it from the repository's root: python tests/engines/write_cases.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from engines.given import as_case  # noqa: E402
from engines.scalar_cases import scalar_cases  # noqa: E402
from reference.hand_cases import hand_cases  # noqa: E402
from reference.random_specs import random_case  # noqa: E402

from kpidef.warehouse.conformance.case import Case, written  # noqa: E402

FOLDER = ROOT / "kpidef" / "warehouse" / "conformance" / "cases"
CANDIDATES, CHOSEN = 80, 10


def all_cases() -> list[Case]:
    """The suite, in its order."""
    hand = [as_case(one, f"écrit à la main {rank}") for rank, one in enumerate(hand_cases(), 1)]
    return [*scalar_cases(), *hand, *(as_case(random_case(seed), f"au hasard {seed:03}") for seed in covering())]


def covering() -> list[int]:
    """The seeds that together cover the most constructs, each chosen for what it adds."""
    left = {seed: set(random_case(seed).constructs) for seed in range(CANDIDATES)}
    chosen: list[int] = []
    for _ in range(CHOSEN):
        best = max(left, key=lambda seed: (len(left[seed]), -seed))
        covered = left.pop(best)
        chosen.append(best)
        left = {seed: constructs - covered for seed, constructs in left.items()}
    return sorted(chosen)


def text_of(case: Case) -> str:
    """The case's file: a row a line."""
    content = written(case)
    rows = {table["name"]: table.pop("rows") for table in content["tables"]}
    shown = json.dumps(content, ensure_ascii=False, indent=1)
    for table in content["tables"]:
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows[table["name"]])
        mark = json.dumps(table["columns"], ensure_ascii=False, indent=1).replace("\n", "\n   ")
        shown = shown.replace(f'"columns": {mark}', f'"columns": {mark},\n   "rows": [\n{lines}\n   ]', 1)
    assert json.loads(shown) == written(case)
    return shown + "\n"


def file_name(case: Case) -> str:
    """The file of a case.

    >>> file_name(scalar_cases()[-1])
    'noms_difficiles.json'
    """
    return case.name.replace(" ", "_").replace("é", "e").replace("à", "a") + ".json"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for one in all_cases():
        (FOLDER / file_name(one)).write_text(text_of(one), encoding="utf-8")
