"""`kpidef docs` and `kpidef init --ci`, as a user types them."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request

import pytest

from kpidef.cli import serving
from kpidef.cli.options import Options
from kpidef.cli.start import main
from kpidef.errors.site import BadTemplate
from kpidef.site.build import Built


def _main(*arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code


def test_docs_build_writes_the_site_where_it_is_told(fresh_folder, tmp_path, capsys):
    assert _main("docs", "build", "--project", str(fresh_folder), "--output", str(tmp_path / "public")) == 0
    assert (tmp_path / "public" / "index.html").is_file()
    assert "KPI" in capsys.readouterr().err


def test_docs_build_in_english(fresh_folder):
    assert _main("docs", "build", "--project", str(fresh_folder), "--locale", "en") == 0
    assert '<html lang="en">' in (fresh_folder / "site" / "index.html").read_text(encoding="utf-8")


def test_a_kpi_whose_warehouse_is_away_says_so_and_breaks_nothing(fresh_folder):
    project = fresh_folder / "kpidef.yml"
    here = project.read_text(encoding="utf-8").replace(
        "postgresql://lea:motdepasse@entrepot-secret:5432/crm", "duckdb:///:memory:"
    )
    project.write_text(here, encoding="utf-8")
    assert _main("docs", "build", "--project", str(fresh_folder), "--with-values") == 0
    page = (fresh_folder / "site" / "kpi" / "demandes_recues.html").read_text(encoding="utf-8")
    assert "n’a pas pu être calculé" in page
    assert "KPI5" in page


def test_init_ci_writes_the_pipelines_of_both_forges(tmp_path):
    assert _main("init", str(tmp_path / "p"), "--empty", "--ci") == 0
    assert "kpidef docs build" in (tmp_path / "p" / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert "deploy-pages" in (tmp_path / "p" / ".github" / "workflows" / "glossaire.yml").read_text(encoding="utf-8")


@pytest.fixture
def served(site):
    preview = serving.Preview(site)
    server = serving.ThreadingHTTPServer((serving.HOST, 0), serving.partial(serving._Handler, preview))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{serving.HOST}:{server.server_address[1]}", preview
    server.shutdown()
    server.server_close()


def _read(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def test_a_served_page_asks_for_the_number_of_the_build_and_the_file_does_not(served, site):
    url, preview = served
    assert "/.kpidef-reload.js" in _read(f"{url}/index.html")
    assert "/.kpidef-reload.js" not in (site / "index.html").read_text(encoding="utf-8")
    preview.number = 7
    preview.problem = "KPI203 colonne inconnue"
    assert json.loads(_read(f"{url}/.kpidef-build")) == {"number": 7, "problem": "KPI203 colonne inconnue"}


def test_an_address_that_leads_nowhere_is_answered_by_the_sites_own_page(served):
    url, _ = served
    with pytest.raises(urllib.error.HTTPError) as answered:
        _read(f"{url}/kpi/absent/absent.html")
    page = answered.value.read().decode()
    assert answered.value.code == 404
    assert '<base href="/">' in page
    assert "Page introuvable" in page


def test_a_definition_that_is_broken_while_it_is_served_is_told_and_then_forgotten(fresh_folder, monkeypatch):
    preview = serving.Preview(fresh_folder / "site")
    told = []
    turns = iter(range(3))

    def pause(_seconds):
        told.append(preview.problem)
        if next(turns, None) is None:
            raise _Stop
        file = fresh_folder / "definitions" / "demandes_recues.yml"
        file.write_text(file.read_text(encoding="utf-8") + "# plus\n", encoding="utf-8")

    def build():
        if len(told) == 1:
            raise BadTemplate(None, name="kpi.html", cause="fin inattendue")
        return Built(fresh_folder / "site", 1, 1)

    monkeypatch.setattr(serving, "sleep", pause)
    with pytest.raises(_Stop):
        serving.watch(preview, Options(language="fr", project=str(fresh_folder)), build)
    assert "fin inattendue" in told[1]
    assert told[2:] == ["", ""]


class _Stop(Exception):
    pass


@pytest.mark.parametrize("below", [".", "definitions/sources"])
def test_a_change_of_a_definition_builds_again_wherever_in_the_project_one_stands(fresh_folder, below, monkeypatch):
    built = []
    turns = iter(range(3))

    def pause(_seconds):
        if next(turns, None) is None:
            raise _Stop
        file = fresh_folder / "definitions" / "demandes_recues.yml"
        file.write_text(file.read_text(encoding="utf-8") + "# plus\n", encoding="utf-8")

    def build():
        built.append(1)
        return Built(fresh_folder / "site", 1, 1)

    monkeypatch.setattr(serving, "sleep", pause)
    preview = serving.Preview(fresh_folder / "site")
    with pytest.raises(_Stop):
        serving.watch(preview, Options(language="fr", project=str(fresh_folder / below)), build)
    assert preview.number == 1 + len(built) == 4
