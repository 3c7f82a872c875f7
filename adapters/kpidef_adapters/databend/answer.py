"""What Databend answers to a statement, by whatever way it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from kpidef_adapters.databend.types import arrow_column


class Refused(Exception):
    """An error of the engine's: its number, and what it says."""

    def __init__(self, code: int, cause: str) -> None:
        super().__init__(cause)
        self.code = code
        self.cause = " ".join(cause.split())


class Lost(Exception):
    """Nobody answers any more, or nobody that speaks the protocol."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of texts, and their columns."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]

    def table(self) -> pa.Table:
        """The rows as Arrow."""
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.names)
        arrays = [arrow_column(kind, values) for kind, values in zip(self.types, columns, strict=True)]
        return pa.Table.from_arrays(arrays, names=list(self.names))


class Way(Protocol):
    """A way to ask an engine: one statement at a time. `storage` is where the tables that it is given are kept."""

    storage: str

    def ask(self, sql: str, seconds: float | None = None) -> Answer:
        """What the engine answers; it gives up by itself some time after these seconds. Raises Refused or Lost."""
        ...

    def interrupt(self) -> None:
        """Stop the statement that runs, from any thread; nothing where none does."""
        ...

    def hold(self, database: str, statements: tuple[str, ...]) -> None:
        """Names are looked up in this database; an engine that had to be stopped makes it again by the statements."""
        ...

    def drop(self, database: str) -> None:
        """The database is needed no more."""
        ...

    def close(self) -> None:
        """Leave; a second time does nothing."""
        ...


def read_page(document: Mapping[str, Any]) -> Answer:
    """One page of an answer, as the protocol writes it. Raises Refused."""
    error = document.get("error")
    if error is not None:
        raise Refused(int(error["code"]), str(error["message"]))
    fields = document.get("schema") or ()
    names, kinds = tuple(str(one["name"]) for one in fields), tuple(str(one["type"]) for one in fields)
    return Answer(names, kinds, document.get("data") or ())
