"""A project is read whole: every file, every library, every mistake at once."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.errors import KpidefError, Problems, render
from kpidef.errors.catalog import UnknownColumn, UnknownSource
from kpidef.errors.period import UnknownTimezone, UnreadableCalendarFile, WrongCalendarRow, WrongYearStart
from kpidef.errors.project import (
    DefinitionsMissing,
    ProjectNotFound,
    UnknownHidden,
    UnknownLibrary,
    UnreadableDefinition,
    UnreadableMoment,
    UnusedParameter,
)
from kpidef.errors.spec import NotUtf8, NotYaml, UnknownKey


def problems(folder, **options):
    return kpidef.load(folder, strict=False, **options).problems


def test_the_project_is_found_from_its_file_its_folder_and_below(tmp_path):
    folder = write_project(tmp_path)
    places = (folder, folder / "kpidef.yml", folder / "definitions" / "kpi", str(folder))
    assert {kpidef.load(place).root for place in places} == {folder}


def test_the_current_folder_is_where_one_looks_first(tmp_path, monkeypatch):
    monkeypatch.chdir(write_project(tmp_path) / "definitions")
    project = kpidef.load()
    assert (project.name, project.root) == ("Boutique", tmp_path)


def test_a_folder_without_a_project_is_a_coded_error(tmp_path):
    with pytest.raises(ProjectNotFound):
        kpidef.load(tmp_path)


def test_a_project_without_a_name_has_its_folders(tmp_path):
    assert kpidef.load(write_project(tmp_path, kpidef="kpidef: 1\ndefinitions: definitions\n")).name == tmp_path.name


def test_the_same_files_give_the_same_catalogue_in_any_order(tmp_path):
    first = kpidef.load(write_project(tmp_path / "a" if (tmp_path / "a").mkdir() is None else tmp_path))
    (tmp_path / "b").mkdir()
    second = kpidef.load(write_project(tmp_path / "b"))
    versions = [{name: kpi.version for name, kpi in one.catalog.kpis.items()} for one in (first, second)]
    assert versions[0] == versions[1]
    assert list(versions[0]) == sorted(versions[0])


def test_every_error_of_every_file_is_told_at_once(tmp_path):
    folder = write_project(
        tmp_path,
        casse="kpi: casse\nlabel: [\n",
        faux=FILES["kpi/ca.yml"].replace("kpi: ca", "kpi: faux").replace("expr: montant", "expr: montants"),
        drole="kpi: drole\nlabel: Drôle\ncouleur: bleu\nmeasure: {source: commandes, agg: count}\n",
        kpidef=PROJECT + "hide: [vente]\n",
    )
    with pytest.raises(Problems) as raised:
        kpidef.load(folder)
    assert {type(error) for error in raised.value.errors} >= {NotYaml, UnknownColumn, UnknownKey, UnknownHidden}
    places = [(error.at.source.path, error.at.line) for error in raised.value.errors if error.at]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("timezone: Europe/Pari", UnknownTimezone),
        ("calendar: {year_start: 13-01}", WrongYearStart),
        ("calendar: {file: absent.csv}", UnreadableCalendarFile),
        ("as_of: demain", UnreadableMoment),
        ("definitions: [definitons]", DefinitionsMissing),
        ("libraries: [coeur]", UnknownLibrary),
        ("hide: [vente]", UnknownHidden),
        ("params: {seuil: 2}", UnusedParameter),
        ("bindings: {commande: {table: x}}", UnknownSource),
        ("bindings: {commandes: {table: x, columns: {montent: y}}}", UnknownColumn),
    ],
)
def test_each_mistake_of_the_project_file_has_its_error(tmp_path, line, error):
    key = line.partition(":")[0]
    kept = PROJECT.partition("bindings:")[0] if key == "bindings" else PROJECT
    written = "".join(one for one in kept.splitlines(keepends=True) if not one.startswith(f"{key}:"))
    found = problems(write_project(tmp_path, kpidef=f"{written}{line}\n"))
    assert error in {type(one) for one in found}


def test_a_binding_of_a_source_with_its_own_errors_is_not_blamed(tmp_path):
    folder = write_project(tmp_path)
    file = folder / "definitions/sources/clients.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("type: text}", "type: texte}", 1), encoding="utf-8")
    assert UnknownSource not in {type(one) for one in problems(folder) if one.at and "kpidef.yml" in one.at.source.path}


def test_a_file_that_is_not_utf8_is_an_error_among_the_others(tmp_path):
    folder = write_project(tmp_path)
    (folder / "definitions/kpi/latin.yml").write_bytes("kpi: latin # é".encode("latin-1"))
    assert [type(one) for one in problems(folder)] == [NotUtf8]


def test_a_parameter_that_a_source_reads_is_used(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT + "params: {plancher: 5}\n")
    file = folder / "definitions/sources/commandes.yml"
    file.write_text(file.read_text(encoding="utf-8") + 'filters: ["montant > :plancher"]\n', encoding="utf-8")
    write_warehouse(folder / "boutique.duckdb")
    assert kpidef.load(folder).run("ca").rows()[0]["value"] == 30.0 - 10.0 + 10.0


def test_hidden_families_are_gone(tmp_path):
    project = kpidef.load(write_project(tmp_path, kpidef=PROJECT + "hide: [clients, croissance]\n"))
    assert sorted(project.catalog.kpis) == ["ca", "montant_median", "panier_moyen"]


def test_hidden_files_and_other_formats_are_left_alone(tmp_path):
    folder = write_project(tmp_path)
    (folder / "definitions/.brouillon.yml").write_text("kpi: [", encoding="utf-8")
    (folder / "definitions/notes.md").write_text("kpi: [", encoding="utf-8")
    assert problems(folder) == ()


def test_a_library_is_found_by_its_entry_point_and_may_be_overridden(tmp_path, monkeypatch):
    pack = tmp_path / "site" / "pack_de_test"
    (pack / "ventes").mkdir(parents=True)
    (pack / "__init__.py").touch()
    (pack / "library.yml").write_text("library: essai\nfamilies: {ventes: Les ventes}\n", encoding="utf-8")
    (pack / "ventes/ca.yml").write_text(FILES["kpi/ca.yml"], encoding="utf-8")
    for name in ("clients", "commandes"):
        (pack / f"{name}.yml").write_text(FILES[f"sources/{name}.yml"], encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    folder = tmp_path / "equipe"
    (folder / "definitions").mkdir(parents=True)
    (folder / "kpidef.yml").write_text("kpidef: 1\nlibraries: essai\ndefinitions: definitions\n", encoding="utf-8")
    (folder / "definitions/ca.yml").write_text("override: ca\nlabel: Nos ventes\n", encoding="utf-8")
    entry = EntryPoint("essai", "pack_de_test", "kpidef.definitions")
    project = kpidef.load(folder, libraries=[entry])
    kpi = project.catalog.kpis["ca"]
    assert (kpi.label, kpi.origin, project.catalog.families["ventes"][0]) == ("Nos ventes", "library", "Les ventes")
    assert kpi.spec.measure.at_position.source.path == "essai/ventes/ca.yml"


def test_the_shipped_library_has_no_mistake_and_every_example_holds(tmp_path):
    (tmp_path / "kpidef.yml").write_text("kpidef: 1\nlibraries: core\n", encoding="utf-8")
    project = kpidef.load(tmp_path)
    reports = project.test()
    assert [(one.kpi, one.name, one.differences, one.error) for one in reports if not one.ok] == []
    assert {one.kpi for one in reports} == set(project.catalog.kpis)


def test_a_projects_own_connection_stands_behind_the_one_that_is_asked(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "copie.duckdb", "UPDATE commandes SET montant = 1")
    assert kpidef.load(folder, connection="copie").run("ca").rows()[0]["value"] == 3.0


@pytest.mark.parametrize(
    "url", ["duckdb:///absent.duckdb?token=secret", "absent.duckdb", "duckbd:///x", "duckdb:///${RIEN}"]
)
def test_what_is_wrong_with_a_written_connection_is_placed_without_showing_its_line(tmp_path, url):
    project = PROJECT.replace("duckdb:///boutique.duckdb", url)
    with pytest.raises(KpidefError) as raised:
        kpidef.load(write_project(tmp_path, kpidef=project)).run("ca")
    assert str(raised.value.at).endswith(f"kpidef.yml:{1 + project[: project.index(url)].count(chr(10))}:13")
    assert "connection:" not in render(raised.value, "fr").partition("aide")[0]


def test_a_connections_variables_come_from_the_environment(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("boutique.duckdb", "${BASE}.duckdb"))
    write_warehouse(folder / "boutique.duckdb")
    assert kpidef.load(folder, environment={"BASE": "boutique"}).run("ca").rows()[0]["value"] == 30.1


def test_the_asked_language_stands_before_the_projects(tmp_path):
    folder = write_project(tmp_path)
    assert (kpidef.load(folder).locale, kpidef.load(folder, language="en").locale) == ("fr", "en")


def test_files_are_shown_as_one_would_type_them(tmp_path, monkeypatch):
    monkeypatch.chdir(write_project(tmp_path))
    project = kpidef.load()
    assert Path(project.catalog.kpis["ca"].spec.id.at.source.path) == Path("definitions/kpi/ca.yml")


def test_the_calendar_is_the_projects_own(tmp_path):
    periods = "grain,label,start,end\nmonth,P1,2026-01-01,2026-01-29\nmonth,P2,2026-01-29,2026-02-26\n"
    folder = write_project(tmp_path, kpidef=PROJECT + "calendar: {file: periodes.csv}\n")
    (folder / "periodes.csv").write_text(periods, encoding="utf-8")
    write_warehouse(folder / "boutique.duckdb")
    assert kpidef.load(folder).run("ca").rows()[0]["period"] == "P2"


def test_a_bad_row_of_the_calendar_file_is_told_with_its_place(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT + "calendar: {file: periodes.csv}\n")
    (folder / "periodes.csv").write_text("grain,label,start,end\nmois,P1,2026-01-01,2026-01-29\n", encoding="utf-8")
    assert [type(one) for one in problems(folder)] == [WrongCalendarRow]


def test_a_fiscal_year_is_read(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT + "calendar: {year_start: 04-01}\n")
    write_warehouse(folder / "boutique.duckdb")
    assert kpidef.load(folder).run("ca", period="EX2026").rows()[0]["value"] == 70.1


def test_a_parameter_that_a_rollup_reads_is_used(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT + "params: {ecart: 7 days, plancher: 2, sens: x}\n")
    file = folder / "definitions/sources/commandes.yml"
    rollup = (
        "  precedentes:\n    rollup:\n      source: commandes\n      match: client_id\n      agg: sum\n"
        '      expr: "montant * :plancher"\n      filters: ["passee_le < shift(this.passee_le, :ecart)"]\n'
        '  grosse: {expr: "canal = :sens"}\n'
    )
    file.write_text(file.read_text(encoding="utf-8") + rollup, encoding="utf-8")
    assert problems(folder) == ()


def test_the_clock_is_the_default_observation_time(tmp_path):
    project = kpidef.load(write_project(tmp_path, kpidef=PROJECT.replace("as_of: 2026-04-10\n", "")))
    assert project.now().year >= 2024


def test_a_project_file_that_is_not_yaml_is_an_error_even_when_not_strict(tmp_path):
    (tmp_path / "kpidef.yml").write_text("kpidef: [", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        kpidef.load(tmp_path, strict=False)
    assert "kpidef.yml:1" in str(raised.value)


def test_a_definition_that_cannot_be_read_is_an_error_among_the_others(tmp_path):
    folder = write_project(tmp_path)
    (folder / "definitions/kpi/perdu.yml").symlink_to(tmp_path / "nulle_part.yml")
    assert [type(one) for one in problems(folder)] == [UnreadableDefinition]
