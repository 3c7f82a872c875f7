"""What DuckDB says becomes one of our errors, whole or not at all."""

from pathlib import Path

import duckdb
import pytest

from kpidef.errors import KpidefError, render
from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryCancelled,
    TableMissing,
    WarehouseLocked,
    WarehouseMissing,
    WriteRefused,
)
from kpidef_adapters.duckdb.translation import translate, translate_opening

PATH = Path("crm.duckdb")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (duckdb.IOException('IO Error: Cannot open file "crm.duckdb": Permission denied'), AccessDenied),
        (duckdb.IOException('IO Error: Cannot open database "crm.duckdb": database does not exist'), WarehouseMissing),
        (duckdb.IOException("IO Error: Could not set lock on file: held elsewhere"), WarehouseLocked),
        (duckdb.IOException("IO Error: it is being used by another process.\npython.exe (PID 7)"), WarehouseLocked),
        (duckdb.SerializationException("Serialization Error: newer version"), ConnectionFailed),
    ],
)
def test_a_database_that_does_not_open(error: duckdb.Error, kind: type[KpidefError]) -> None:
    assert type(translate_opening(error, PATH)) is kind


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("lock on file: Conflicting lock is held in /usr/bin/python3.11 (PID 42). See", "python3.11 (PID 42)"),
        (r"used by another process: C:\Outils\dbeaver.exe (PID 7)", "dbeaver.exe (PID 7)"),
        ("lock on file: no one knows", "?"),
    ],
)
def test_the_holder_of_a_lock_is_named_as_far_as_it_is_known(text: str, holder: str) -> None:
    error = duckdb.IOException(text.replace("used by", "being used by"))
    assert translate_opening(error, PATH).fields["holder"] == holder


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (duckdb.InterruptException("INTERRUPT Error: Interrupted!"), QueryCancelled),
        (duckdb.PermissionException("Permission Error: Cannot access file"), AccessDenied),
        (duckdb.IOException('IO Error: Cannot open file "x.csv": Permission denied'), AccessDenied),
        (duckdb.InvalidInputException('Cannot execute statement of type "INSERT" on database "a"'), WriteRefused),
    ],
)
def test_a_query_that_fails(error: duckdb.Error, kind: type[KpidefError]) -> None:
    assert type(translate(error)) is kind


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('Table with name zzz does not exist!\nDid you mean "tickets"?', TableMissing),
        ('Referenced column "zzz" not found in FROM clause!\nCandidate bindings: "montant"', ColumnMissing),
    ],
)
def test_a_name_near_nothing_is_not_guessed(text: str, kind: type[KpidefError], language: str) -> None:
    error = translate(duckdb.CatalogException(text))
    assert type(error) is kind
    assert error.help(language).endswith("kpidef check")


def test_the_nearest_of_all_candidates_is_proposed() -> None:
    text = 'Referenced column "client" not found in FROM clause!\nCandidate bindings: "montant", "client_id", "canal"'
    assert render(translate(duckdb.BinderException(text)), "en") == (
        "KPI511 column 'client' not found in the warehouse\n  help: did you mean 'client_id'?"
    )
