"""axe-core on every template, in both themes, at three widths; and what these pages look like, kept to be looked at."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "index.html",
    "familles.html",
    "famille/canaux.html",
    "kpi/taux_escalade.html",
    "kpi/part_ancienne.html",
    "kpi/duree_moyenne.html",
    "a-z.html",
    "sources.html",
    "source/demandes.html",
    "responsables.html",
    "statuts.html",
    "arbre.html",
    "lignage.html",
    "journal.html",
    "qualite.html",
    "accessibilite.html",
    "404.html",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_rule_of_accessibility_is_broken(open_page, path):
    if not AXE.is_file():
        reason = "axe-core is not installed: npm install --prefix tests/browser"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    broken = []
    for theme in ("light", "dark"):
        page = open_page(path, theme=theme, bypass_csp=True)
        page.add_script_tag(path=str(AXE))
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
            for rule in found["violations"]:
                broken += [(theme, width, rule["id"], node["html"][:160]) for node in rule["nodes"]]
            _keep(page, f"{path.replace('/', '_')}-{width}-{theme}")
    assert not broken, json.dumps(broken[:8], ensure_ascii=False, indent=1)


def _keep(page, name):
    folder = os.environ.get("KPIDEF_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_every_template_is_looked_at(site):
    spec = importlib.util.find_spec("kpidef.site")
    assert spec is not None
    shipped = {one.stem for one in (Path(str(spec.origin)).parent / "templates").glob("*.html")}
    seen = [
        "home",
        "list",
        "kpi",
        "letters",
        "sources",
        "source",
        "tree",
        "lineage",
        "journal",
        "quality",
        "prose",
        "not_found",
    ]
    assert shipped - {"base", "redirect"} == set(seen)
    assert all((site / path).is_file() for path in PAGES)
