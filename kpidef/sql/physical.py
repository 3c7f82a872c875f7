"""Bindings in SQL: the physical table of a source, its columns and its filters."""

from __future__ import annotations

from dataclasses import dataclass

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
    tree = _read_as(_written(context, source, name, alias), binding, kind)
    return typed(tree if _is_instant(written) else _zoned(tree, binding, kind), kind)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A column that its binding converts: what is held, what is read of it, null where it cannot be read."""

    held: Tree
    read: Tree
    in_no_zone: bool  # whether it becomes an instant without any zone being said


def conversion(context: Context, source: Source, name: str, alias: str) -> Conversion | None:
    """How a stored column is converted; None where its values are read as they are."""
    binding = context.binding(source)
    kind = source.columns[name].type
    tree = _read_as(_written(context, source, name, alias), binding, kind)
    held = tree
    while isinstance(held, exp.Cast) or (isinstance(held, exp.Paren) and isinstance(held.this, exp.Cast)):
        held = held.this
    if held is tree or kind == "text":
        return None
    is_said = binding.zone is not None and not _is_instant(binding.columns.get(name))
    return Conversion(held.copy(), _tried(tree), kind == "timestamptz" and not is_said)


def _tried(tree: Tree) -> Tree:
    if isinstance(tree, exp.Cast):
        return exp.TryCast(this=_tried(tree.this), to=tree.args["to"].copy())
    if isinstance(tree, exp.Paren) and isinstance(tree.this, exp.Cast):
        return _tried(tree.this)
    return tree.copy()


def _written(context: Context, source: Source, name: str, alias: str) -> Tree:
    written = context.binding(source).columns.get(name)
    if written is None:
        return column(name, alias)
    if isinstance(written, NativeSql):
        return native(exp.Paren(this=native_expression(written, alias)))
    return _neutral(context, written, alias)


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
    # A CSV file holds texts: what their types are is the source's to say, not its first lines'.
    if kind == "text" or not _is_csv(binding):
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
