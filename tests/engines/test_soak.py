"""A short soak: `python -m benchmarks.soaking --minutes 60` is the long one."""

import pytest
from engines.catalogue import ENGINES, running

from benchmarks.soaking.engine import duckdb_file, postgres_at
from benchmarks.soaking.request import Drawn
from benchmarks.soaking.shop import open_shop
from benchmarks.soaking.soak import AnswersDiffer, NotCoded, soak

SECONDS, SEED, MOST_GROWTH = 6, 1, 60  # MiB; a leaked result at each request would be more


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return open_shop(tmp_path_factory.mktemp("soak") / "project")


@pytest.fixture(scope="module")
def seen():
    """The answers, of both engines."""
    return {}


@pytest.fixture(params=["duckdb", "postgres"])
def soaked(request, tmp_path):
    if request.param == "duckdb":
        with duckdb_file(tmp_path) as opened:
            yield opened
        return
    postgres = next(one for one in ENGINES if one.name == "postgres")
    with running(postgres) as server, postgres_at(server.url) as opened:
        yield opened


def test_mixed_requests_leave_nothing_behind_and_are_answered_alike(project, seen, soaked):
    run = soak(project, soaked.url, SECONDS, SEED, soaked.connections, seen)
    before, after = run.levels
    assert run.requests > 2
    assert run.failures
    assert run.connections == 0
    assert after - before < MOST_GROWTH


def test_an_answer_that_changes_is_seen(project, tmp_path):
    class Otherwise(dict):
        def setdefault(self, key, value):
            return "another"

    with duckdb_file(tmp_path) as opened, pytest.raises(AnswersDiffer):
        soak(project, opened.url, SECONDS, SEED, opened.connections, Otherwise())


def test_a_connection_that_stays_open_is_counted(tmp_path):
    import duckdb

    with duckdb_file(tmp_path) as opened:
        assert opened.connections() == 0
        with duckdb.connect(tmp_path / "soak.duckdb", read_only=True):
            assert opened.connections() == 1


def test_a_failure_that_should_have_been_is_missed(project, tmp_path, monkeypatch):
    monkeypatch.setattr(Drawn, "lacks_a_table", True)
    with duckdb_file(tmp_path) as opened, pytest.raises(NotCoded):
        soak(project, opened.url, SECONDS, SEED + 1, opened.connections, {})
