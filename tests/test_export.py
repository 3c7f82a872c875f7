"""kpidef export: the catalogue's shape is the one documented, and the published schemas are up to date."""

import json
from importlib.resources import files
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import kpidef
from kpidef.cli import main
from kpidef.pipeline.catalogue_schema import catalogue_schema
from kpidef.pipeline.exporting import export_catalogue
from kpidef.pipeline.schemas import schema_files

PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))
TYPES = {"string": str, "null": type(None), "boolean": bool, "array": list, "object": dict}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    (folder / "kpidef.yml").write_text(
        "kpidef: 1\nname: Essai\nlibraries: [core]\nbindings: {demandes: {table: tickets}}\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def catalogue(project):
    return export_catalogue(kpidef.load(project))


def kpi(catalogue, name):
    return next(one for one in catalogue["kpis"] if one["id"] == name)


def faults(value, schema, root, place="$"):
    """What in a value is not as its schema says: as much of JSON Schema as the published one uses."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, place)
    if "anyOf" in schema:
        tried = [faults(value, one, root, place) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    if "const" in schema or "enum" in schema:
        return [] if value in schema.get("enum", [schema.get("const")]) else [f"{place}: {value!r}"]
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [f"{place}: {value!r} is no {kinds}"]
    found = []
    if isinstance(value, list):
        for number, item in enumerate(value):
            found += faults(item, schema["items"], root, f"{place}[{number}]")
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{place}: {key} is missing" for key in schema["required"] if key not in value]
        for key, item in value.items():
            known = schema["properties"].get(key)
            found += (
                [f"{place}: {key} is not declared"] if known is None else faults(item, known, root, f"{place}.{key}")
            )
    return found


def test_the_catalogue_has_the_shape_that_its_schema_documents(catalogue):
    schema = catalogue_schema()
    assert faults(catalogue, schema, schema) == []


def test_every_key_of_the_schema_is_written(catalogue):
    written = {key for one in catalogue["kpis"] for measure in one["measures"] for key in measure}
    assert written == catalogue_schema()["$defs"]["measure"]["properties"].keys()


def test_a_key_that_is_missing_or_foreign_is_seen(catalogue):
    schema = catalogue_schema()
    assert faults({**catalogue, "more": 1}, schema, schema) == ["$: more is not declared"]
    assert faults({key: catalogue[key] for key in catalogue if key != "kpis"}, schema, schema) == ["$: kpis is missing"]


def test_the_whole_library_is_there(catalogue):
    assert len(catalogue["kpis"]) == 150
    assert len(catalogue["sources"]) == 21
    assert len(catalogue["families"]) == 10
    assert (catalogue["format"], catalogue["schema_version"]) == ("kpidef-catalogue", 1)


def test_a_kpi_says_its_calculation_and_its_texts(catalogue):
    attrition = kpi(catalogue, "taux_attrition_client")
    assert attrition["formula"] == "clients_perdus / clients_debut"
    assert attrition["kpi_terms"] == ["clients_debut", "clients_perdus"]
    assert attrition["reads"] == {"abonnements": ["client_id", "valid_from", "valid_to"]}
    assert attrition["direction"] == "down"
    assert attrition["examples"][0]["expect"] == [{"numerator": "1", "denominator": "4", "value": "0.25"}]


def test_what_a_kpi_lacks_is_said(catalogue):
    assert kpi(catalogue, "taux_escalade_humain")["available"]
    assert kpi(catalogue, "taux_attrition_client")["lacking"] == ["abonnements"]


def test_the_same_project_gives_the_same_bytes(project):
    first, second = (json.dumps(export_catalogue(kpidef.load(project))) for _ in range(2))
    assert first == second


def test_the_command_writes_the_catalogue(project, tmp_path, catalogue):
    file = tmp_path / "catalogue.json"
    answer = CliRunner().invoke(PROGRAM, ["export", "--project", str(project), "--to", "json", "--output", str(file)])
    assert answer.exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == catalogue


def test_the_command_writes_a_schema_for_each_kind_of_file(tmp_path):
    answer = CliRunner().invoke(PROGRAM, ["export", "--to", "schema", "--output", str(tmp_path / "schemas")])
    assert answer.exit_code == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "schemas").iterdir()}
    assert written == schema_files()


def test_the_schemas_are_one_document_on_standard_output():
    answer = CliRunner().invoke(PROGRAM, ["export", "--to", "schema"])
    assert json.loads(answer.stdout)["kpi"]["title"] == "kpidef kpi"


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_the_schemas_of_the_package_are_up_to_date(name):
    shipped = files("kpidef").joinpath("schemas", name).read_text(encoding="utf-8")
    assert shipped == schema_files()[name], "run: make docs"


@pytest.mark.parametrize("arguments", [[], ["--empty"]])
def test_a_new_projects_files_name_the_schema_that_stands_beside_them(tmp_path, arguments):
    folder = tmp_path / "projet"
    assert CliRunner().invoke(PROGRAM, ["init", str(folder), *arguments]).exit_code == 0
    for path in [folder / "kpidef.yml", *(folder / "definitions").glob("*.yml")]:
        modeline = path.read_text(encoding="utf-8").splitlines()[0]
        _, _, schema = modeline.partition("# yaml-language-server: $schema=")
        held = json.loads((path.parent / schema).read_text(encoding="utf-8"))
        kind = "project" if path.name == "kpidef.yml" else "kpi"
        assert held == json.loads(schema_files()[f"{kind}.schema.json"])
