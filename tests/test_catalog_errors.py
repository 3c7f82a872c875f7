"""Each mistake between files gets its code, its place, and its texts in French and in English."""

import inspect
from pathlib import Path

import pytest
import yaml
from properties.world import SOURCES, definition_text

from kpidef.catalog.binding import resolve_bindings
from kpidef.catalog.resolve import resolve
from kpidef.errors import KpidefError, SourceText, render
from kpidef.errors import catalog as errors_catalog
from kpidef.spec import read_file, read_project
from kpidef.spec.records import Definitions, SourceSpec

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "catalog_errors.yml").read_text(encoding="utf-8"))
REQUESTED = {"KPI202"}  # a KPI's name is unknown to a request: tests/test_plan_errors.py


def errors_of(files: dict[str, str]) -> list[KpidefError]:
    """Everything that is wrong in these files, beside the sources that there always are."""
    texts = [(f"{name}.yml", definition_text(source)) for name, source in SOURCES.items()]
    specs, errors, bindings = [], [], ()
    for path, text in [*texts, *files.items()]:
        if path == "kpidef.yml":
            project, wrong = read_project(SourceText(path, text))
            bindings = project.bindings
        else:
            spec, wrong = read_file(SourceText(path, text))
            specs.append(spec)
        errors += wrong
    sources = tuple(one for one in specs if isinstance(one, SourceSpec))
    catalog = resolve(Definitions(sources, tuple(one for one in specs if one not in sources), ()))
    return [*errors, *catalog.errors, *resolve_bindings(bindings, catalog, Path())[1]]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['code']}-{number}" for number, case in enumerate(CASES)])
def test_a_mistake_is_told_with_its_code_its_place_and_its_cause(case):
    found = errors_of({case["file"]: case["text"], **case.get("more", {})})
    (error,) = dict.fromkeys(found)
    assert error.code == case["code"]
    assert str(error.at) == f"{case.get('at_file', case['file'])}:{case['at']}"
    assert case["fr"] in error.cause("fr")
    assert case["en"] in error.cause("en")
    assert error.help("fr")
    assert error.help("en")
    assert "^" in render(error, "fr")


def test_every_error_of_this_family_is_provoked():
    codes = [
        kind.code
        for _, kind in inspect.getmembers(errors_catalog, inspect.isclass)
        if kind.__module__ == errors_catalog.__name__
    ]
    assert len(set(codes)) == len(codes)
    assert set(codes) - REQUESTED - {case["code"] for case in CASES} == set()
