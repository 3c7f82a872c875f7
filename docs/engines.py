"""`python -m docs.engines`: writes the matrix of engines from what the last run of the tests kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docs.generator.typography import french
from kpidef.sql.dialects import NAMES, dialect_of

ROOT = Path(__file__).parent.parent
KEPT, PAGE = ROOT / ".engines.json", ROOT / "docs" / "reference" / "moteurs.md"
HEAD = """# Moteurs

Cette page est écrite par `python -m docs.engines`, d'après le dernier passage des tests. Une construction n'est dite
« exécutée » que là où ses lignes ont été comparées à celles qui étaient attendues : exactement pour les entiers et les
décimaux, à 1e-12 près pour les flottants. Un moteur « transpilé » n'a pas été exécuté : son SQL suit sa documentation.

| moteur | version | cas comparés | constructions exécutées | refusées |
|---|---|---|---|---|
"""


def page(kept: dict[str, dict[str, object]]) -> str:
    """The page, from what each engine ran."""
    lines = [_line(name, kept.get(name)) for name in sorted({*NAMES, *kept})]
    return HEAD + "\n".join(lines) + "\n" + _refusals() + _constructs(kept)


def _line(name: str, ran: dict[str, object] | None) -> str:
    if ran is None:
        return f"| {name} | – | – | transpilé | – |"
    executed, refused = (list(ran[key]) for key in ("executed", "refused"))  # type: ignore[call-overload]
    return f"| {name} | {ran['version']} | {ran['cases']} | {len(executed)} | {len(refused)} |"


def _refusals() -> str:
    lines = [
        f"| {name} | {one.reason_fr} | {one.next_fr} |" for name in sorted(NAMES) for one in dialect_of(name).refusals
    ]
    if not lines:
        return ""
    return "\n## Ce qui est refusé avant toute requête\n\n| moteur | raison | que faire |\n|---|---|---|\n" + "\n".join(
        [*lines, ""]
    )


def _constructs(kept: dict[str, dict[str, object]]) -> str:
    executed = {name: set(ran["executed"]) for name, ran in kept.items()}  # type: ignore[call-overload]
    if not executed:
        return ""
    names = sorted(executed)
    lines = [
        f"| {one} | " + " | ".join("oui" if one in executed[name] else "–" for name in names) + " |"
        for one in sorted(set().union(*executed.values()))
    ]
    head = f"\n## Constructions\n\n| construction | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"
    return head + "\n".join(lines) + "\n"


if __name__ == "__main__":
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    PAGE.write_text(french(page(kept)), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
