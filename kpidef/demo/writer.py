"""Rows -> a DuckDB file, whole or not at all."""

from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.demo.company import SEED, tables
from kpidef.demo.schema import Rows, columns

if TYPE_CHECKING:
    import duckdb


def write(path: Path, seed: int = SEED) -> None:
    """Write the company to `path`; an existing file is replaced once the new one is complete."""
    import duckdb

    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    # Small blocks: 123 short columns in blocks of the usual 256 KiB would be mostly padding.
    with duckdb.connect(str(unfinished), config={"default_block_size": "16384"}) as connection:
        connection.begin()
        for table, rows in tables(seed).items():
            _write_table(connection, table, rows)
        connection.commit()
    unfinished.replace(path)


def _write_table(connection: "duckdb.DuckDBPyConnection", table: str, rows: Rows) -> None:
    import pyarrow as pa

    types = columns(table)
    declared = ", ".join(f'"{name}" {sql_type}' for name, sql_type in types.items())
    connection.execute(f'CREATE TABLE "{table}" ({declared})')
    kinds = {
        "VARCHAR": pa.string(),
        "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", tz="UTC"),
        "DATE": pa.date32(),
        "INTEGER": pa.int32(),
        "DECIMAL(12,2)": pa.decimal128(12, 2),
        "BOOLEAN": pa.bool_(),
    }
    schema = pa.schema([(name, kinds[sql_type]) for name, sql_type in types.items()])
    arrays = [pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
    connection.register("incoming", pa.Table.from_arrays(arrays, schema=schema))
    connection.execute(f'INSERT INTO "{table}" SELECT * FROM incoming')
    connection.unregister("incoming")
