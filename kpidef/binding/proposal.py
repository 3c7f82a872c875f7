"""A logical source against real tables: the one that resembles it most, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kpidef.binding.kinds import Serving, serving
from kpidef.binding.words import MUTE, likeness, plain, same_value, words_of
from kpidef.catalog.model import Column, Source
from kpidef.warehouse import ColumnInfo, TableInfo

DOUBTFUL = 0.5  # a column below is not spoken of
UNLIKELY = 0.35  # nor is a table


@dataclass(frozen=True, slots=True)
class Contents:
    """What a look at a physical column's rows found; None where nobody looked."""

    values: frozenset[str] | None = None
    is_unique: bool | None = None


Look = Callable[[TableInfo, ColumnInfo], Contents]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A physical column that may be a logical one: its confidence from 0 to 1, and the names of its reasons."""

    column: str
    physical: str
    expression: str
    confidence: float
    reasons: tuple[str, ...]
    is_naive: bool = False


@dataclass(frozen=True, slots=True)
class TableMatch:
    """A physical table that may be a source; `missing` are the stored columns that nothing resembles."""

    source: str
    table: str
    confidence: float
    columns: tuple[ColumnMatch, ...]
    missing: tuple[str, ...]


def best_tables(
    sources: Iterable[Source], tables: Sequence[TableInfo], name_of: Mapping[TableInfo, str], look: Look
) -> dict[str, TableMatch]:
    """The best table of each source, no table twice; rows are looked at only where the names already fit."""
    ranked = [(_match(source, table, name_of[table], None), source, table) for source in sources for table in tables]
    ranked.sort(key=lambda one: (-one[0].confidence, one[1].id, one[0].table))
    found: dict[str, TableMatch] = {}
    taken: set[str] = set()
    for rough, source, table in ranked:
        if rough.confidence >= UNLIKELY and source.id not in found and rough.table not in taken:
            taken.add(rough.table)
            found[source.id] = _match(source, table, rough.table, look)
    return found


def _match(source: Source, table: TableInfo, name: str, look: Look | None) -> TableMatch:
    stored = {key: one for key, one in source.columns.items() if one.expr is None and one.rollup is None}
    pairs = [
        match
        for column in stored.values()
        for physical in table.columns
        if (match := _column(column, physical, source, table, look)) is not None
    ]
    chosen = _one_to_one(pairs)
    weights = {key: 2.0 if key in {*source.key, source.time} else 1.0 for key in stored}
    covered = sum(weights[key] * chosen[key].confidence for key in chosen) / (sum(weights.values()) or 1)
    named = 1.0 if plain(source.id) == plain(table.name) else likeness(words_of(source.id), words_of(table.name))
    return TableMatch(
        source=source.id,
        table=name,
        confidence=round(0.35 * named + 0.65 * covered, 2),
        columns=tuple(chosen[key] for key in stored if key in chosen),
        missing=tuple(key for key in stored if key not in chosen),
    )


def _one_to_one(pairs: Iterable[ColumnMatch]) -> dict[str, ColumnMatch]:
    chosen: dict[str, ColumnMatch] = {}
    taken: set[str] = set()
    for match in sorted(pairs, key=lambda one: (-one.confidence, one.column, one.physical)):
        if match.confidence >= DOUBTFUL and match.column not in chosen and match.physical not in taken:
            chosen[match.column] = match
            taken.add(match.physical)
    return chosen


def _column(
    column: Column, physical: ColumnInfo, source: Source, table: TableInfo, look: Look | None
) -> ColumnMatch | None:
    served = serving(column.type, physical)
    if served is None:
        return None
    share, reason = _named(column.name, physical.name, source, table)
    if share == 0:
        return None
    reasons = (reason, "type" if served.share == 1 else "close_type")
    match = ColumnMatch(
        column.name, physical.name, served.expression, round(share * served.share, 2), reasons, served.is_naive
    )
    if look is None or match.confidence < UNLIKELY:
        return match
    return _looked_at(match, column, source, look(table, physical), served)


def _named(logical: str, physical: str, source: Source, table: TableInfo) -> tuple[float, str]:
    if plain(logical) == plain(physical):
        return 1.0, "same_name"
    ours, theirs = words_of(logical), words_of(physical)
    if set(ours) == set(theirs):
        return (0.95, "same_words") if _literal(logical) == _literal(physical) else (0.9, "synonyms")
    # `tickets.id` is the request's id: a column need not repeat its table's name.
    within = likeness(_without(ours, words_of(source.id)), _without(theirs, words_of(table.name)))
    if within == 1 or set(ours) - MUTE == set(theirs) - MUTE != set():
        return 0.85, "synonyms"
    return 0.8 * max(likeness(ours, theirs), within), "some_words"


def _literal(name: str) -> frozenset[str]:
    return frozenset(name.lower().split("_"))


def _without(words: tuple[str, ...], context: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in context)


def _looked_at(match: ColumnMatch, column: Column, source: Source, contents: Contents, served: Serving) -> ColumnMatch:
    """The match in the light of the rows."""
    if contents.is_unique is not None and source.key == (column.name,):
        reason = "unique" if contents.is_unique else "duplicated"
        match = _weighed(match, 0.2 if contents.is_unique else -0.4, reason)
    if column.values and contents.values:
        known = {value: same_value(value, column.values) for value in contents.values}
        common = sum(one is not None for one in known.values()) / len(known)
        match = _weighed(match, 0.5, "values") if common >= 0.8 else _weighed(match, -0.4, "other_values")
        if common >= 0.8 and not contents.values <= set(column.values):
            match = replace(match, expression=_translated(served.expression, known))
    return match


def _weighed(match: ColumnMatch, weight: float, reason: str) -> ColumnMatch:
    """Evidence closes part of the way to certainty, or takes part of the confidence away."""
    now = match.confidence
    changed = now + (1 - now) * weight if weight > 0 else now * (1 + weight)
    return replace(match, confidence=round(changed, 2), reasons=(*match.reasons, reason))


def _translated(expression: str, known: Mapping[str, str | None]) -> str:
    """Values that differ by their writing or their language are written as the definitions have them."""
    cases = [
        f"when {_quoted(value)} then {_quoted(meant)}"
        for value, meant in sorted(known.items())
        if meant is not None and meant != value
    ]
    return f"case {expression} {' '.join(cases)} else {expression} end"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
