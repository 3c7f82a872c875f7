"""Bindings in SQL: the physical table of a source, its columns and its filters."""

from __future__ import annotations

from sqlglot import exp

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Source
from kpidef.expression.typed import Expression, Field, Operation
from kpidef.spec.records import NativeSql
from kpidef.sql.context import Context
from kpidef.sql.dialects.apply import native
from kpidef.sql.native import native_expression
from kpidef.sql.scalar import Names, Tree, lower
from kpidef.sql.tree import cast, column, identifier, table, text, typed


def physical_table(context: Context, source: Source, alias: str) -> Tree:
    """What FROM reads for a source, under an alias."""
    binding = context.binding(source)
    if binding.query is not None:
        return table(context.query(source, binding.query), alias)
    if binding.file is not None:
        return _file(binding.file, alias)
    assert binding.table is not None
    found = table(binding.table, alias)
    found.set("alias", exp.TableAlias(this=identifier(alias)))
    return found


def physical_column(context: Context, source: Source, name: str, alias: str) -> Tree:
    """A stored column of a source as its binding says it."""
    binding = context.binding(source)
    written = binding.columns.get(name)
    kind = source.columns[name].type
    if written is None:
        tree: Tree = column(name, alias)
    elif isinstance(written, NativeSql):
        tree = native(exp.Paren(this=native_expression(written, alias)))
    else:
        tree = _neutral(context, written, alias)
    # A CSV file holds texts: what their types are is the source's to say, not its first lines'.
    tree = _read_as(tree, binding, kind) if _is_csv(binding) else tree
    return typed(tree if _is_instant(written) else _zoned(tree, binding, kind), kind)


def physical_filters(context: Context, source: Source, alias: str) -> list[Tree]:
    """The conditions that a binding always applies."""
    return [
        native(exp.Paren(this=native_expression(one, alias)))
        if isinstance(one, NativeSql)
        else _neutral(context, one, alias)
        for one in context.binding(source).filters
    ]


_CSV = (".csv", ".csv.gz", ".tsv", ".txt")


def _is_csv(binding: Binding) -> bool:
    return binding.file is not None and binding.file.lower().endswith(_CSV)


def _read_as(tree: Tree, binding: Binding, kind: str) -> Tree:
    if kind == "text":
        return tree
    return cast(tree, "timestamp" if kind == "timestamptz" and binding.zone is not None else kind)


def _file(path: str, alias: str) -> Tree:
    if path.lower().endswith(_CSV):
        options = [exp.EQ(this=exp.to_identifier(name), expression=exp.true()) for name in ("header", "all_varchar")]
        reader: Tree = exp.Anonymous(this="read_csv", expressions=[text(path), *options])
    else:
        reader = exp.ReadParquet(expressions=[text(path)])
    return exp.Table(this=reader, alias=exp.TableAlias(this=identifier(alias)))


def _neutral(context: Context, written: Expression, alias: str) -> Tree:
    def physical(one: Field) -> Tree:
        return column(one.column, alias)

    tree = lower(written, Names(context.zone, field=physical))
    return tree if isinstance(tree, exp.Column) else exp.Paren(this=tree)


def _is_instant(written: Expression | NativeSql | None) -> bool:
    """Whether the binding itself says so, by a cast: such a column has no zone to be read in."""
    return isinstance(written, Operation) and written.type == "timestamptz"


def _zoned(tree: Tree, binding: Binding, kind: str) -> Tree:
    if binding.zone is None or kind != "timestamptz":
        return tree
    return exp.AtTimeZone(this=tree, zone=text(binding.zone))
