"""A scheme names its adapter, and a connection that cannot be made says what to do."""

import sys
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path

import pytest

from kpidef.errors import render
from kpidef.errors.warehouse import MissingDriver, UnknownScheme
from kpidef.warehouse import ConnectionRequest, connect
from kpidef.warehouse.registry import GROUP, find_adapter, installed


class Packaged(Distribution):
    """A distribution whose extras hold drivers."""

    def __init__(self, *extras: str) -> None:
        self.extras = extras

    def read_text(self, filename: str) -> str | None:
        lines = ("Name: kpidef-snow", *(f"Provides-Extra: {extra}" for extra in self.extras), "")
        return "\n".join(lines) if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


class Recorder:
    """An adapter that hands back the request it was given."""

    @staticmethod
    def connect(request: ConnectionRequest) -> ConnectionRequest:
        return request


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def packaged(name: str, *extras: str) -> EntryPoint:
    """An adapter whose driver is missing, and the extras of its package."""
    found = entry(name, "no_such_driver_of_ours")
    vars(found).update(dist=Packaged(*extras))
    return found


def test_duckdb_is_installed_by_the_same_door_as_any_adapter() -> None:
    assert ("duckdb", "kpidef_adapters.duckdb") in {(found.name, found.value) for found in installed()}


def test_an_unknown_scheme_answers_with_the_list_and_the_nearest() -> None:
    with pytest.raises(UnknownScheme) as raised:
        find_adapter("duckbd", [entry("duckdb", "x"), entry("postgresql", "y")])
    assert render(raised.value, "fr") == (
        "KPI501 aucun adaptateur pour « duckbd » (installés : duckdb, postgresql)\n"
        "  aide : vouliez-vous dire « duckdb » ?"
    )


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("fr", "  aide : installez le paquet qui fournit cet adaptateur"),
        ("en", "  help: install the package that provides this adapter"),
    ],
)
def test_a_scheme_near_nothing_answers_with_the_list(language: str, advice: str) -> None:
    with pytest.raises(UnknownScheme) as raised:
        find_adapter("oracle", [])
    assert render(raised.value, language).endswith(advice)


def test_a_missing_driver_answers_with_the_install_command() -> None:
    with pytest.raises(MissingDriver) as raised:
        find_adapter("lake", [entry("lake", "no_such_driver_of_ours")])
    assert raised.value.help("en") == "run: pip install no_such_driver_of_ours"


def test_a_driver_that_is_an_extra_is_installed_by_its_extra() -> None:
    with pytest.raises(MissingDriver) as raised:
        find_adapter("snow", [packaged("snow", "snow")])
    assert raised.value.help("fr") == 'lancez : pip install "kpidef-snow[snow]"'


def test_a_scheme_with_a_plus_is_the_adapter_of_its_first_half(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "recorder_of_ours", Recorder)
    opened = connect("lake+iceberg://dwh", base=tmp_path, environment={}, adapters=[entry("lake", "recorder_of_ours")])
    assert opened.url == "lake+iceberg://dwh"


def test_a_scheme_with_a_plus_has_its_own_extra() -> None:
    with pytest.raises(MissingDriver) as raised:
        find_adapter("snow+iceberg", [packaged("snow", "snow", "snow-iceberg")])
    assert raised.value.fields["command"] == 'pip install "kpidef-snow[snow-iceberg]"'
    with pytest.raises(MissingDriver) as raised:
        find_adapter("snow+delta", [packaged("snow", "snow", "snow-iceberg")])
    assert raised.value.fields["command"] == 'pip install "kpidef-snow[snow]"'


def test_the_adapter_receives_the_expanded_url_and_the_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "recorder_of_ours", Recorder)
    opened = connect(
        "lake://${USER}@dwh",
        base=tmp_path,
        environment={"USER": "ana"},
        read_only=False,
        timeout=3,
        adapters=[entry("lake", "recorder_of_ours")],
    )
    assert opened == ConnectionRequest("lake://ana@dwh", tmp_path, read_only=False, timeout=3)


def test_a_request_does_not_show_its_secrets(tmp_path: Path) -> None:
    request = ConnectionRequest("lake://ana:s3cret@dwh?token=s3cret", tmp_path)
    assert "s3cret" not in repr(request)
    assert request.shown == "lake://***@dwh?token=***"
