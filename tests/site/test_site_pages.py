"""What the pages of a glossary say, and where they lead."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.links += [given[name] for name in ("href", "src", "data-search", "data-index") if given.get(name)]
        if given.get("http-equiv") == "refresh":
            self.links.append(given["content"].partition("url=")[2])
        if given.get("id"):
            self.ids.add(given["id"])


def _read(file: Path) -> _Links:
    parser = _Links()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser


def _kpi(site: Path, name: str = "taux_escalade") -> str:
    return (site / "kpi" / f"{name}.html").read_text(encoding="utf-8")


def test_every_link_leads_to_a_page_and_a_place_that_exist(site):
    pages = {file: _read(file) for file in site.rglob("*.html")}
    broken = []
    for file, read in pages.items():
        for link in read.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.is_file() or (parts.fragment and parts.fragment not in pages[target].ids):
                broken.append((file.name, link))
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(site):
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r'(?:src|<link[^>]*href)="https?:', text), file.name


def test_the_blocks_of_a_kpi_come_in_the_readers_order(site):
    names = [
        "definition",
        "formule",
        "exemple",
        "lecture",
        "pieges",
        "confusions",
        "regles",
        "sql",
        "lignage",
        "historique",
    ]
    places = [_kpi(site).index(f'<h2 id="{name}"') for name in names]
    assert places == sorted(places)


def test_the_formula_is_a_fraction_of_named_terms_with_its_sentence(site):
    page = _kpi(site)
    assert re.search(
        r"<mfrac><mtext>.*demandes transférées.*</mtext><mtext>.*demandes automatisées.*</mtext></mfrac>", page
    )
    assert "On divise «\u00a0demandes transférées\u00a0» par «\u00a0demandes automatisées\u00a0»" in page


def test_the_worked_example_shows_what_the_engine_found(site):
    assert "33,3\u202f%" in _kpi(site)


def test_an_example_without_value_says_why(site):
    assert "pas de valeur (dénominateur nul)" in _kpi(site)


def test_the_card_says_the_value_its_period_and_its_verdict(site):
    page = _kpi(site)
    assert '<p class="big">24,1\u202f%</p>' in page
    assert "juin 2026" in page
    assert "Favorable, objectif atteint" in page


def test_a_source_that_is_not_bound_is_named_on_the_page(site):
    page = _kpi(site, "duree_moyenne")
    assert "où ce qu’il lit n’est pas branché\u00a0: «\u00a0Appels\u00a0»." in page


def test_a_chart_names_the_last_change_of_the_definition_and_the_target(site):
    page = _kpi(site)
    assert 'class="changed-name">définition modifiée</text>' in page
    assert 'Cible<tspan class="minor"> 25\u202f%</tspan>' in page


def test_a_deprecated_kpi_names_its_successor(site):
    assert re.search(r'Remplacé par <a href="taux_escalade.html">', _kpi(site, "part_ancienne"))


def test_only_the_dialect_of_the_examples_is_said_to_be_run(site):
    labels = re.findall(r'<h3>([^<]+) <span class="tag"[^>]*>([^<]+)</span>', _kpi(site))
    assert [label for _, label in labels].count("exécuté") == 1
    assert ("DuckDB", "exécuté") in labels


def test_without_an_example_no_dialect_is_said_to_be_run(site):
    assert ">exécuté<" not in _kpi(site, "demandes_recues")


def test_the_history_of_the_definition_is_told(site):
    page = _kpi(site)
    assert "4 mai 2026" in page
    assert "Léa Œuvrard" in page


def test_french_spaces_and_apostrophes_are_right(site):
    page = _kpi(site)
    assert "Taux d’escalade vers un agent humain" in page
    assert "comptent\u202f; vraiment\u202f!" in page


def test_the_english_site_has_no_french_frame(fresh_folder):
    from kpidef.site.texts import TEXTS

    french = {fr for fr, en in TEXTS.values() if fr != en and len(fr) > 12 and "{" not in fr and "'" not in fr}
    site = _build(fresh_folder, language="en")
    page = (site / "kpi" / "taux_escalade.html").read_text(encoding="utf-8")
    assert [text for text in french if f">{text}<" in page] == []
    assert "Worked example" in page
    assert (site / "families.html").is_file()


def _build(folder: Path, **asked: object) -> Path:
    from kpidef.pipeline import load
    from kpidef.pipeline.publishing import Publication, publish

    publish(load(folder, environment={}), Publication(output=folder / "site", **asked))  # type: ignore[arg-type]
    return folder / "site"


def test_synonyms_and_former_ids_have_a_page_that_leads_on(fresh_folder):
    with (fresh_folder / "kpidef.yml").open("a", encoding="utf-8") as file:
        file.write("site: {redirects: {taux_transfert: taux_escalade}}\n")
    site = _build(fresh_folder)
    for page in ("kpi/taux_transfert.html", "synonyme/taux-de-transfert.html", "synonyme/teh.html"):
        assert re.search(
            r'content="0; url=(?:\.\./kpi/)?taux_escalade.html"', (site / page).read_text(encoding="utf-8")
        )


def test_the_glossary_is_one_json_file_too(site):
    record = json.loads((site / "glossaire.json").read_text(encoding="utf-8"))
    known = {one["id"]: one for one in record["kpis"]}
    assert known["taux_escalade"]["synonyms"] == ["taux de transfert", "escalation rate"]
    assert known["taux_escalade"]["values"][-1]["verdict"] == "good"


def test_linked_data_is_json_that_names_the_term(site):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', _kpi(site))
    records = [json.loads(one) for one in found]
    assert [one["@type"] for one in records] == ["DefinedTerm", "BreadcrumbList"]
    assert records[0]["name"] == "Taux d’escalade vers un agent humain"


def test_an_address_gives_canonical_links_a_sitemap_and_a_journal(fresh_folder):
    site = _build(fresh_folder, url="https://kpi.exemple.fr/glossaire/")
    assert 'rel="canonical" href="https://kpi.exemple.fr/glossaire/kpi/taux_escalade.html"' in _kpi(site)
    assert "<loc>https://kpi.exemple.fr/glossaire/</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "Taux d’escalade" in (site / "journal.atom").read_text(encoding="utf-8")


def test_without_an_address_nothing_pretends_to_have_one(site):
    assert "canonical" not in _kpi(site)
    assert not (site / "sitemap.xml").exists()


@pytest.mark.parametrize("name", ["badge.svg", "badge/taux_escalade.svg"])
def test_badges_are_drawings_with_a_name(site, name):
    text = (site / name).read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "<title>" in text


def test_what_every_page_loads_leaves_a_third_of_the_first_view_to_the_page(site):
    assets = site / "assets"
    loaded = [*assets.glob("site-*"), *assets.glob("fonts/*.woff2")]
    assert len(loaded) == 4
    assert sum(file.stat().st_size for file in loaded) <= 64_000
