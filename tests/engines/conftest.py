"""The engines as fixtures, and what ran on each, kept for the matrix of the documentation."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from engines.catalogue import ENGINES, running

collect_ignore = ["fakesnow_app.py"]  # the packages that it imports are in fakesnow's own environment

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".engines.json"
RAN = pytest.StashKey()


def pytest_configure(config):
    config.stash[RAN] = defaultdict(lambda: {"version": "", "executed": set(), "refused": set(), "cases": 0})


@pytest.fixture(scope="session", params=ENGINES, ids=lambda engine: engine.name)
def engine(request):
    """An engine that runs; each in its turn."""
    with running(request.param) as opened:
        yield opened


@pytest.fixture
def compared(request, engine):
    """Call it once rows were compared, with the constructs of the case."""

    def keep(constructs, refused=False):
        if not engine.engine.is_its_own:
            return
        ran = request.config.stash[RAN][engine.engine.name]
        ran["version"] = engine.version
        ran["cases"] += not refused
        ran["refused" if refused else "executed"] |= set(constructs)

    return keep


def pytest_sessionfinish(session):
    """KPIDEF_KEEP_ENGINES=1 keeps what ran, engine by engine, for `python -m docs.engines`."""
    ran = session.config.stash[RAN]
    if not ran or os.environ.get("KPIDEF_KEEP_ENGINES") != "1":
        return
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    for name, found in ran.items():
        kept[name] = {**found, "executed": sorted(found["executed"]), "refused": sorted(found["refused"])}
    KEPT.write_text(json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=1) + "\n", "utf-8")
