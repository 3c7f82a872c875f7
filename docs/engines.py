"""`python -m docs.engines`: writes the matrix of engines, and README's, from what the last runs of the tests kept."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from docs.generator.typography import french
from kpidef.sql.dialects import NAMES, dialect_of

ROOT = Path(__file__).parent.parent
KEPT, PAGE, README = ROOT / ".engines.json", ROOT / "docs" / "reference" / "moteurs.md", ROOT / "README.md"
# Engines that have a dialect under another name.
DIALECTS = {
    "adbc-duckdb": "duckdb",
    "adbc-postgres": "postgres",
    "adbc-sqlite": "sqlite",
    "googlesql": "bigquery",
    "spark-connect": "spark",
}
# What reads again the SQL of engines that never ran, beside sqlglot (tests/syntax).
READERS = {
    "sqlfluff": ("sqlfluff", ("databricks", "oracle", "redshift", "snowflake", "tsql")),
    "Trino's own grammar": ("la grammaire de Trino", ("athena", "trino")),
}
HEAD = """# Moteurs

Cette page est écrite par `python -m docs.engines`, d'après le dernier passage des tests. Une construction n'est dite
« exécutée » que là où ses lignes ont été comparées à celles qui étaient attendues : exactement pour les entiers et les
décimaux, à 1e-12 près pour les flottants. Un moteur « transpilé » n'a pas été exécuté : son SQL suit sa documentation,
et un analyseur, qui n'est pas celui qui l'a écrit, en a relu la syntaxe ; il ne connaît ni les tables, ni les types, ni
toutes les fonctions. Les moteurs en « adbc- » sont lus par leur pilote ADBC.

| moteur | version | cas comparés | constructions exécutées | refusées |
|---|---|---|---|---|
"""


def page(kept: dict[str, dict[str, object]]) -> str:
    """The page, from what each engine ran."""
    lines = [_line(name, kept.get(name)) for name in sorted({*NAMES, *kept})]
    return HEAD + "\n".join(lines) + "\n" + _refusals() + _constructs(kept)


def readme_table(kept: dict[str, dict[str, object]]) -> str:
    """The matrix of the first page: a line for each engine that ran, and one for those that never did."""
    lines = [
        f"| {name}{_of(name)} | {ran['version']} | {ran['cases']} | {_count(ran)} | {_refused(name)} |"
        for name, ran in sorted(kept.items())
    ]
    untried = [
        f"| `{' '.join(name for name in names if not dialect_of(name).executed)}` "
        f"| transpiled only, syntax read by {reader} | – | – | – |"
        for reader, (_, names) in READERS.items()
    ]
    head = "| engine | version | cases compared | constructs executed | constructs refused |\n|---|---|---|---|---|\n"
    return head + "\n".join([*lines, *untried]) + "\n"


def _line(name: str, ran: dict[str, object] | None) -> str:
    if ran is not None:
        return f"| {name} | {ran['version']} | {ran['cases']} | {_count(ran)} | {_refused(name)} |"
    by = next((engine for engine, dialect in DIALECTS.items() if dialect == name), None)
    is_its_own = by is not None and dialect_of(name).executed
    told = f"son langage, par {by}" if is_its_own else f"transpilé{_read_again(name)}"
    return f"| {name} | – | – | {told} | {_refused(name)} |"


def _read_again(name: str) -> str:
    readers = [reader for reader, names in READERS.values() if name in names]
    return f", syntaxe relue par {readers[0]}" if readers else ""


def _count(ran: dict[str, object]) -> int:
    return len(list(ran["executed"]))  # type: ignore[call-overload]


def _refused(name: str) -> int:
    return len({one.reason_en for one in dialect_of(DIALECTS.get(name, name)).refusals})


def _of(name: str) -> str:
    return " (the language of BigQuery)" if name == "googlesql" else ""


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


def main() -> None:
    """Write the page, and README's table between its marks."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    PAGE.write_text(french(page(kept)), encoding="utf-8", newline="\n")
    marked = re.compile(r"(?<=<!-- engines -->\n).*?(?=<!-- /engines -->)", re.DOTALL)
    README.write_text(marked.sub(readme_table(kept), README.read_text("utf-8")), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n{README.name}\n")


if __name__ == "__main__":
    main()
