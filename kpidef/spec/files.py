"""A file's text -> what it says: a source, a KPI, a project or a library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from kpidef.errors import KpidefError, SourceText
from kpidef.errors.spec import IdNotFileName, NoBody, UnknownFileKind
from kpidef.source import Mapping, Node, parse
from kpidef.spec.keys import Kind, Value, read_fields, read_record
from kpidef.spec.kpi_keys import KPI, KPI_OVERRIDE
from kpidef.spec.project_keys import LIBRARY, PROJECT
from kpidef.spec.reading import Reading
from kpidef.spec.records import KpiSpec, LibrarySpec, ProjectSpec, ReportSpec, SourceSpec, Text
from kpidef.spec.report_keys import REPORT
from kpidef.spec.source_keys import SOURCE, SOURCE_OVERRIDE

_SOURCE_ONLY = SOURCE.keys.keys() - KPI.keys.keys()
_BODY = ("measure", "measures", "numerator", "denominator", "formula", "extends")


def read_file(text: SourceText) -> tuple[SourceSpec | KpiSpec | None, list[KpidefError]]:
    """The source or KPI of a file, as far as it can be read, and every error in it."""
    node, errors = parse(text)
    reading = Reading(text, errors)
    if node is None:
        return None, errors
    kind = _kind(reading, node)
    if kind is None:
        return None, errors
    assert isinstance(node, Mapping)  # else it has no kind
    fields = read_fields(reading, node, kind)
    if fields is None and (fields := _identified(text, node, kind)) is None:
        return None, errors
    override = kind is KPI_OVERRIDE or kind is SOURCE_OVERRIDE
    said: dict[str, Any] = {**fields, "present": frozenset(node.entries), "override": override}
    spec: SourceSpec | KpiSpec = kind.build(reading, node, said)
    _check_file_name(reading, spec.id)
    if isinstance(spec, KpiSpec) and not override and not spec.present.intersection(_BODY):
        errors.append(NoBody(spec.id.at, id=spec.id.value))
    return spec, errors


def read_project(text: SourceText) -> tuple[ProjectSpec | None, list[KpidefError]]:
    """The project file, as far as it can be read, and every error in it."""
    return _read(text, PROJECT)


def read_library(text: SourceText) -> tuple[LibrarySpec | None, list[KpidefError]]:
    """An installed pack's own file, as far as it can be read, and every error in it."""
    return _read(text, LIBRARY)


def read_report(text: SourceText) -> tuple[ReportSpec | None, list[KpidefError]]:
    """A report, as far as it can be read, and every error in it."""
    return _read(text, REPORT)


def _read(text: SourceText, kind: Kind) -> tuple[Value, list[KpidefError]]:
    node, errors = parse(text)
    if node is None:
        return None, errors
    return read_record(Reading(text, errors), kind.name, node, kind), errors


def _kind(reading: Reading, node: Node) -> Kind | None:
    keys = node.entries.keys() if isinstance(node, Mapping) else frozenset[str]()
    if "kpi" in keys:
        return KPI
    if "source" in keys:
        return SOURCE
    if "override" in keys:
        return SOURCE_OVERRIDE if keys & _SOURCE_ONLY else KPI_OVERRIDE
    reading.errors.append(UnknownFileKind(reading.at(node)))
    return None


def _identified(text: SourceText, node: Mapping, kind: Kind) -> dict[str, Any] | None:
    """What can be read of a file that lacks a required key, if its id is there: others refer to it."""
    lenient = replace(kind, keys={n: replace(k, required=k.field == "id") for n, k in kind.keys.items()})
    return read_fields(Reading(text), node, lenient)


def _check_file_name(reading: Reading, name: Text) -> None:
    stem = PurePath(reading.source.path).stem
    if stem != name.value:
        reading.errors.append(IdNotFileName(name.at, id=name.value, stem=stem))
