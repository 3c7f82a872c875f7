"""Trees -> text: the statement's tables in order, a header that names the definitions, one dialect."""

from __future__ import annotations

from sqlglot import exp

from kpidef.plan.nodes import Plan
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.dialects.apply import adapted, text_of
from kpidef.sql.tree import identifier


def render(query: exp.Query, context: Context, plan: Plan, dialect: str) -> str:
    """The statement as a person would sign it."""
    return written(assembled(query, context), plan, dialect)


def assembled(query: exp.Query, context: Context) -> exp.Query:
    """The query with the statement's tables before it."""
    # Views are finished last, when every column has been asked for, and defined first: nothing they read is a table.
    tables = _ordered(context)
    if tables:
        listed = [exp.CTE(this=table, alias=exp.TableAlias(this=identifier(name))) for name, table in tables.items()]
        query.set("with_", exp.With(expressions=listed))
    return query


def written(query: exp.Query, plan: Plan, dialect: str) -> str:
    """The text of an assembled query, which becomes the dialect's. Raises UnsupportedByDialect."""
    record = dialect_of(dialect)
    return f"{_header(plan)}{text_of(adapted(query, record), record)}"


def _ordered(context: Context) -> dict[str, exp.Query]:
    """The tables, each after those that it reads."""
    pending: dict[str, exp.Query] = {}
    done: set[str] = set()
    while len(done) < len(context.views):
        for name, view in list(context.views.items()):
            if name not in done:
                done.add(name)
                pending[view.name] = context.build_view(context, view)
    pending |= context.tables
    placed: dict[str, exp.Query] = {}

    def place(name: str) -> None:
        if name in placed or name not in pending:
            return
        for read in pending[name].walk(bfs=False, prune=_holds_no_table):
            if isinstance(read, exp.Table) and not read.db and read.name != name:
                place(read.name)
        placed[name] = pending[name]

    for name in sorted(pending, key=list(pending).index):
        place(name)
    return placed


def _holds_no_table(node: exp.Expr) -> bool:
    return isinstance(node, exp.Values | exp.Column)


def _header(plan: Plan) -> str:
    named = ", ".join(f"{output.kpi.id} {output.kpi.version}" for output in plan.outputs)
    return f"/* kpidef: {named} */\n"
