"""A result for other programs: every value as it is, in every format."""

import builtins
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
import pytest
from pyarrow import parquet

from kpidef.errors import KpidefError
from kpidef.report import FORMATS, Kind, Result, csv_text, json_text, parquet_bytes, render_result

KINDS: Mapping[str, Kind] = {"canal": "dimension", "montant": "measure"}
TABLE = pa.table(
    {
        "kpi": ["panier_moyen", "panier_moyen"],
        "period_start": pa.array([date(2026, 3, 1), None], pa.date32()),
        "canal": ['a, "b"\n=c', None],
        "rolled_up": pa.array([[], ["canal", "région"]], pa.list_(pa.string())),
        "value": [0.1, 3.0],
        "complete": [True, False],
        "montant": pa.array([Decimal("12345678901234567.89"), Decimal("1.00")], pa.decimal128(38, 2)),
        "vu_le": pa.array([datetime(2026, 3, 1, 9, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
    }
)
RESULT = Result(TABLE, KINDS)


def test_csv_has_decimal_points_iso_dates_and_bars_between_rolled_up_dimensions() -> None:
    assert csv_text(RESULT) == (
        "kpi,period_start,canal,rolled_up,value,complete,montant,vu_le\n"
        'panier_moyen,2026-03-01,"a, ""b""\n=c",,0.1,true,12345678901234567.89,2026-03-01T09:00:00+00:00\n'
        "panier_moyen,,,canal|région,3,false,1.00,\n"
    )


def test_json_is_an_array_of_objects_with_exact_numbers() -> None:
    assert json_text(RESULT) == (
        "[\n"
        '  {"kpi": "panier_moyen", "period_start": "2026-03-01", "canal": "a, \\"b\\"\\n=c", "rolled_up": [], '
        '"value": 0.1, "complete": true, "montant": 12345678901234567.89, "vu_le": "2026-03-01T09:00:00+00:00"},\n'
        '  {"kpi": "panier_moyen", "period_start": null, "canal": null, "rolled_up": ["canal", "région"], '
        '"value": 3, "complete": false, "montant": 1.00, "vu_le": null}\n'
        "]\n"
    )


def test_json_is_read_back() -> None:
    assert [row["value"] for row in json.loads(json_text(RESULT))] == [0.1, 3.0]


def test_json_without_rows_is_an_empty_array() -> None:
    assert json_text(Result(TABLE.slice(0, 0), KINDS)) == "[]\n"


def test_what_is_not_a_number_is_null() -> None:
    odd = Result(pa.table({"value": [float("nan"), float("inf"), 1e300, 2.0**53]}), {})
    assert [row["value"] for row in json.loads(json_text(odd))] == [None, None, 1e300, 2.0**53]
    assert csv_text(odd) == 'value\n""\n""\n1e+300\n9007199254740992.0\n'


def test_another_type_is_written_as_its_text() -> None:
    odd = Result(pa.table({"attente": pa.array([timedelta(minutes=90)], pa.duration("s"))}), {})
    assert (csv_text(odd), json_text(odd)) == ("attente\n1:30:00\n", '[\n  {"attente": "1:30:00"}\n]\n')


def test_parquet_gives_the_table_back() -> None:
    assert parquet.read_table(BytesIO(parquet_bytes(RESULT))).equals(TABLE)


def test_every_format_is_rendered_by_its_name() -> None:
    assert FORMATS == ("table", "csv", "json", "parquet", "markdown")
    assert render_result(RESULT, "csv") == csv_text(RESULT)
    assert render_result(RESULT, "parquet") == parquet_bytes(RESULT)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(KpidefError, match="KPI381 unknown format 'xlsx'") as caught:
        render_result(RESULT, "xlsx")
    assert caught.value.help("fr") == "choisissez parmi table, csv, json, parquet, markdown"


def test_arrow_pandas_and_polars_hold_the_same_values() -> None:
    assert RESULT.to_arrow() is TABLE
    assert RESULT.to_pandas()["value"].tolist() == [0.1, 3.0]
    assert RESULT.to_polars()["value"].to_list() == [0.1, 3.0]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_a_coded_error(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> object:
        if name == package:
            raise ImportError(name)
        return known(name, globals, locals, fromlist or (), level)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(KpidefError, match="KPI380") as caught:
        getattr(RESULT, f"to_{package}")()
    assert caught.value.help("fr").startswith(f"pip install 'kpidef[{package}]'")


def test_columns_are_told_by_their_kind() -> None:
    assert (RESULT.of_kind("dimension"), RESULT.of_kind("measure")) == (("canal",), ("montant",))
    assert RESULT.columns[0] == "kpi"
