"""Values of options and arguments: closed lists, and KPI ids that the shell can complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from kpidef.errors.command import UnknownOptionValue


class Choice(click.ParamType[str]):
    """One of a few words."""

    name = "choice"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            name = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name if param else ""
            from kpidef.spec.advice import instead

            raise UnknownOptionValue(None, value=value, name=name, **instead(value, self.words))
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "count"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not value.isdecimal() or int(value) == 0:
            advice = {"advice_fr": "donnez un nombre entier à partir de 1", "advice_en": "give a whole number from 1"}
            raise UnknownOptionValue(None, value=value, name=param.opts[0] if param else "", **advice)
        return int(value)


class KpiId(click.ParamType[str]):
    """The id of a KPI; whether it exists is for the catalogue to say."""

    name = "kpi"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from kpidef.cli.completing import kpi_ids

        folder: Any = ctx.params.get("project")
        return [
            CompletionItem(name) for name in kpi_ids(Path(folder) if folder else None) if name.startswith(incomplete)
        ]
