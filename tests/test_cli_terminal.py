"""The command line in a real terminal: tables are drawn, failures coloured, progress shown, binary refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no such terminals there")
KPIDEF = Path(sys.executable).with_name("kpidef")
RED, CYAN = "\x1b[31m", "\x1b[36m"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "ventes.csv").write_text("vente_id,le\nv1,2026-01-05\nv2,2026-01-20\n", encoding="utf-8")
    (tmp_path / "definitions").mkdir()
    (tmp_path / "kpidef.yml").write_text(
        "kpidef: 1\nlocale: fr\nas_of: 2026-03-01\nlibraries: []\ndefinitions: [definitions/]\n"
        'connection: "duckdb://:memory:"\nbindings: {ventes: {file: ventes.csv}, retours: {file: absent.csv}}\n',
        encoding="utf-8",
    )
    for source in ("ventes", "retours"):
        (tmp_path / f"definitions/{source}.yml").write_text(
            f"source: {source}\nkey: vente_id\ntime: le\ncolumns: {{vente_id: {{type: text}}, le: {{type: date}}}}\n",
            encoding="utf-8",
        )
    (tmp_path / "definitions/nombre_ventes.yml").write_text(
        "kpi: nombre_ventes\nlabel: Ventes\ndescription: Lignes.\nfamily: essai\nunit: count\ndirection: up\n"
        "status: draft\nmeasure: {source: ventes, agg: count}\nperiod: month\n"
        "examples: [{name: une, given: {ventes: [{vente_id: a, le: 2026-01-31}]}, period: 2026-01, "
        "expect: {value: 1}}]\n",
        encoding="utf-8",
    )
    return tmp_path


def in_terminal(folder, *arguments, **more):
    """What a person sees, and the exit code; standard output and standard error are one terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "KPIDEF_LANG": "fr", "NO_COLOR": "", **more}
    running = subprocess.Popen([KPIDEF, *arguments], cwd=folder, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(ours)
    return seen.decode(), running.wait(timeout=60)


def test_a_result_is_drawn(project):
    seen, code = in_terminal(project, "run", "nombre_ventes", "--period", "2026-01")
    assert code == 0
    assert "─" in seen
    assert "Calcul en cours" in seen


def test_a_list_is_drawn(project):
    seen, code = in_terminal(project, "list")
    assert code == 0
    assert "─" in seen
    assert "disponible" in seen


def test_a_failure_is_coloured_with_its_next_step(project):
    seen, code = in_terminal(project, "run", "nombre_vente")
    assert code == 3
    assert f"{RED}KPI202" in seen
    assert f"{CYAN}  aide : vouliez-vous dire « nombre_ventes »" in seen


def test_who_wants_no_colour_gets_none(project):
    seen, _ = in_terminal(project, "run", "nombre_vente", NO_COLOR="1")
    assert "KPI202" in seen
    assert RED not in seen


def test_a_binary_answer_is_refused(project):
    seen, code = in_terminal(project, "run", "nombre_ventes", "--format", "parquet")
    assert code == 2
    assert "KPI910" in seen
    assert "PAR1" not in seen


def test_worked_examples_show_their_progress(project):
    seen, code = in_terminal(project, "test")
    assert code == 0
    assert "Exemples : 1/1" in seen


def test_a_check_shows_its_progress_and_colours_its_findings(project):
    seen, code = in_terminal(project, "check")
    assert code == 1
    assert "Vérification de ventes (2/2)" in seen
    assert f"{RED}[erreur]" in seen
