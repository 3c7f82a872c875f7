"""A folder of Parquet and CSV files is a warehouse, and files stand beside the project."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpidef.errors.warehouse import AmbiguousTable, NoDataFile, NotUtf8, TableMissing, UnreadableFile
from kpidef.warehouse import ColumnInfo, Warehouse, connect


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "données d'essai"
    data.mkdir()
    pq.write_table(pa.table({"a": [1, 2]}), data / "ventes.parquet")
    (data / "clients.csv").write_text("client_id,nom\nc1,Zoé\n", encoding="utf-8")
    (data / "lot[1].csv").write_text("n\n1\n", encoding="utf-8")
    (data / "contacts").mkdir()
    pq.write_table(pa.table({"a": [1]}), data / "contacts" / "2026-01.parquet")
    (data / "contacts" / "sous").mkdir()
    pq.write_table(pa.table({"a": [2]}), data / "contacts" / "sous" / "2026-02.parquet")
    (data / "LISEZMOI.txt").write_text("rien", encoding="utf-8")
    (data / ".cache.csv").write_text("x\n1\n", encoding="utf-8")
    (data / "vide").mkdir()
    return data


def open_folder(folder: Path) -> Warehouse:
    return connect(f"duckdb:///{folder.name}/", base=folder.parent, environment={})


def test_each_file_or_folder_of_parts_is_a_table(folder: Path) -> None:
    with open_folder(folder) as opened:
        assert [table.name for table in opened.introspect()] == ["clients", "contacts", "lot[1]", "ventes"]


def test_the_parts_of_a_folder_are_one_table(folder: Path) -> None:
    with open_folder(folder) as opened:
        assert opened.execute("SELECT a FROM contacts ORDER BY a").to_pylist() == [{"a": 1}, {"a": 2}]


def test_a_csv_file_keeps_its_accents(folder: Path) -> None:
    with open_folder(folder) as opened:
        assert opened.execute("SELECT * FROM clients").to_pylist() == [{"client_id": "c1", "nom": "Zoé"}]


def test_a_file_s_name_is_no_pattern(folder: Path) -> None:
    with open_folder(folder) as opened:
        assert opened.execute('SELECT * FROM "lot[1]"').to_pylist() == [{"n": 1}]


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    (folder / "Ventes.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(AmbiguousTable) as raised:
        open_folder(folder)
    assert {raised.value.fields["first"], raised.value.fields["second"]} == {"Ventes.csv", "ventes.parquet"}


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("rien", encoding="utf-8")
    with pytest.raises(NoDataFile):
        connect("duckdb:///", base=tmp_path, environment={})


def test_a_broken_parquet_file_is_said_so_by_who_reads_it(folder: Path) -> None:
    (folder / "Abimee.parquet").write_text("pas du parquet " * 10, encoding="utf-8")
    with open_folder(folder) as opened, pytest.raises(UnreadableFile) as raised:
        opened.execute('SELECT * FROM "Abimee"')
    assert raised.value.fields["file"] == "Abimee.parquet"


def test_a_file_that_is_not_utf_8_is_said_so_by_who_reads_it(folder: Path) -> None:
    (folder / "latin.csv").write_bytes("client,nom\nc1,Zoé\n".encode("latin-1"))
    with open_folder(folder) as opened, pytest.raises(NotUtf8) as raised:
        opened.columns_of("latin")
    assert raised.value.fields["file"] == "latin.csv"


def test_a_binding_s_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "latin.csv").write_bytes("client,nom\nc1,Zoé\n".encode("latin-1"))
    with connect("duckdb://:memory:", base=folder, environment={}) as opened, pytest.raises(NotUtf8) as raised:
        opened.columns_of("latin.csv")
    assert raised.value.fields["file"] == "latin.csv"


def test_a_file_that_cannot_be_read_leaves_the_other_tables(folder: Path) -> None:
    (folder / "latin.csv").write_bytes("client,nom\nc1,Zoé\n".encode("latin-1"))
    with open_folder(folder) as opened:
        assert opened.execute("SELECT * FROM clients").num_rows == 1
        assert "latin" not in [table.name for table in opened.introspect()]


def test_only_iso_dates_are_taken_for_dates(folder: Path) -> None:
    """03/04 is the 3rd of April or the 4th of March: who binds the column says which."""
    (folder / "appels.csv").write_text(
        "iso,instant,local,ecrit,heure\n"
        "2026-04-03,2026-04-03 10:00:00+00,2026-04-03 10:00:00,03/04/2026,03/04/2026 10:00:00\n",
        encoding="utf-8",
    )
    with open_folder(folder) as opened:
        kinds = {one.name: one.type for one in opened.columns_of("appels")}
    assert kinds == {"iso": "date", "instant": "timestamptz", "local": "timestamp", "ecrit": "text", "heure": "text"}


@pytest.mark.parametrize("name", ["ventes.parquet", "./ventes.parquet", "*.parquet"])
def test_a_binding_s_file_stands_beside_the_project_file(folder: Path, name: str) -> None:
    with connect("duckdb://:memory:", base=folder, environment={}) as opened:
        assert opened.columns_of(name) == (ColumnInfo("a", "BIGINT", "integer"),)
        assert opened.execute(f"SELECT a FROM read_parquet('{name}')").num_rows == 2


def test_a_binding_s_missing_file_is_named(folder: Path) -> None:
    with connect("duckdb://:memory:", base=folder, environment={}) as opened, pytest.raises(TableMissing) as raised:
        opened.columns_of("absent.csv")
    assert raised.value.fields["table"] == "absent.csv"
