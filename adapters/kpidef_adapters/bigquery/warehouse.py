"""A BigQuery project, as the port asks for it."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Self

import pyarrow as pa
from google.api_core.exceptions import GoogleAPIError
from google.auth.exceptions import GoogleAuthError
from google.cloud import bigquery

from kpidef.errors.warehouse import AccessDenied, QueryCancelled, UnreadableConnection
from kpidef.warehouse import Capabilities, ColumnInfo, ConnectionRequest, Estimate, NeutralType, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.dbapi.arrow import plain
from kpidef_adapters.dbapi.place import Place, place_of
from kpidef_adapters.dbapi.translation import first_line, translate

_TYPES: dict[str, NeutralType] = {
    "STRING": "text",
    "INTEGER": "integer",
    "INT64": "integer",
    "NUMERIC": "decimal",
    "BIGNUMERIC": "decimal",
    "FLOAT": "float",
    "FLOAT64": "float",
    "BOOLEAN": "boolean",
    "BOOL": "boolean",
    "DATE": "date",
    "DATETIME": "timestamp",
    "TIMESTAMP": "timestamptz",
}


def connect(request: ConnectionRequest) -> BigQueryWarehouse:
    """Open `bigquery://project/dataset?location=EU&maximum_bytes_billed=…`; credentials are the environment's."""
    place = place_of(request)
    if not place.options.get("maximum_bytes_billed", "1").isdecimal():
        raise UnreadableConnection(shown=request.shown)
    try:
        client = bigquery.Client(project=place.host, location=place.options.get("location"))
    except GoogleAuthError as error:
        raise AccessDenied(cause=first_line(error)) from None
    return BigQueryWarehouse(client, place, request.shown, timeout=request.timeout)


class BigQueryWarehouse:
    """A project; a query is a job."""

    dialect = "bigquery"
    capabilities = Capabilities(cancel=True, timeout=True, parallel=True, estimate=True)

    def __init__(self, client: bigquery.Client, place: Place, shown: str, *, timeout: float | None = None) -> None:
        self._client = client
        self._place = place
        self._shown = shown
        self._timeout = timeout
        self._job: bigquery.QueryJob | None = None
        self._is_cancelled = False

    def __repr__(self) -> str:
        return f"<BigQueryWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        check_reads(sql)
        seconds = self._timeout if timeout is None else timeout
        self._is_cancelled = False
        try:
            return plain(answer_within(lambda: self._fetch(sql), interrupt=self.cancel, seconds=seconds))
        except (GoogleAPIError, GoogleAuthError) as error:
            if self._is_cancelled:
                raise QueryCancelled from None
            raise translate(error, self._shown, ()) from None

    def estimate(self, sql: str) -> Estimate:
        """The bytes that the SELECT would read, without reading them."""
        check_reads(sql)
        try:
            job = self._client.query(sql, job_config=self._config(dry_run=True))
            return Estimate(bytes=int(job.total_bytes_processed))
        except (GoogleAPIError, GoogleAuthError) as error:
            raise translate(error, self._shown, ()) from None

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables and views of the dataset, else of every dataset."""
        try:
            named = self._place.at(0)
            datasets = [named] if named else [one.dataset_id for one in self._client.list_datasets()]
            found = [table for name in datasets for table in self._client.list_tables(name)]
            return tuple(TableInfo(one.dataset_id, one.table_id, self._columns(one.reference)) for one in found)
        except (GoogleAPIError, GoogleAuthError) as error:
            raise translate(error, self._shown, ()) from None

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of one table, `dataset.table` or `table`."""
        name = table_or_file.replace("`", "")
        dataset = self._place.at(0)
        try:
            return self._columns(name if "." in name or dataset is None else f"{dataset}.{name}")
        except (GoogleAPIError, GoogleAuthError) as error:
            raise translate(error, self._shown, ()) from None

    def cancel(self) -> None:
        """Ask for the running job to stop."""
        self._is_cancelled = True
        if self._job is not None:
            with suppress(GoogleAPIError):
                self._job.cancel()

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetch(self, sql: str) -> pa.Table:
        self._job = self._client.query(sql, job_config=self._config())
        try:
            return self._job.result().to_arrow()
        finally:
            self._job = None

    def _columns(self, table: object) -> tuple[ColumnInfo, ...]:
        fields = self._client.get_table(table).schema
        return tuple(ColumnInfo(one.name, one.field_type, _TYPES.get(one.field_type)) for one in fields)

    def _config(self, *, dry_run: bool = False) -> bigquery.QueryJobConfig:
        config = bigquery.QueryJobConfig(dry_run=dry_run, use_query_cache=not dry_run, labels={"tool": "kpidef"})
        dataset, limit = self._place.at(0), self._place.options.get("maximum_bytes_billed")
        if dataset is not None:
            config.default_dataset = f"{self._client.project}.{dataset}"
        if limit is not None:
            config.maximum_bytes_billed = int(limit)
        return config
