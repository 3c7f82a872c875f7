"""The logical tables: rows, columns that are computed or rolled up, reference paths, dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reference import instants
from reference.aggregates import fold
from reference.instants import Clock
from reference.scalars import evaluate, holds, value_of
from reference.syntax import Node

Row = dict[str, Any]
Path = tuple[str, ...]


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


class RowScope:
    """Names are a row's columns and paths; `this.` is the host row of a rollup."""

    def __init__(
        self,
        world: World,
        source: str,
        row: Row,
        params: Mapping[str, Any] | None = None,
        window: Any = None,
        this: tuple[str, Row] | None = None,
        rollups: Mapping[str, Any] | None = None,
    ) -> None:
        self.world, self.source, self.row = world, source, row
        self.params, self.window, self.this = params or {}, window, this
        self.rollups = rollups or {}
        self.clock = world.clock

    def name(self, path: Path) -> Any:
        if path[0] == "this" and self.this is not None:
            return self.world.read(*self.this, path[1:])
        if path[0] in self.rollups:
            definition = self.rollups[path[0]]
            return self.world.rolled_up(self.source, self.row, definition.get("rollup", definition), self.params)
        return self.world.read(self.source, self.row, path)

    def param(self, name: str) -> Any:
        return self.params[name]

    def special(self, function: str, arguments: Sequence[Node]) -> Any:
        if function != "overlap":
            raise ValueError(f"{function} is not a function of a row")
        interval = self.world.interval(self.source, self.row)
        return instants.overlap(interval, self.window, value_of(arguments[0], self), self.clock)


class World:
    """The sources of a spec and their rows; nothing here knows about periods."""

    def __init__(self, sources: Sequence[Mapping[str, Any]], data: Mapping[str, list[Row]], clock: Clock) -> None:
        self.sources = {str(source["source"]): source for source in sources}
        self.data = data
        self.clock = clock
        self.memory: dict[Any, Any] = {}

    def key(self, source: str) -> list[str]:
        return as_list(self.sources[source].get("key"))

    def raw_rows(self, source: str) -> list[Row]:
        """The rows before the source's own filters."""
        return self.data.get(source, [])

    def rows(self, source: str) -> list[Row]:
        """The rows of the logical table: those that its own filters keep."""
        if ("rows", source) not in self.memory:
            filters = as_list(self.sources[source].get("filters"))
            self.memory["rows", source] = [
                row
                for row in self.raw_rows(source)
                if all(holds(condition, RowScope(self, source, row)) for condition in filters)
            ]
        return self.memory["rows", source]  # type: ignore[no-any-return]

    def column(self, source: str, row: Row, name: str) -> Any:
        definition = self.sources[source]["columns"][name] or {}
        if "expr" not in definition and "rollup" not in definition:
            return row.get(name)
        memory_key = (source, id(row), name)
        if memory_key not in self.memory:
            if "expr" in definition:
                self.memory[memory_key] = evaluate(definition["expr"], RowScope(self, source, row))
            else:
                self.memory[memory_key] = self.rolled_up(source, row, definition["rollup"], {})
        return self.memory[memory_key]

    def interval(self, source: str, row: Row) -> tuple[Any, Any]:
        validity = self.sources[source]["validity"]
        return self.column(source, row, validity["from"]), self.column(source, row, validity["to"])

    # --- rollups -------------------------------------------------------------------------------------------------

    def rolled_up(self, host: str, row: Row, rollup: Mapping[str, Any], params: Mapping[str, Any]) -> Any:
        source = str(rollup["source"])
        kept = [
            candidate
            for candidate in self.rolled_rows(host, source)
            if self.matches(host, row, source, candidate, rollup["match"])
            and all(
                holds(condition, RowScope(self, source, candidate, params, this=(host, row)))
                for condition in as_list(rollup.get("filters"))
            )
        ]
        agg, expr = rollup["agg"], rollup.get("expr")
        if agg in ("first", "last"):
            kept = self.in_order(source, kept, rollup.get("time") or self.sources[source]["time"])
            kept = kept[:1] if agg == "first" else kept[-1:]
        scopes = [RowScope(self, source, candidate, params, this=(host, row)) for candidate in kept]
        values = [True if expr is None else evaluate(expr, scope) for scope in scopes]
        if agg in ("first", "last"):
            return values[0] if values else None
        return fold(agg, values)

    def rolled_rows(self, host: str, source: str) -> list[Row]:
        """A source reads itself before its own filters, any other source after that one's."""
        return self.raw_rows(source) if source == host else self.rows(source)

    def matches(self, host: str, row: Row, source: str, candidate: Row, match: Any) -> bool:
        pairs = list(match.items()) if isinstance(match, dict) else [(name, name) for name in as_list(match)]
        for theirs, ours in pairs:
            left, right = self.column(source, candidate, theirs), self.column(host, row, ours)
            if left is None or right is None or left != right:
                return False
        return True

    def in_order(
        self, source: str, rows: Sequence[Row], time: str, params: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """By time, then by key; a row without a time has no place."""

        def rank(row: Row) -> tuple[Any, ...]:
            return (
                evaluate(time, RowScope(self, source, row, params)),
                *(self.column(source, row, name) for name in self.key(source)),
            )

        return sorted((row for row in rows if rank(row)[0] is not None), key=rank)

    # --- references and dimensions ---------------------------------------------------------------------------------

    def read(self, source: str, row: Row, name: Path) -> Any:
        return self.follow(source, row, self.resolve(source, name))

    def follow(self, source: str, row: Row | None, path: Path) -> Any:
        """Along many-to-one references, then the column; an orphan key gives null."""
        for reference in path[:-1]:
            target, key = self.reference(source, reference)
            row = self.referenced(target, key, self.column(source, row, reference)) if row is not None else None
            source = target
        return None if row is None else self.column(source, row, path[-1])

    def reference(self, source: str, column: str) -> tuple[str, str]:
        target, _, key = str(self.sources[source]["columns"][column]["references"]).partition(".")
        return target, key

    def referenced(self, source: str, key: str, value: Any) -> Row | None:
        if ("index", source, key) not in self.memory:
            rows = {self.column(source, row, key): row for row in self.rows(source)}
            self.memory["index", source, key] = rows
        return None if value is None else self.memory["index", source, key].get(value)

    def resolve(self, source: str, name: Path) -> Path:
        """A path as its reference columns then its column."""
        columns = self.sources[source]["columns"]
        if len(name) == 1 or name[0] in columns:
            return name
        if name[0] == source:
            return name[1:]
        return (*self.shortest(source, name[0]), *name[1:])

    def shortest(self, source: str, target: str) -> Path:
        return only_shortest(list(self.paths(source, target, (source,))))

    def paths(self, source: str, target: str, visited: Path) -> Iterator[Path]:
        """Every chain of references to the target that visits no source twice."""
        if source == target:
            yield ()
            return
        for column, definition in self.sources[source]["columns"].items():
            if not (definition or {}).get("references"):
                continue
            reached = self.reference(source, column)[0]
            if reached not in visited:
                for rest in self.paths(reached, target, (*visited, reached)):
                    yield (column, *rest)

    def same_column(self, dimension: str) -> set[str]:
        """The names of one dimension: a column and those declared the same."""
        known = {dimension}
        while True:
            found = set(known)
            for source, definition in self.sources.items():
                for column, details in definition["columns"].items():
                    twin = (details or {}).get("same_as")
                    if twin and known & {f"{source}.{column}", str(twin)}:
                        found |= {f"{source}.{column}", str(twin)}
            if found == known:
                return known
            known = found

    def dimension_path(self, source: str, dimension: str) -> Path:
        """How a source reaches a dimension of the catalogue."""
        memory_key = ("dimension", source, dimension)
        if memory_key not in self.memory:
            found = []
            for name in sorted(self.same_column(dimension)):
                target, column = name.split(".")
                found += [(*path, column) for path in self.paths(source, target, (source,))]
            self.memory[memory_key] = only_shortest(found)
        return self.memory[memory_key]  # type: ignore[no-any-return]

    def dimension(self, source: str, row: Row, dimension: str) -> Any:
        return self.follow(source, row, self.dimension_path(source, dimension))


def only_shortest(paths: list[Path]) -> Path:
    if not paths:
        raise LookupError("no path")
    shortest = min(len(path) for path in paths)
    ties = [path for path in paths if len(path) == shortest]
    if len(ties) > 1:
        raise LookupError(f"several paths: {ties}")
    return ties[0]
