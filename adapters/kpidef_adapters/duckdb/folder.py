"""A folder of Parquet and CSV files as a warehouse: each file, or folder of parts, is a view named after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import AmbiguousTable, NoDataFile
from kpidef_adapters.duckdb.text import glob_literal, identifier, literal
from kpidef_adapters.duckdb.translation import translate

_READERS = {
    ".parquet": "read_parquet",
    ".csv": "read_csv",
    ".csv.gz": "read_csv",
    ".csv.zst": "read_csv",
    ".tsv": "read_csv",
}


_ISO = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of a data folder: where it stands, the function that reads it, and its files."""

    name: str
    path: Path
    reader: str
    files: tuple[Path, ...]


def create_views(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, KpidefError]:
    """Give the connection one view for each table of the folder; what keeps a table from having one, by its name."""
    broken: dict[str, KpidefError] = {}
    for table in find_tables(folder):
        try:
            connection.execute(f"CREATE VIEW {identifier(table.name)} AS SELECT * FROM {_rows(connection, table)}")
        except duckdb.Error as error:
            broken[table.name.lower()] = translate(error, table.path.name)
    return broken


def find_tables(folder: Path) -> tuple[DataTable, ...]:
    """The tables of a data folder, by name; hidden files and other formats are left alone."""
    tables: dict[str, DataTable] = {}
    for path in sorted(folder.iterdir()):
        table = None if path.name.startswith(".") else _table(path)
        if table is None:
            continue
        # DuckDB's names ignore case, so do two files.
        first = tables.setdefault(table.name.lower(), table)
        if first is not table:
            raise AmbiguousTable(table=table.name, first=first.path.name, second=path.name)
    if not tables:
        raise NoDataFile(path=folder)
    return tuple(tables.values())


def reader_of(name: str) -> str | None:
    """The function that reads a file of this name, if any does.

    >>> reader_of("data/ventes.csv.gz"), reader_of("crm.ventes")
    ('read_csv', None)
    """
    return next((reader for suffix, reader in _READERS.items() if name.lower().endswith(suffix)), None)


def _table(path: Path) -> DataTable | None:
    if not path.is_dir():
        reader = reader_of(path.name)
        return None if reader is None else DataTable(_stem(path.name), path, reader, (path,))
    parts = [part for part in sorted(path.rglob("*")) if part.is_file() and reader_of(part.name)]
    readers = {reader_of(part.name) for part in parts}
    reader = "read_parquet" if "read_parquet" in readers else "read_csv"
    files = tuple(part for part in parts if reader_of(part.name) == reader)
    return DataTable(path.name, path, reader, files) if files else None


def _rows(connection: duckdb.DuckDBPyConnection, table: DataTable) -> str:
    parts = ", ".join(glob_literal(str(file)) for file in table.files)
    if table.reader != "read_csv":
        return f"{table.reader}([{parts}])"
    # DuckDB guesses the order of day and month from a few lines: a date that is not ISO 8601 stays text, to be parsed.
    options = f"dateformat = '{_ISO}'"
    sniffed = f"sniff_csv({glob_literal(str(table.files[0]))}, {options})"
    found = connection.execute(f"SELECT TimestampFormat, Columns FROM {sniffed}").fetchone()
    assert found is not None
    guessed, columns = found
    kept = [one["name"] for one in columns if guessed is not None and one["type"].startswith("TIMESTAMP")]
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in kept)
    return f"read_csv([{parts}], {options}{f', types = {{{types}}}' if kept else ''})"


def _stem(name: str) -> str:
    suffix = max((suffix for suffix in _READERS if name.lower().endswith(suffix)), key=len)
    return name[: -len(suffix)]
