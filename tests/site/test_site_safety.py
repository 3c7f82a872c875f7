"""What must never happen to a site: a script from a text, a secret on a page, half a build."""

from __future__ import annotations

import filecmp
import re
import shutil
from pathlib import Path

import pytest

from kpidef.errors.site import BadSiteValue, BadTemplate, BadValuesFile, SiteNotWritable
from kpidef.pipeline import load
from kpidef.pipeline.publishing import Publication, publish


def _build(folder: Path, **asked: object) -> Path:
    publish(load(folder, environment={}), Publication(output=folder / "site", **asked))  # type: ignore[arg-type]
    return folder / "site"


def _say(folder: Path, text: str) -> None:
    with (folder / "kpidef.yml").open("a", encoding="utf-8") as file:
        file.write(text)


def _files(site: Path) -> dict[str, bytes]:
    return {str(file.relative_to(site)): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()}


def test_texts_bring_no_element_and_no_script_of_their_own(site):
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "<img src=x" not in text, file.name
        assert "<script>alert" not in text, file.name
        assert not re.search(r'href="\s*javascript:', text), file.name


def test_pages_allow_no_script_but_the_sites_own(site):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', (site / "index.html").read_text(encoding="utf-8"))
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_nothing_of_a_connection_is_on_any_page(site, project_folder):
    secrets = (b"motdepasse", b"entrepot-secret", b"lea:", b"postgresql://", str(project_folder).encode())
    for name, content in _files(site).items():
        assert not [secret for secret in secrets if secret in content], name


def test_a_bound_files_path_and_a_query_stay_out_of_the_sql(fresh_folder):
    project = fresh_folder / "kpidef.yml"
    bound = project.read_text(encoding="utf-8").replace("{table: crm.tickets}", "{file: /donnees/secret.parquet}")
    project.write_text(bound, encoding="utf-8")
    site = _build(fresh_folder)
    assert not [name for name, content in _files(site).items() if b"secret.parquet" in content]


def test_two_builds_are_the_same_bytes(fresh_folder):
    values = fresh_folder / "valeurs.csv"
    first = _files(_build(fresh_folder, values=values))
    shutil.rmtree(fresh_folder / ".kpidef")
    assert _files(_build(fresh_folder, values=values)) == first


def test_several_processes_build_the_same_bytes_as_one(fresh_folder):
    first = _files(_build(fresh_folder))
    shutil.rmtree(fresh_folder / ".kpidef")
    for copy in range(20):
        text = (fresh_folder / "definitions" / "demandes_recues.yml").read_text(encoding="utf-8")
        named = text.replace("demandes_recues", f"copie_{copy}")
        (fresh_folder / "definitions" / f"copie_{copy}.yml").write_text(named, encoding="utf-8")
    alone = _files(_build(fresh_folder))
    shutil.rmtree(fresh_folder / ".kpidef")
    assert _files(_build(fresh_folder, hands=2)) == alone
    assert alone != first


def test_a_build_that_fails_leaves_the_old_site(fresh_folder):
    before = _files(_build(fresh_folder))
    (fresh_folder / "modeles").mkdir()
    (fresh_folder / "modeles" / "quality.html").write_text("{{ content.nothing }}", encoding="utf-8")
    _say(fresh_folder, "site: {templates: modeles}\n")
    with pytest.raises(BadTemplate):
        _build(fresh_folder)
    assert _files(fresh_folder / "site") == before
    assert [one.name for one in fresh_folder.iterdir() if "unfinished" in one.name or "former" in one.name] == []


def test_a_folder_that_holds_something_else_is_not_replaced(fresh_folder):
    (fresh_folder / "site").mkdir()
    (fresh_folder / "site" / "these.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SiteNotWritable):
        _build(fresh_folder)
    assert (fresh_folder / "site" / "these.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_no_result_is_refused_by_name(fresh_folder):
    (fresh_folder / "autre.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadValuesFile, match=r"autre\.csv"):
        _build(fresh_folder, values=fresh_folder / "autre.csv")


@pytest.mark.parametrize("said", ["dialects: [cobol]", "url: exemple.fr", "colours: {accent: red}", "logo: absent.svg"])
def test_a_setting_that_means_nothing_is_refused(fresh_folder, said):
    _say(fresh_folder, f"site: {{{said}}}\n")
    with pytest.raises(BadSiteValue):
        _build(fresh_folder)


def test_a_team_makes_the_site_its_own(fresh_folder):
    (fresh_folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (fresh_folder / "pages").mkdir()
    (fresh_folder / "pages" / "gouvernance.md").write_text("# Gouvernance\n\nQui décide ?\n", encoding="utf-8")
    (fresh_folder / "modeles").mkdir()
    override = '{% extends "kpidef/home.html" %}{% block search %}<p>Sans recherche</p>{% endblock %}'
    (fresh_folder / "modeles" / "home.html").write_text(override, encoding="utf-8")
    _say(
        fresh_folder,
        "site: {title: Nos chiffres, footer: Direction des données, logo: logo.svg, pages: pages, templates: modeles, "
        'colours: {accent: "#7a1f4f"}}\n',
    )
    site = _build(fresh_folder)
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "Nos chiffres" in home
    assert "Direction des données" in home
    assert "assets/logo.svg" in home
    assert "Sans recherche" in home
    assert "Qui décide\u202f?" in (site / "page" / "gouvernance.html").read_text(encoding="utf-8")
    theme = next(file for file in (site / "assets").iterdir() if file.name.startswith("theme-"))
    assert "#7a1f4f" in theme.read_text(encoding="utf-8")


def test_the_site_reads_the_same_from_a_folder_below(site, tmp_path):
    moved = tmp_path / "sous" / "chemin"
    shutil.copytree(site, moved)
    assert filecmp.cmp(site / "kpi" / "taux_escalade.html", moved / "kpi" / "taux_escalade.html", shallow=False)
    assert not re.search(r'(?:href|src)="/', (moved / "kpi" / "taux_escalade.html").read_text(encoding="utf-8"))
