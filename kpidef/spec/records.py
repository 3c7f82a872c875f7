"""What the YAML files say, unresolved: names are still text, and every text knows its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kpidef.errors import Position


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written, and where; expressions, names and values alike until someone reads them."""

    value: str
    at: Position

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class RollupSpec:
    """Facts of another source (or of the same one), folded to one value a row."""

    source: Text
    match: tuple[tuple[Text, Text], ...]  # (rolled source's column, host's column)
    agg: AggSpec
    expr: Text | None
    filters: tuple[Text, ...]
    time: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class AggSpec:
    """An aggregate's name; `percentile` carries its fraction in [0, 1] as written (may be a `:param`)."""

    name: Text
    percentile: Text | None = None


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    name: Text
    type: Text | None = None  # None where it follows from expr or rollup
    label: str | None = None
    description: str | None = None
    unit: Text | None = None
    values: tuple[Text, ...] = ()
    references: Text | None = None  # "clients.client_id"
    same_as: Text | None = None
    dimension: bool | None = None
    grain: Text | None = None
    expr: Text | None = None
    rollup: RollupSpec | None = None


@dataclass(frozen=True, slots=True)
class ValiditySpec:
    start: Text  # key `from`
    end: Text  # key `to`


@dataclass(frozen=True, slots=True)
class SnapshotSpec:
    at: Text
    stale_after: Text | None


@dataclass(frozen=True, slots=True)
class SourceSpec:
    id: Text
    label: str | None
    description: str | None
    key: tuple[Text, ...]
    time: Text | None
    validity: ValiditySpec | None
    snapshot: SnapshotSpec | None
    filters: tuple[Text, ...]
    columns: tuple[ColumnSpec, ...]
    notes: str | None = None
    owner: str | None = None
    override: bool = False  # the file says `override: <id>`: columns are added to, other keys replaced
    present: frozenset[str] = frozenset()  # top-level keys written in the file


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """An aggregate of one source with its time rule; with `per`, two stages."""

    at_position: Position
    name: Text | None = None  # its key under `measures`; None for numerator, denominator, measure written in place
    label: str | None = None
    description: str | None = None
    unit: Text | None = None
    source: Text | None = None
    agg: AggSpec | None = None
    expr: Text | None = None
    filters: tuple[Text, ...] = ()
    time: Text | None = None
    at: Text | None = None  # start | end | any | average
    flow: Text | None = None  # in | out
    entity: Text | None = None
    window: Text | None = None
    cohort: Text | None = None
    per: Text | None = None
    having: Text | None = None
    measures: tuple[MeasureSpec, ...] = ()
    formula: Text | None = None
    rollups: tuple[ColumnSpec, ...] = ()


TermSpec = MeasureSpec | Text  # numerator and denominator: a measure in place, or a name or expression


@dataclass(frozen=True, slots=True)
class ParamSpec:
    """A published parameter: a scalar as written, or a list of them."""

    name: Text
    value: Text | tuple[Text, ...]
    label: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class TargetSpec:
    start: Text  # key `from`
    value: Text
    to: Text | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ExampleSpec:
    """A worked example: rows a source, a request, and what is expected of it."""

    name: str
    at: Position
    given: tuple[tuple[Text, tuple[tuple[tuple[Text, Text | None], ...], ...]], ...]  # source -> rows of (column, cell)
    period: Text | None
    expect: tuple[tuple[tuple[Text, Text | None], ...], ...]  # one or several rows of (name, expected; None is null)
    grain: Text | None = None
    by: tuple[Text, ...] = ()
    where: tuple[Text, ...] = ()
    as_of: Text | None = None
    params: tuple[ParamSpec, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class KpiSpec:
    id: Text
    label: str | None = None
    description: str | None = None
    details: str | None = None
    notes: str | None = None
    family: Text | None = None
    acronyms: tuple[Text, ...] = ()
    synonyms: tuple[Text, ...] = ()
    related: tuple[Text, ...] = ()
    unit: Text | None = None
    direction: Text | None = None  # up | down | none
    format: Text | None = None
    owner: str | None = None
    reviewer: str | None = None
    review_by: Text | None = None
    status: Text | None = None
    replaced_by: Text | None = None
    period: Text | None = None
    grains: tuple[Text, ...] = ()
    dimensions: tuple[Text, ...] = ()
    params: tuple[ParamSpec, ...] = ()
    filters: tuple[Text, ...] = ()
    measures: tuple[MeasureSpec, ...] = ()
    measure: MeasureSpec | None = None
    numerator: TermSpec | None = None
    denominator: TermSpec | None = None
    formula: Text | None = None
    targets: tuple[TargetSpec, ...] = ()
    thresholds: tuple[tuple[Text, Text], ...] = ()  # (good | watch, "<= 0.25")
    pitfalls: tuple[str, ...] = ()
    examples: tuple[ExampleSpec, ...] = ()
    history: tuple[Mapping[str, str], ...] = ()
    links: tuple[Mapping[str, str], ...] = ()
    extends: Text | None = None
    override: bool = False  # the file says `override: <id>`: the keys present replace those of a library KPI
    present: frozenset[str] = frozenset()  # top-level keys written in the file


@dataclass(frozen=True, slots=True)
class NativeSql:
    """A binding's expression in the warehouse's own dialect."""

    sql: Text
    dialect: Text


@dataclass(frozen=True, slots=True)
class BindingSpec:
    source: Text
    at: Position
    table: Text | None = None
    file: Text | None = None
    query: Text | None = None
    zone: Text | None = None
    columns: tuple[tuple[Text, Text | NativeSql], ...] = ()
    filters: tuple[Text | NativeSql, ...] = ()
    unique: Text | None = None  # "trusted" skips the count of duplicated keys


@dataclass(frozen=True, slots=True)
class FamilySpec:
    id: Text
    label: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    year_start: Text | None = None
    file: Text | None = None


@dataclass(frozen=True, slots=True)
class ProjectSpec:
    """kpidef.yml."""

    at: Position
    version: Text
    name: str | None = None
    locale: Text | None = None
    timezone: Text | None = None
    calendar: CalendarSpec | None = None
    as_of: Text | None = None
    libraries: tuple[Text, ...] = ()
    definitions: tuple[Text, ...] = ()
    hide: tuple[Text, ...] = ()
    params: tuple[ParamSpec, ...] = ()
    connection: Text | None = None
    connections: tuple[tuple[Text, Text], ...] = ()
    bindings: tuple[BindingSpec, ...] = ()
    families: tuple[FamilySpec, ...] = ()
    site: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LibrarySpec:
    """library.yml of an installed pack of definitions."""

    families: tuple[FamilySpec, ...] = ()
    name: Text | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class RequestSpec:
    """One request of a report, under its name; a key that is not written is as the option of `run` is by default."""

    name: Text
    kpis: tuple[Text, ...]
    label: str | None = None
    period: Text | None = None
    grain: Text | None = None
    by: tuple[Text, ...] = ()
    where: tuple[Text, ...] = ()
    totals: tuple[Text, ...] = ()
    compare: Text | None = None
    measures: bool = False
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """report.yml: requests that are run together."""

    requests: tuple[RequestSpec, ...]
    name: str | None = None
    as_of: Text | None = None


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a set of files says: the library's files first, then the project's own."""

    sources: tuple[SourceSpec, ...]
    kpis: Collection[KpiSpec]
    families: tuple[FamilySpec, ...] = ()
