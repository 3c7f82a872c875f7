"""Values that a binding's conversions cannot read, and the column behind what a warehouse could not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Kpi, Source
from kpidef.catalog.needs import needs_of
from kpidef.errors import KpidefError
from kpidef.errors.check import InstantsWithoutZone, UnreadableValues
from kpidef.errors.warehouse import ColumnMissing, QueryCancelled, QueryTimeout, ValueUnreadable

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.plan.request import Request
    from kpidef.sql.check import Inspection
    from kpidef.warehouse import Warehouse

Ask = Callable[..., "pa.Table | KpidefError"]  # what writes a statement, and what about -> its answer

_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Unread:
    """What is wrong in the values of one column."""

    column: str
    error: KpidefError
    count: int | None = None


def stored_columns(source: Source, binding: Binding) -> list[str]:
    """The columns that the bound table holds, or that the binding computes from it."""
    return [
        name
        for name, one in source.columns.items()
        if name in binding.columns or (one.expr is None and one.rollup is None)
    ]


def unreadable(inspection: Inspection, ask: Ask, source: Source, names: Iterable[str]) -> Iterator[Unread]:
    """What is wrong in the values of the columns that the binding converts, read together where they can be."""
    converted = inspection.converted(source, names)
    if not converted or isinstance(ask(inspection.values, source, ()), KpidefError):
        return  # nothing to convert, or rows that cannot be read whatever their columns
    together = ask(inspection.values, source, converted)
    if not isinstance(together, KpidefError):
        yield from _counted(source, converted, together)
        return
    for name in converted:
        answer = ask(inspection.values, source, (name,))
        if not isinstance(answer, KpidefError):
            yield from _counted(source, (name,), answer)
        elif isinstance(answer, ValueUnreadable):
            yield Unread(name, _named(answer, source.id, name))


def located(
    error: KpidefError, kpi: Kpi, request: Request, bindings: Mapping[str, Binding], warehouse: Warehouse
) -> KpidefError:
    """The error of a KPI, naming the column that it comes from where looking at the KPI's own columns tells it."""
    from kpidef.sql.check import Inspection

    if not isinstance(error, ColumnMissing | ValueUnreadable) or error.fields.get("source"):
        return error
    inspection = Inspection(request.catalog, bindings, request.calendar, request.as_of, warehouse.dialect)
    ask = asking(warehouse)
    for source_id, read in needs_of([kpi], request.catalog, bindings).items():
        source = request.catalog.sources[source_id]
        if isinstance(error, ColumnMissing) and isinstance(ask(inspection.probe, source, ()), ColumnMissing):
            return _named(error, source_id, "")  # no column of it: the binding's filters, or its query
        names = [name for name in stored_columns(source, bindings[source_id]) if name in read]
        look = _missing if isinstance(error, ColumnMissing) else _misread
        if (name := look(inspection, ask, source, names)) is not None:
            return _named(error, source_id, name)
    return error


def asking(warehouse: Warehouse) -> Ask:
    """What asks a warehouse; its refusal is an answer, unless it was stopped."""

    def ask(write: Callable[..., str], *about: object) -> pa.Table | KpidefError:
        try:
            return warehouse.execute(write(*about))
        except (QueryCancelled, QueryTimeout):
            raise
        except KpidefError as error:
            return error

    return ask


def _missing(inspection: Inspection, ask: Ask, source: Source, names: Iterable[str]) -> str | None:
    return next((name for name in names if isinstance(ask(inspection.probe, source, (name,)), ColumnMissing)), None)


def _misread(inspection: Inspection, ask: Ask, source: Source, names: Iterable[str]) -> str | None:
    found = unreadable(inspection, ask, source, names)
    return next((one.column for one in found if not isinstance(one.error, InstantsWithoutZone)), None)


def _named(error: KpidefError, source: str, column: str) -> KpidefError:
    return type(error)(error.at, **{**error.fields, "source": source, "bound": column})


def _counted(source: Source, names: Iterable[str], answer: pa.Table) -> Iterator[Unread]:
    from kpidef.sql.check import count_names

    row = answer.to_pylist()[0]
    for rank, name in enumerate(names):
        (unread, one_unread), (naive, one_naive) = count_names(rank)
        if count := row[unread]:
            example = _shown(row[one_unread])
            told = UnreadableValues(
                source=source.id, column=name, count=count, expected=source.columns[name].type, example=example
            )
            yield Unread(name, told, count)
        if count := row.get(naive):
            zoneless = InstantsWithoutZone(source=source.id, column=name, count=count, example=_shown(row[one_naive]))
            yield Unread(name, zoneless, count)


def _shown(value: str) -> str:
    """A value of the data, short, without what could move a terminal's cursor."""
    plain = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in value)
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[:_LONGEST_SHOWN]}…"
