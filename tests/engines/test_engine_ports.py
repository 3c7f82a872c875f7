"""Every engine is a warehouse as the port says."""

import pytest
from engines.catalogue import ENGINES, running

from kpidef.warehouse import scratch_at
from kpidef.warehouse.conformance import WarehouseConformance


class EngineConformance(WarehouseConformance):
    """Each test has a scratch schema of its own."""

    @pytest.fixture(scope="class")
    def started(self):
        with running(self.engine) as opened:
            yield opened

    @pytest.fixture
    def warehouse(self, started, tmp_path):
        with scratch_at(started.url, base=tmp_path, environment={}) as opened:
            yield opened

    def require(self, *, able):
        super().require(able=able and self.engine.stops)

    def read_back(self, warehouse, kind, *values):
        if None in values and kind in self.engine.loses_nulls_of:
            pytest.skip("the engine's own fault")
        return super().read_back(warehouse, kind, *values)


def conformance(engine):
    """The name and the class of an engine's tests."""
    name = f"Test{engine.name.title().replace('-', '')}"
    return name, type(
        name, (EngineConformance,), {"engine": engine, "slow_sql": engine.slow_sql, "quote": engine.quote}
    )


globals().update(conformance(one) for one in ENGINES if one.name != "duckdb")
