"""The command line on a project with numbers: init, run, compile, explain, test, check."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kpidef.cli import main
from kpidef.errors import Language

PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))
PLAIN = {"LANG": "C", "LC_ALL": "", "LC_MESSAGES": "", "KPIDEF_LANG": ""}
KPIDEF = Path(sys.executable).with_name("kpidef")
SLOW = "SELECT CAST(range AS VARCHAR) AS vente_id, DATE '2026-01-01' AS le FROM range(100000000000)"


def kpidef(*arguments, **environment):
    return CliRunner().invoke(PROGRAM, [str(one) for one in arguments], env={**PLAIN, **environment})


def contents(folder):
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    """A project on the shipped company, made once."""
    folder = tmp_path_factory.mktemp("cli") / "projets" / "demo"
    made = kpidef("init", folder, "--lang", "fr")
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def ventes(tmp_path, monkeypatch):
    """Two sources read from files, of which one is absent."""
    (tmp_path / "definitions").mkdir()
    (tmp_path / "ventes.csv").write_text(
        "vente_id,le,pays\nv1,2026-01-05,FR\nv2,2026-01-20,BE\nv3,2026-02-02,FR\n", encoding="utf-8"
    )
    (tmp_path / "kpidef.yml").write_text(
        "kpidef: 1\nlocale: en\nas_of: 2026-03-01\nlibraries: []\ndefinitions: [definitions/]\n"
        'connection: "duckdb://:memory:"\n'
        "bindings: {ventes: {file: ventes.csv}, retours: {file: absent.csv}}\n",
        encoding="utf-8",
    )
    for source in ("ventes", "retours", "visites"):
        (tmp_path / f"definitions/{source}.yml").write_text(
            f"source: {source}\nkey: vente_id\ntime: le\n"
            "columns: {vente_id: {type: text}, le: {type: date}, pays: {type: text}}\n",
            encoding="utf-8",
        )
        (tmp_path / f"definitions/nombre_{source}.yml").write_text(
            f"kpi: nombre_{source}\nlabel: {source.title()}\ndescription: Lignes.\nfamily: essai\nunit: count\n"
            f"direction: up\nstatus: draft\nmeasure: {{source: {source}, agg: count}}\nperiod: month\n"
            "examples:\n"
            f"  - name: two rows\n    given: {{{source}: [{{vente_id: a, le: 2026-01-31}}, {{vente_id: b}}]}}\n"
            "    period: 2026-01\n    expect: {value: 1}\n",
            encoding="utf-8",
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_makes_the_whole_project(company):
    assert contents(company) == [
        ".gitignore",
        ".kpidef/kpi.schema.json",
        ".kpidef/project.schema.json",
        ".kpidef/source.schema.json",
        "definitions/taux_commandes_annulees.yml",
        "entreprise.duckdb",
        "kpidef.yml",
    ]
    assert sorted(one.name for one in company.parent.iterdir()) == ["demo"]
    assert (company / "kpidef.yml").read_text(encoding="utf-8").count("{table: ") == 21


def test_a_new_project_is_valid_and_all_its_kpis_are_available(company):
    assert kpidef("validate", "--project", company).exit_code == 0
    listed = json.loads(kpidef("list", "--project", company, "--format", "json").stdout)
    assert {one["state"] for one in listed} == {"disponible"}


def test_a_new_projects_own_kpi_runs_at_once(company):
    asked = kpidef(
        "run", "taux_commandes_annulees", "--project", company, "--period", "2026-01..2026-06", "--grain", "month"
    )
    assert asked.exit_code == 0
    assert [line.split()[4] for line in asked.stdout.splitlines()[2:]] == [f"2026-0{month}" for month in range(1, 7)]


def test_a_new_projects_own_examples_pass(company):
    tested = kpidef("test", "taux_commandes_annulees", "--project", company)
    assert tested.exit_code == 0
    assert tested.stdout == "2 exemple(s) réussi(s), 0 en échec.\n"


def test_the_companys_dirty_rows_are_found_but_break_no_kpi(company):
    checked = kpidef("check", "--project", company, "--format", "json", "--lang", "en")
    findings = json.loads(checked.stdout)
    assert checked.exit_code == 0
    assert {"abonnements", "commandes"} <= {one["source"] for one in findings}
    assert {one["level"] for one in findings} == {"warning"}


@pytest.mark.parametrize(("language", "name"), [("fr", "Nos indicateurs"), ("en", "Our figures")])
def test_an_empty_project_speaks_its_language_and_is_valid(tmp_path, language: Language, name):
    made = kpidef("init", tmp_path / "vide", "--empty", "--lang", language)
    assert made.exit_code == 0
    assert not list(tmp_path.rglob("*.duckdb"))
    text = (tmp_path / "vide/kpidef.yml").read_text(encoding="utf-8")
    assert f"name: {name}\n" in text
    assert f"locale: {language}\n" in text
    assert kpidef("validate", "--project", tmp_path / "vide").exit_code == 0


def test_init_fills_an_empty_folder_and_refuses_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kpidef("init", ".", "--empty").exit_code == 0
    before = contents(tmp_path)
    refused = kpidef("init", ".", "--empty", "--lang", "en")
    assert refused.exit_code == 2
    assert "KPI912" in refused.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("folder", [".", "a/b"])
def test_init_that_fails_leaves_nothing(tmp_path, monkeypatch, folder):
    def full(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kpidef.demo.write", full)
    failed = kpidef("init", folder, "--lang", "en")
    assert failed.exit_code == 2
    assert "No space left on device" in failed.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_that_fails_half_way_takes_back_what_it_put(tmp_path, monkeypatch):
    rename = Path.replace

    def full(self, target):
        if Path(target).name == "kpidef.yml":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "replace", full)
    assert kpidef("init", ".", "--empty").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_run_answers_by_dimension_with_filters_and_totals(ventes):
    asked = kpidef(
        "run", "nombre_ventes", "--period", "2026-01..2026-02", "--grain", "month", "--by", "pays", "--total", "all",
        "--where", "pays in ('FR', 'BE')", "--where", "pays is not null", "--format", "csv",
    )  # fmt: skip
    assert asked.exit_code == 0, asked.stderr
    heading, *lines = [line.split(",") for line in asked.stdout.splitlines()]
    values = [[line[heading.index(name)] for name in ("period", "pays", "value")] for line in lines]
    assert values == [
        ["2026-01", "BE", "1"],
        ["2026-01", "FR", "1"],
        ["2026-01", "", "2"],
        ["2026-02", "BE", "0"],
        ["2026-02", "FR", "1"],
        ["2026-02", "", "1"],
    ]


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("table", b"KPI"), ("csv", b"kpi,"), ("json", b"[\n"), ("parquet", b"PAR1"), ("markdown", b"| KPI")],
)
def test_run_writes_each_format_to_a_file_or_a_pipe(ventes, form, beginning):
    piped = kpidef("run", "nombre_ventes", "--format", form)
    assert piped.exit_code == 0
    assert piped.stdout_bytes.startswith(beginning)
    kpidef("run", "nombre_ventes", "--format", form, "--output", "sortie")
    assert Path("sortie").read_bytes() == piped.stdout_bytes


def test_a_kpi_that_fails_is_told_while_the_others_are_answered(ventes):
    asked = kpidef("run", "nombre_ventes", "nombre_visites", "--format", "csv")
    assert asked.exit_code == 3
    assert "KPI324 KPI 'nombre_visites' is not bound" in asked.stderr
    assert "nombre_ventes" in asked.stdout


def test_a_source_that_the_warehouse_lacks_is_a_failure_of_the_warehouse(ventes):
    alone = kpidef("run", "nombre_retours", "--format", "csv")
    assert (alone.exit_code, alone.stdout) == (4, "")
    assert "KPI510" in alone.stderr
    together = kpidef("run", "nombre_retours", "nombre_ventes", "--format", "csv")
    assert together.exit_code == 4
    assert "nombre_ventes" in together.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rien"], "KPI202"),
        (["nombre_ventes", "--period", "2026-S1"], "KPI350"),
        (["nombre_ventes", "--by", "payss"], "KPI310"),
        (["nombre_ventes", "--where", "payss = 'FR'"], "KPI"),
        (["nombre_ventes", "--where", "pays = 'FR"], "KPI"),
        (["nombre_ventes", "--as-of", "hier"], "KPI145"),
    ],
)
def test_a_request_without_an_answer_exits_with_3_and_writes_nothing(ventes, arguments, code):
    refused = kpidef("run", *arguments, "--output", "sortie.txt")
    assert refused.exit_code == 3
    assert code in refused.stderr
    assert refused.stdout == ""
    assert not Path("sortie.txt").exists()


def test_an_unknown_connection_is_a_fault_of_the_command_line(ventes):
    refused = kpidef("run", "nombre_ventes", "--connection", "prod")
    assert refused.exit_code == 2
    assert "KPI147" in refused.stderr


def test_a_missing_warehouse_is_a_failure_of_the_warehouse(ventes):
    refused = kpidef("run", "nombre_ventes", "--connection", "duckdb:///rien.duckdb")
    assert refused.exit_code == 4
    assert "KPI505" in refused.stderr


def test_verbose_tells_the_statement_away_from_the_data(ventes):
    asked = kpidef("run", "nombre_ventes", "--verbose", "--format", "csv")
    assert re.search(r"^Statement \(\d+\.\d\d s, 1 row\(s\) answered\):$", asked.stderr, re.MULTILINE)
    assert "SELECT" in asked.stderr
    assert asked.stdout.startswith("kpi,")


def test_compile_writes_the_sql_of_a_dialect(ventes):
    own = kpidef("compile", "nombre_ventes")
    other = kpidef("compile", "nombre_ventes", "--dialect", "bigquery")
    assert own.exit_code == other.exit_code == 0
    assert '"ventes"' in own.stdout
    assert "`ventes`" in other.stdout
    kpidef("compile", "nombre_ventes", "--output", "ventes.sql")
    assert Path("ventes.sql").read_text(encoding="utf-8") == own.stdout


def test_rows_shows_what_a_number_counts_and_no_empty_column(ventes):
    listed = kpidef("rows", "nombre_ventes", "--period", "2026-01")
    assert listed.exit_code == 0
    assert listed.stdout.splitlines()[0] == "ventes (ventes)"
    assert "Counts in" in listed.stdout
    assert [line.split()[-3:] for line in listed.stdout.splitlines()[3:]] == [
        ["v1", "2026-01-05", "FR"],
        ["v2", "2026-01-20", "BE"],
    ]
    filtered = kpidef("rows", "nombre_ventes", "--period", "2026-01", "--where", "pays = 'BE'", "--format", "csv")
    assert [line.split(",")[3] for line in filtered.stdout.splitlines()] == ["vente_id", "v2"]


def test_rows_shows_values_as_their_reader_writes_them(ventes):
    (ventes / "ventes.csv").write_text(
        "vente_id,le,ok,vu_le,note,recu_le\nv1,2026-01-05,true,2026-01-05 10:00:00,0.5,2026-07-05 10:00:00\n",
        encoding="utf-8",
    )
    source = ventes / "definitions/ventes.yml"
    more = "ok: {type: boolean}, vu_le: {type: timestamp}, note: {type: float}, recu_le: {type: timestamptz}, "
    source.write_text(source.read_text(encoding="utf-8").replace("columns: {", "columns: {" + more), encoding="utf-8")
    project = ventes / "kpidef.yml"
    project.write_text(
        project.read_text(encoding="utf-8").replace("{file: ventes.csv}", "{file: ventes.csv, zone: UTC, columns: "
        "{pays: \"'FR'\"}}"), encoding="utf-8",
    )  # fmt: skip
    listed = kpidef("rows", "nombre_ventes", "--period", "2026-01")
    assert listed.exit_code == 0, listed.stderr
    values = listed.stdout.splitlines()[3]
    for value in ("yes", "2026-01-05 10:00:00", "0.5", "2026-07-05 12:00:00"):
        assert f"  {value}" in values


def test_rows_shows_texts_that_neither_move_the_cursor_nor_break_a_table(ventes):
    (ventes / "ventes.csv").write_text(
        'vente_id,le,pays\nv1,2026-01-05,"F\x1b[2JR\n<b>|"\n', encoding="utf-8", newline="\n"
    )
    asked = ("rows", "nombre_ventes", "--period", "2026-01")
    assert "F\ufffd[2JR <b>|" in kpidef(*asked).stdout.splitlines()[3]
    assert "| F\ufffd[2JR <b>\\| |" in kpidef(*asked, "--format", "markdown").stdout


def test_an_example_that_cannot_be_run_says_why(ventes):
    file = ventes / "definitions/nombre_ventes.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 1", "valeur: 1"), encoding="utf-8")
    tested = kpidef("test", "nombre_ventes")
    assert tested.exit_code == 1
    assert "KPI149" in tested.stdout


def test_without_an_observation_time_the_clock_gives_it(ventes):
    file = ventes / "kpidef.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("as_of: 2026-03-01\n", ""), encoding="utf-8")
    (row,) = json.loads(kpidef("run", "nombre_ventes", "--format", "json").stdout)
    assert row["period_end"] >= "2026-07-01"
    assert row["complete"] is True


def test_rows_says_how_many_it_left_out(ventes):
    assert "... and 2 more" in kpidef("rows", "nombre_ventes", "--period", "2026", "--limit", "1").stdout
    assert (
        "\n\n... and 2 more"
        in kpidef("rows", "nombre_ventes", "--period", "2026", "--limit", "1", "--format", "markdown").stdout
    )
    refused = kpidef("rows", "nombre_ventes", "--limit", "0")
    assert refused.exit_code == 2
    assert "KPI907" in refused.stderr


def test_rows_of_several_sources_are_one_table_for_programs(company):
    asked = ("rows", "cout_acquisition_client", "--project", company, "--period", "2026-06", "--limit", "2")
    rows = json.loads(kpidef(*asked, "--format", "json").stdout)
    assert [(one["source"], one["counts_in"]) for one in rows] == [
        ("depenses", ["numerator"]),
        ("depenses", ["numerator"]),
        ("abonnements", ["denominator"]),
        ("abonnements", ["denominator"]),
    ]
    assert kpidef(*asked, "--format", "parquet").stdout_bytes.startswith(b"PAR1")
    told = kpidef(*asked).stdout
    assert "Dépenses (depenses)" in told
    assert "Abonnements (abonnements)" in told


def test_an_unknown_dialect_has_no_answer(ventes):
    refused = kpidef("compile", "nombre_ventes", "--dialect", "klingon")
    assert refused.exit_code == 3
    assert "KPI401" in refused.stderr


def test_explain_prints_the_plan(ventes):
    told = kpidef("explain", "nombre_ventes")
    assert told.exit_code == 0
    assert "ventes" in told.stdout


def test_an_example_that_fails_shows_given_expected_and_got(ventes):
    file = ventes / "definitions/nombre_ventes.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 1", "value: 2"), encoding="utf-8")
    tested = kpidef("test", "--lang", "en")
    assert tested.exit_code == 1
    told = [line.split() for line in tested.stdout.splitlines()]
    assert told[0][1:] == ["FAILED", "nombre_ventes:", "two", "rows"]
    assert ["given:", "ventes"] in told
    assert ["a", "2026-01-31"] in told
    assert ["value", "2", "1"] in told
    assert tested.stdout.endswith("2 example(s) passed, 1 failed.\n")


def test_check_finds_the_file_that_is_not_there(ventes):
    checked = kpidef("check")
    assert checked.exit_code == 1
    assert "[error]" in checked.stdout
    assert "absent.csv" in checked.stdout
    assert checked.stdout.endswith("on 2 binding(s).\n")
    assert "error,retours" in kpidef("check", "--format", "csv").stdout


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
def test_ctrl_c_stops_a_query_at_once(ventes):
    file = ventes / "kpidef.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("{file: ventes.csv}", f'{{query: "{SLOW}"}}'), encoding="utf-8"
    )
    running = subprocess.Popen(
        [KPIDEF, "run", "nombre_ventes", "--period", "2026-01", "--verbose"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ventes,
    )  # fmt: skip
    assert running.stderr is not None
    running.stderr.readline()  # « Projet : ... »
    time.sleep(1.5)
    assert running.poll() is None
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, b"")


def test_a_failed_process_says_its_failure_and_nothing_else(ventes):
    """DuckDB's driver counts on standard error what a process leaves behind."""
    answered = subprocess.run(
        [KPIDEF, "run", "nombre_retours", "--period", "2026-01"], capture_output=True, encoding="utf-8", check=False
    )
    assert answered.returncode == 4
    assert [line[:6] for line in answered.stderr.splitlines()] == ["KPI510", "  help"]
