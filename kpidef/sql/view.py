"""A statement as a view or a dbt model: SQL that lives on without kpidef, and says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from kpidef.sql.dialects import dialect_of
from kpidef.sql.tree import table

Form = Literal["view", "model"]
_JINJA = ("{{", "{%", "{#")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a view says of itself."""

    kpi: str
    label: str
    version: str
    grain: str


def as_form(sql: str, form: Form, name: str, origin: Origin, dialect: str) -> str:
    """The statement in that form."""
    match form:
        case "view":
            quoted = table(name).sql(dialect=dialect_of(dialect).sqlglot)
            return f"{_comment(origin)}CREATE OR REPLACE VIEW {quoted} AS\n{sql}\n;\n"
        case "model":
            meta = f"{{'kpidef': {{'kpi': '{origin.kpi}', 'version': '{origin.version}', 'grain': '{origin.grain}'}}}}"
            config = f"{{{{ config(materialized='view', meta={meta}) }}}}\n"
            return f"{config}{_comment(origin)}{_raw(sql)}\n"
        case _:
            assert_never(form)


def _comment(origin: Origin) -> str:
    label = origin.label.replace("\n", " ").replace("{", "(").replace("}", ")")
    return (
        f"-- {origin.kpi}: {label}\n"
        f"-- definition {origin.version}, by {origin.grain}; complete periods only; made by kpidef compile\n"
    )


def _raw(sql: str) -> str:
    """SQL that dbt's templates leave as it is."""
    return f"{{% raw %}}{sql}{{% endraw %}}" if any(mark in sql for mark in _JINJA) else sql
