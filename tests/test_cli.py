"""The command line: languages, help, refusals, exit codes, and what goes where."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from kpidef.cli import failure, main, options, texts
from kpidef.cli.command import COMMANDS, Program
from kpidef.cli.language import language_of
from kpidef.errors import Position, Problems, SourceText
from kpidef.errors.catalog import UnknownKpi
from kpidef.errors.period import UnknownTimezone
from kpidef.errors.request import EmptyRequest
from kpidef.errors.warehouse import QueryCancelled, TableMissing

PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))
PLAIN = {"LANG": "C", "LC_ALL": "", "LC_MESSAGES": "", "KPIDEF_LANG": ""}
LANGUAGES = ("fr", "en")
KPIDEF = Path(sys.executable).with_name("kpidef")


def kpidef(*arguments, **environment):
    return CliRunner().invoke(PROGRAM, arguments, env={**PLAIN, **environment})


def process(*arguments, **fields):
    return subprocess.run(
        [KPIDEF, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **fields,
        env={**os.environ, **PLAIN},
    )


def parameters_of(name):
    command = Program("fr").get_command(click.Context(Program("fr")), name)
    return [one for one in command.params if isinstance(one, click.Option)]


@pytest.fixture(autouse=True)
def _outside_any_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "definitions").mkdir()
    (tmp_path / "kpidef.yml").write_text(
        "kpidef: 1\nname: Essai\nlocale: fr\nlibraries: []\ndefinitions: [definitions/]\n"
        "connection: duckdb:///vide.duckdb\nbindings: {ventes: {table: ventes}}\n",
        encoding="utf-8",
    )
    (tmp_path / "definitions/ventes.yml").write_text(
        "source: ventes\nlabel: Ventes\nkey: vente_id\ntime: le\n"
        "columns: {vente_id: {type: text}, le: {type: date}, pays: {type: text}}\n",
        encoding="utf-8",
    )
    (tmp_path / "definitions/retours.yml").write_text(
        "source: retours\nkey: retour_id\ntime: le\ncolumns: {retour_id: {type: text}, le: {type: date}}\n",
        encoding="utf-8",
    )
    for name, source in (("nombre_ventes", "ventes"), ("nombre_retours", "retours")):
        (tmp_path / f"definitions/{name}.yml").write_text(
            f"kpi: {name}\nlabel: Combien de {source} | total\ndescription: Lignes.\nfamily: essai\nunit: count\n"
            f"direction: up\nstatus: draft\nmeasure: {{source: {source}, agg: count}}\nperiod: month\n",
            encoding="utf-8",
        )
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--lang", "fr"], {"LANG": "en_US.UTF-8"}, "fr"),
        (["run", "--lang=en"], {"KPIDEF_LANG": "fr"}, "en"),
        ([], {"KPIDEF_LANG": "fr", "LANG": "en_US"}, "fr"),
        ([], {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_US"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {}, "en"),
        (["--", "--lang", "fr"], {}, "en"),
    ],
)
def test_the_language_is_the_option_else_the_variable_else_the_systems(arguments, environment, expected, tmp_path):
    assert language_of(arguments, environment, tmp_path) == expected


def test_the_projects_locale_stands_before_the_systems_language(project):
    below = project / "definitions"
    assert language_of([], {"LANG": "en_US"}, below) == "fr"
    assert language_of([], {"LANG": "en_US", "KPIDEF_LANG": "en"}, below) == "en"
    assert language_of(["--project", str(project)], {"LANG": "en_US"}, Path("/")) == "fr"


def test_every_text_exists_in_both_languages_with_the_same_fields():
    def fields(text):
        return sorted(part.split("}")[0].split(":")[0] for part in text.split("{")[1:])

    for name, (french, english) in texts.TEXTS.items():
        assert french.strip(), name
        assert english.strip(), name
        assert fields(french) == fields(english), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name, language):
    shown = kpidef(name, "--help", "--lang", language)
    assert shown.exit_code == 0
    text = " ".join(shown.stdout.split())
    assert texts.say(f"{name}.long", language).split(" : ")[0][:40] in text
    for option in parameters_of(name):
        assert option.opts[0] in text
        assert texts.say(f"option.{option.name}", language)[:30] in text
    assert ("Usage :" if language == "fr" else "Usage:") in text
    assert "130" in text


def test_an_option_has_one_name_and_one_meaning_everywhere():
    meanings = {}
    for name in COMMANDS:
        for option in parameters_of(name):
            assert meanings.setdefault(option.name, (option.opts, option.help)) == (option.opts, option.help)
            assert len(option.opts) == 1
    assert set(meanings) <= set(options._DECLARED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_programs_help_lists_every_command(language):
    shown = kpidef("--lang", language)
    assert shown.exit_code == 0
    for name in COMMANDS:
        assert f"  {name} " in shown.stdout
        assert texts.say(name, language) in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "french", "english"),
    [
        (["calcule"], "KPI901 commande inconnue « calcule »", "KPI901 unknown command 'calcule'"),
        (["list", "--famly", "x"], "KPI902 option inconnue « --famly »", "KPI902 unknown option '--famly'"),
        (["run"], "KPI903 il manque l'argument KPI...", "KPI903 missing argument KPI..."),
        (["show"], "KPI903 il manque l'argument KPI", "KPI903 missing argument KPI"),
        (["init", "a", "b"], "KPI904 argument inattendu « b »", "KPI904 unexpected argument 'b'"),
        (["list", "--family"], "KPI905 l'option --family attend", "KPI905 option --family needs"),
        (["list", "--debug=3"], "KPI906 l'option --debug ne prend pas", "KPI906 option --debug takes no"),
        (["run", "x", "--grain", "hour"], "KPI907 valeur inconnue « hour »", "KPI907 unknown value 'hour'"),
        (["completion", "cmd"], "KPI907 valeur inconnue « cmd »", "KPI907 unknown value 'cmd'"),
    ],
)
def test_a_command_line_that_cannot_be_read_is_refused_in_both_languages(arguments, french, english):
    for language, expected in (("fr", french), ("en", english)):
        refused = kpidef("--lang", language, *arguments)
        assert refused.exit_code == 2
        assert expected in refused.stderr
        assert refused.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["list", "--famly", "x"], "did you mean '--family'?"),
        (["run", "ca", "--param", "x=1"], "run kpidef run --help"),
        (["runn", "ca"], "did you mean 'run'?"),
        (["calcule", "ca"], "possible: init, validate"),
        (["run", "ca", "--grain", "mois"], "write 'month'"),
        (["run", "ca", "--grain", "months"], "did you mean 'month'?"),
        (["run", "ca", "--compare", "précédent"], "write 'previous'"),
        (["rows", "ca", "--limit", "0"], "give a whole number from 1"),
    ],
)
def test_what_is_nearly_right_is_named(arguments, advice):
    assert advice in kpidef(*arguments, "--lang", "en").stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnknownKpi(Position(SourceText("a.yml", "x"), 1, 1), name="a", nearest_fr="", nearest_en=""), 1),
        (UnknownKpi(None, name="a", nearest_fr="", nearest_en=""), 3),
        (UnknownKpi(Position(SourceText("--where", "x"), 1, 1), name="a", nearest_fr="", nearest_en=""), 3),
        (UnknownTimezone(Position(SourceText("kpidef.yml", "x"), 1, 1), name="Paris", meant=""), 1),
        (EmptyRequest(), 3),
        (TableMissing(table="t", nearest=""), 4),
        (QueryCancelled(), 130),
        (Problems([EmptyRequest(), TableMissing(table="t", nearest="")]), 4),
    ],
)
def test_a_failures_family_decides_the_exit_code(error, code):
    assert failure.exit_code(error) == code


def test_no_project_is_a_fault_of_the_command_line():
    missing = kpidef("validate")
    assert missing.exit_code == 2
    assert "KPI140" in missing.stderr


def test_a_defect_is_one_coded_message_and_debug_gives_its_trace(project, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr("kpidef.pipeline.load", broken)
    short = kpidef("list", "--lang", "en")
    assert short.exit_code == 70
    assert short.stderr.splitlines()[0] == "KPI900 internal error: RuntimeError: first line"
    assert "Traceback" not in short.stderr
    assert "Traceback" in kpidef("list", "--debug").stderr


def test_an_explained_error_shows_its_trace_only_with_debug(project):
    assert "Traceback" not in kpidef("show", "rien").stderr
    assert "Traceback" in kpidef("show", "rien", "--debug").stderr


def test_an_interruption_says_so_and_exits_with_130(project, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("kpidef.pipeline.load", interrupted)
    stopped = kpidef("list")
    assert stopped.exit_code == 130
    assert stopped.stderr.strip() == "Interrompu."


def test_validate_counts_what_it_read(project):
    valid = kpidef("validate")
    assert valid.exit_code == 0
    assert valid.stdout == "Essai : 2 KPI, 2 sources, aucune erreur.\n"


def test_validate_shows_all_errors_of_all_files(project):
    for name in ("nombre_ventes", "nombre_retours"):
        file = project / f"definitions/{name}.yml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("count}", "count, filters: [absente]}"), encoding="utf-8"
        )
    (project / "definitions/cassee.yml").write_text("kpi: [", encoding="utf-8")
    invalid = kpidef("validate", "--lang", "en")
    assert invalid.exit_code == 1
    assert invalid.stdout == ""
    for name in ("nombre_ventes", "nombre_retours", "cassee"):
        assert f"definitions/{name}.yml:" in invalid.stderr
    assert "^" in invalid.stderr
    assert invalid.stderr.rstrip().endswith("3 error(s).")


def test_list_says_what_is_not_connected(project):
    listed = kpidef("list", "--format", "csv", "--lang", "fr")
    assert listed.stdout.splitlines() == [
        "kpi,label,family,unit,status,state",
        "nombre_retours,Combien de retours | total,essai,count,draft,non branché : retours",
        "nombre_ventes,Combien de ventes | total,essai,count,draft,disponible",
    ]


def test_list_is_written_in_each_format(project):
    assert kpidef("list", "--lang", "en").stdout.splitlines()[0].split() == [
        "KPI", "Label", "Family", "Unit", "Status", "State",
    ]  # fmt: skip
    assert '"kpi": "nombre_ventes"' in kpidef("list", "--format", "json").stdout
    assert "| nombre_ventes | Combien de ventes \\| total |" in kpidef("list", "--format", "markdown").stdout
    assert kpidef("list", "--format", "parquet").stdout_bytes.startswith(b"PAR1")


def test_an_unknown_family_names_the_nearest(project):
    refused = kpidef("list", "--family", "esai", "--lang", "en")
    assert refused.exit_code == 2
    assert "did you mean 'essai'?" in refused.stderr


def test_show_says_the_definition_and_only_what_it_has(project):
    shown = kpidef("show", "nombre_ventes")
    assert "Combien de ventes | total (nombre_ventes)" in shown.stdout
    assert "nombre de lignes de « Ventes » (ventes)" in shown.stdout
    assert "période : le dans la période" in shown.stdout
    assert "Pièges" not in shown.stdout
    assert "number of rows of 'Ventes' (ventes)" in kpidef("show", "nombre_ventes", "--lang", "en").stdout


def test_an_unknown_kpi_names_the_nearest(project):
    refused = kpidef("show", "nombre_vente", "--lang", "en")
    assert refused.exit_code == 3
    assert "did you mean 'nombre_ventes'?" in refused.stderr


@pytest.mark.parametrize("place", ["", ".", "/"])
def test_a_folder_is_no_file_to_write(project, place):
    refused = kpidef("list", "--project", str(project), "--output", place, "--lang", "fr")
    assert (refused.exit_code, refused.stderr.split()[0]) == (2, "KPI911")


def test_output_is_written_whole_and_said_on_standard_error(project):
    written = kpidef("list", "--format", "csv", "--output", "kpis.csv", "--lang", "en")
    assert written.stdout == ""
    assert written.stderr == "Written: kpis.csv\n"
    assert Path("kpis.csv").read_text(encoding="utf-8").startswith("kpi,label")
    assert sorted(one.name for one in project.iterdir()) == ["definitions", "kpidef.yml", "kpis.csv"]


def test_an_output_that_cannot_be_written_leaves_nothing(project):
    refused = kpidef("list", "--output", "absent/kpis.csv", "--lang", "en")
    assert refused.exit_code == 2
    assert "KPI911 cannot write absent/kpis.csv" in refused.stderr
    assert sorted(one.name for one in project.iterdir()) == ["definitions", "kpidef.yml"]


def test_parquet_is_refused_to_a_terminal(project, monkeypatch):
    monkeypatch.setattr("kpidef.cli.output.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    refused = kpidef("run", "nombre_ventes", "--format", "parquet", "--lang", "en")
    assert refused.exit_code == 2
    assert "KPI910" in refused.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_calls_kpidef_back(shell):
    script = kpidef("completion", shell)
    assert script.exit_code == 0
    assert "_KPIDEF_COMPLETE" in script.stdout


def test_a_shell_completes_commands_options_and_kpis(project):
    def completed(words):
        return kpidef(
            _KPIDEF_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1)
        ).stdout.split()

    assert completed("kpidef comp") == ["plain,compile", "plain,completion"]
    assert completed("kpidef run --gr") == ["plain,--grain"]
    assert completed("kpidef run --grain we") == ["plain,week"]
    assert completed("kpidef run nombre_v") == ["plain,nombre_ventes"]


def test_a_shell_outside_any_project_completes_no_kpi():
    words = {"_KPIDEF_COMPLETE": "bash_complete", "COMP_WORDS": "kpidef run n", "COMP_CWORD": "2"}
    completed = kpidef(**words)
    assert (completed.stdout.strip(), completed.stderr) == ("", "")


def test_what_click_may_yet_refuse_has_a_code_too():
    refused = failure.misuse(click.UsageError("no such thing"))
    assert refused.code == "KPI908"
    assert refused.cause("fr") == "ligne de commande illisible : no such thing"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device there")
def test_a_device_is_written_to_and_not_replaced(project):
    assert kpidef("list", "--output", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


def test_the_version_is_one_line_in_a_process():
    shown = process("--version")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("kpidef ")


def test_the_version_imports_nothing_heavy():
    heavy = "duckdb pyarrow sqlglot jinja2 rich babel pandas yaml kpidef.pipeline kpidef.catalog"
    code = (
        "import sys\nfrom kpidef.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in '{heavy}'.split() if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert shown.stdout.splitlines()[-1] == "[]"


def test_a_pipe_gets_plain_utf8_text(project):
    listed = process("list", "--lang", "fr", cwd=project)
    assert listed.returncode == 0
    assert "\x1b" not in listed.stdout
    assert "non branché : retours" in listed.stdout


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_a_reader_that_leaves_is_no_failure_to_tell(project):
    read, write = os.pipe()
    os.close(read)
    gone = subprocess.run([KPIDEF, "list"], stdout=write, stderr=subprocess.PIPE, cwd=project, timeout=60, check=False)
    os.close(write)
    assert gone.returncode == 141
    assert gone.stderr == b""
