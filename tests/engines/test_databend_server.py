"""Databend asked by its HTTP protocol: the server is a double, the engine behind it the real one."""

import threading
from pathlib import Path

import pytest
from engines.catalogue import ENGINES, running
from engines.databend_server import databend_server

from kpidef.warehouse import ConnectionRequest, scratch_at
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
