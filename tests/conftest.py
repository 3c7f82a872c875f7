"""What several test files share."""

import os
import signal
from dataclasses import dataclass

import pytest

from kpidef.calendar import Duration
from kpidef.catalog.nearest import nearest
from kpidef.errors import Position, SourceText
from kpidef.errors.catalog import UnknownColumn, UnknownParameter
from kpidef.expression import parse, resolve
from kpidef.expression.typed import Constant, Field, HostField, Term

COLUMNS = {
    "sens": "text",
    "note": "integer",
    "prix": "decimal",
    "ratio": "float",
    "ok": "boolean",
    "jour": "date",
    "jour2": "date",
    "heure_locale": "timestamp",
    "debut_le": "timestamptz",
    "fin_le": "timestamptz",
    "brut": "any",
}
PARAMETERS = {
    "seuil": Constant(2, "integer"),
    "depuis": Constant("2026-01-01", "text"),
    "horizon": Constant(Duration(7, "day"), "duration"),
    "postes": (Constant("a", "text"), Constant("b", "text")),
    "vide": (),
    "kpi": Term("ca", "float"),
}


@dataclass(frozen=True)
class OneSource:
    """A scope over COLUMNS and PARAMETERS, in Paris."""

    aggregates: bool = False
    formula: bool = False
    overlap: bool = False
    zone: str = "Europe/Paris"

    def name(self, parts):
        if self.formula:
            return Term(parts[0], "float")
        if parts[-1] not in COLUMNS:
            raise UnknownColumn(name=parts[-1], source="une", **nearest(parts[-1], COLUMNS))
        kind = COLUMNS[parts[-1]]
        return HostField(parts[1], kind) if parts[0] == "this" else Field(parts[-1], kind, parts[:-1])

    def parameter(self, name):
        if name not in PARAMETERS:
            raise UnknownParameter(name=name, **nearest(name, PARAMETERS))
        return PARAMETERS[name]


@pytest.fixture(scope="session")
def meaning_of():
    """text -> typed expression, in a source with one column of each type."""

    def meaning(text, **flags):
        at = Position(SourceText("kpi.yml", text), 1, 1)
        return resolve(parse(text, at), OneSource(**flags), at)

    return meaning


def pytest_configure() -> None:
    """Ctrl-C is tested: a runner that starts us in the background has it ignored."""
    os.environ.setdefault("KPIDEF_CACHE", "off")  # tests leave nothing in one's home
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
