"""The README's picture: a real run, as a terminal shows it."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

import kpidef
from docs.generator.console import Scratch
from kpidef.report import rich_table

_COMMAND = (
    "kpidef run taux_attrition_client nps panier_moyen duree_moyenne_traitement "
    "--period 2026-T1..2026-T2 --grain quarter --compare previous"
)


def picture(scratch: Scratch) -> str:
    """docs/images/run.svg"""
    words = _COMMAND.split()
    kpis = tuple(words[2:6])
    project = kpidef.load(scratch.company(), language="en")
    result = project.run(kpis, period="2026-T1..2026-T2", grain="quarter", compare="previous")
    console = Console(record=True, width=150, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(f"[bold green]$[/] {_COMMAND}", highlight=False)
    console.print(rich_table(result))
    return console.export_svg(title="kpidef", unique_id="kpidef")
