"""Given rows, and queries of BigQuery's SQL over them, in this process."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TypeVar

import pyarrow as pa
from google.protobuf.message import Message
from zetasql import types
from zetasql.core import ZetaSQLError, ZetaSqlLocalService
from zetasql.types import (
    AnalyzerOptions,
    LanguageFeature,
    LanguageOptions,
    SimpleCatalog,
    SimpleColumn,
    SimpleTable,
    Type,
    ZetaSQLBuiltinFunctionOptions,
)
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import ColumnMissing, QueryFailed, QueryRefused, TableMissing, ValueUnreadable
from kpidef.warehouse import Capabilities, ColumnInfo, ConnectionRequest, ScratchTable, TableInfo
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.googlesql.value import KINDS, arrow_column, content_of

_TABLE = re.compile(r"Table not found: (\S+?)(?:; Did you mean (\S+?)\?)?(?: \[|$|;)")
_COLUMN = re.compile(
    r"(?:Unrecognized name:|Name) (\S+?)(?: not found inside \S+)?(?:; Did you mean (\S+?)\?)?(?: \[|$|;)"
)
Answer = TypeVar("Answer", bound=Message)


def connect(request: ConnectionRequest) -> GoogleSqlScratch:
    """A warehouse without a table: `googlesql://` has none but those that it is given."""
    return scratch_at(request)


def scratch_at(request: ConnectionRequest) -> GoogleSqlScratch:
    """A warehouse without a table."""
    return GoogleSqlScratch(request.shown)


def scratch(tables: Sequence[ScratchTable] = ()) -> GoogleSqlScratch:
    """A warehouse that holds these tables and no other."""
    opened = GoogleSqlScratch("googlesql://")
    opened.load(tables)
    return opened


class GoogleSqlScratch:
    """A warehouse whose rows are given; one query at a time."""

    dialect = "bigquery"
    capabilities = Capabilities(schemas=False)

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._tables: tuple[ScratchTable, ...] = ()
        self._content: dict[str, Message] = {}
        self._service = ZetaSqlLocalService.get_instance()
        self._language = _language()

    def __repr__(self) -> str:
        return f"<GoogleSqlScratch {self._shown}>"

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other; where one of them is wrong, what was held stays."""
        content = {table.name: content_of(table) for table in tables}
        self._content, self._tables = content, tuple(tables)

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:  # noqa: ARG002  it can't be stopped
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        check_reads(sql)
        try:
            prepared = self._call("PrepareQuery", self._question(sql), local_service_pb2.PrepareQueryResponse).prepared
            try:
                known = local_service_pb2.EvaluateQueryRequest(prepared_query_id=prepared.prepared_query_id)
                answer = self._call("EvaluateQuery", known, local_service_pb2.EvaluateQueryResponse)
            finally:
                self._service.unprepare_query(prepared_query_id=prepared.prepared_query_id)
        except ZetaSQLError as error:
            raise _translate(error) from error
        rows = answer.content.table_data.row
        columns = [
            arrow_column(column.type.type_kind, [row.cell[place] for row in rows])
            for place, column in enumerate(prepared.columns)
        ]
        return pa.Table.from_arrays(columns, names=[column.name for column in prepared.columns])

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(
            TableInfo("", table.name, _columns(table)) for table in sorted(self._tables, key=lambda one: one.name)
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of one table."""
        for table in self._tables:
            if table.name == table_or_file.strip("`"):
                return _columns(table)
        raise TableMissing(table=table_or_file, nearest="")

    def cancel(self) -> None:
        """Nothing: a query runs to its end."""

    def close(self) -> None:
        """Forget the rows."""
        self._tables, self._content = (), {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _question(self, sql: str) -> Message:
        options = AnalyzerOptions(language_options=self._language, default_timezone="UTC")
        question = types.PrepareQueryRequest(sql=sql, options=options, simple_catalog=self._catalog()).to_proto()
        # The package's own records do not carry instants: its messages do.
        for name, content in self._content.items():
            question.table_content[name].CopyFrom(content)
        return question

    def _call(self, name: str, question: Message, answer: type[Answer]) -> Answer:
        found: Answer = self._service.wasm_client.call_grpc_func(f"ZetaSqlLocalService_{name}", question, answer)
        return found

    def _catalog(self) -> SimpleCatalog:
        tables = [
            SimpleTable(
                name=table.name,
                column=[SimpleColumn(name=name, type=Type(type_kind=KINDS[kind])) for name, kind in table.columns],
            )
            for table in self._tables
        ]
        builtin = ZetaSQLBuiltinFunctionOptions(language_options=self._language)
        return SimpleCatalog(name="scratch", table=tables, builtin_function_options=builtin)


def _language() -> LanguageOptions:
    """What the language has, but for what BigQuery refuses."""
    options = LanguageOptions.maximum_features()
    refused = {LanguageFeature.FEATURE_TIMESTAMP_NANOS, LanguageFeature.FEATURE_TIMESTAMP_PICOS}
    options.enabled_language_features = [one for one in options.enabled_language_features if one not in refused]
    return options


def _columns(table: ScratchTable) -> tuple[ColumnInfo, ...]:
    return tuple(ColumnInfo(name, KINDS[kind].name.removeprefix("TYPE_"), kind) for name, kind in table.columns)


def _translate(error: ZetaSQLError) -> KpidefError:
    cause = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if found := _TABLE.search(cause):
        return TableMissing(table=found[1].strip("`"), nearest=(found[2] or "").strip("`"))
    if found := _COLUMN.search(cause):
        return ColumnMissing(column=found[1].strip("`").rpartition(".")[2], nearest=(found[2] or "").strip("`"))
    match int(getattr(error, "code", 0)):
        case 3:
            return QueryRefused(cause=cause)
        case 11:
            return ValueUnreadable(cause=cause)
        case _:
            return QueryFailed(cause=cause)
