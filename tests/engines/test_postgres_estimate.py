"""What a real PostgreSQL expects of a query, before it runs."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines.catalogue import ENGINES, running

import kpidef
from kpidef.cli import main
from kpidef.errors.warehouse import NoEstimate, QueryRefused, TableMissing, WriteRefused
from kpidef.warehouse import connect

POSTGRES = next(one for one in ENGINES if one.name == "postgres")
PROJECT = """\
kpidef: 1
timezone: Europe/Paris
as_of: 2026-04-10
definitions: [definitions]
connection: "{url}"
bindings: {{ventes: {{query: "{query}"}}}}
"""
SOURCE = """\
source: ventes
label: Ventes
key: id
columns: {id: {type: integer}}
"""
KPI = """\
kpi: nombre
label: Nombre
description: Nombre de ventes.
measure: {source: ventes, agg: count}
"""


@pytest.fixture(scope="module")
def server():
    with running(POSTGRES) as opened:
        yield opened


@pytest.fixture
def opened(server):
    with connect(server.url, base=Path(), environment={}) as warehouse:
        yield warehouse


@pytest.fixture
def project(server, tmp_path):
    """The folder of a project that counts ten thousand rows; where `url` is another's, it asks there."""

    def made(url=server.url):
        folder = tmp_path / "definitions"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        query = "SELECT id FROM generate_series(1, 10000) AS made(id)"
        (tmp_path / "kpidef.yml").write_text(PROJECT.format(url=url, query=query), encoding="utf-8")
        (folder / "ventes.yml").write_text(SOURCE, encoding="utf-8")
        (folder / "nombre.yml").write_text(KPI, encoding="utf-8")
        return tmp_path

    return made


def test_a_query_is_planned_and_not_run(opened):
    expected = opened.estimate("SELECT pg_sleep(60) FROM generate_series(1, 12345)")
    assert expected.rows == 12345
    assert expected.cost > 100
    assert expected.bytes is None


def test_a_query_that_begins_like_options_is_not_run(opened):
    with pytest.raises(QueryRefused):
        opened.estimate("(ANALYZE) SELECT 1")
    assert opened.estimate("(SELECT 1)").rows == 1


def test_a_query_over_what_is_missing_is_said_so(opened):
    with pytest.raises(TableMissing):
        opened.estimate('SELECT * FROM "absente"')


def test_nothing_but_a_query_is_planned(opened):
    with pytest.raises(WriteRefused):
        opened.estimate("ANALYZE DELETE FROM clients")


def test_a_request_is_planned_as_it_would_run(project):
    expected = kpidef.load(project()).estimate("nombre", period="all")
    assert expected.rows == 2  # a union of the rows and of the periods: how many they share is not known before
    assert expected.cost > 100


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The warehouse expects: 2 row(s)"), ("fr", "L'entrepôt prévoit : 2 ligne(s)")]
)
def test_explain_says_what_the_warehouse_expects(project, language, said):
    told = CliRunner().invoke(
        _Program,
        ["explain", "nombre", "--period", "all", "--estimate", "--lang", language, "--project", str(project())],
    )
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines()[-1].startswith(said)


def test_an_engine_without_estimate_says_so(project):
    with pytest.raises(NoEstimate):
        kpidef.load(project("sqlite://:memory:")).estimate("nombre", period="all")


class _Program:
    name = "kpidef"

    @staticmethod
    def main(args, **_):
        return main(args)
