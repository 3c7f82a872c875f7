"""Databend asked by its HTTP protocol: the server is a double, the engine behind it the real one."""

import threading
from pathlib import Path

import pytest
from engines.catalogue import ENGINES, running
from engines.databend_server import databend_server

import kpidef
from kpidef.warehouse import ConnectionRequest, ScratchTable, scratch_at
from kpidef.warehouse.conformance import WarehouseConformance
from kpidef_adapters.databend.answer import Lost, Refused
from kpidef_adapters.databend.opening import way_of

DATABEND = next((one for one in ENGINES if one.name == "databend"), None)


@pytest.fixture(scope="module")
def server():
    if DATABEND is None:
        pytest.skip("KPIDEF_ENGINES=databend pytest tests/engines -k databend runs it")
    with running(DATABEND) as opened:
        engine = way_of(ConnectionRequest(opened.url, Path()))
        with databend_server(answers_of(engine), engine.interrupt) as started:
            yield started
        engine.close()


def answers_of(engine):
    """The documents of the real engine, one statement at a time."""
    turn = threading.Lock()

    def answer(sql):
        try:
            with turn:
                found = engine.ask(sql)
        except Refused as error:
            return {"error": {"code": error.code, "message": error.cause}}
        except Lost as error:
            return {"error": {"code": 1043, "message": str(error)}}
        schema = [{"name": name, "type": kind} for name, kind in zip(found.names, found.types, strict=True)]
        return {"schema": schema, "data": list(found.rows)}

    return answer


class TestDatabendServer(WarehouseConformance):
    """What every adapter must do, by HTTP. The one session behind is told of its database by the scratch's own USE."""

    slow_sql = "SELECT COUNT(*) FROM numbers(1000000000000) WHERE (number * 7 + 3) % 11 = 2"

    @pytest.fixture
    def warehouse(self, server, tmp_path):
        with scratch_at(server.url, base=tmp_path, environment={}) as opened:
            yield opened


PROJECT = """
kpidef: 1
name: Essai
timezone: Europe/Paris
libraries: []
definitions: definitions
bindings:
  tickets: {table: tickets%s}
"""
SOURCE = "{source: tickets, label: Tickets, key: id, columns: {id: {type: text}, recu_le: {type: timestamptz}}}"
KPI = "{kpi: recus, label: Reçus, description: Essai., measure: {source: tickets, agg: count, time: recu_le}}"
LATE = "2026-02-28 23:30:00"  # in Paris, the first of March


@pytest.mark.parametrize(
    ("kind", "binding", "month"),
    [
        ("timestamp", "", "2026-03"),
        ("timestamp", ", zone: UTC", "2026-03"),
        ("timestamp", ", zone: Europe/Paris", "2026-02"),
        ("timestamptz", "", "2026-03"),
        ("timestamptz", ", zone: UTC", "2026-03"),
    ],
)
def test_a_time_is_read_as_its_binding_says_and_checked_as_such(server, tmp_path, kind, binding, month):
    for name, text in {
        "kpidef.yml": PROJECT % binding,
        "definitions/tickets.yml": SOURCE,
        "definitions/recus.yml": KPI,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with scratch_at(server.url, base=tmp_path, environment={}) as held:
        held.load([ScratchTable("tickets", (("id", "text"), ("recu_le", kind)), [("t1", LATE)])])
        url = server.url.replace("/default", f"/{held.introspect()[0].schema}")
        project = kpidef.load(tmp_path, connection=url)
        assert project.check() == ()
        found = project.run("recus", period="2026-T1", grain="month", as_of="2026-07-01").to_arrow().to_pylist()
    assert [row["period"] for row in found if row["value"]] == [month]
