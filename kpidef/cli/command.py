"""Commands that speak a language: click's, with its words and its refusals said by kpidef."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

import click

from kpidef.cli.options import ALWAYS, Options, option
from kpidef.cli.texts import say
from kpidef.errors import Language
from kpidef.errors.command import UnexpectedArgument, UnknownCommand

COMMANDS = (
    "init", "validate", "list", "show", "run", "materialize", "compile", "rows", "explain", "test", "check",
    "lint", "bind", "export", "docs", "completion",
)  # fmt: skip


def command(
    name: str,
    language: Language,
    answer: Callable[[Options], int],
    arguments: Iterable[click.Argument] = (),
    options: Iterable[str] = (),
) -> click.Command:
    """A command whose `answer` returns its exit code."""
    parameters: list[click.Parameter] = [*arguments, *(option(one, language) for one in (*options, *ALWAYS))]

    def callback(**given: Any) -> int:  # noqa: ANN401 - click gives each option its own type
        return answer(Options(language=language, **_with_root(click.get_current_context(), given)))

    return SpokenCommand(name, language, callback, parameters)


def _with_root(context: click.Context, given: dict[str, Any]) -> dict[str, Any]:
    """The options given; those of every command may also stand before its name."""
    above = context.parent.params if context.parent else {}
    return {**given, **{name: given.get(name) or above.get(name) for name in ALWAYS}}


class Spoken(click.Command):
    """What click says around a command, in the command's language."""

    language: Language

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        shown = super().get_help_option(ctx)
        if shown is not None:
            shown.help = say("option.help", self.language)
        return shown

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('usage', self.language)} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [record for one in options if (record := one.get_help_record(ctx)) is not None]
        self._section("options", records, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(say("exit_codes", self.language))

    def _section(self, title: str, records: Sequence[tuple[str, str]], formatter: click.HelpFormatter) -> None:
        # French puts a space before the colon that click adds.
        with formatter.section(say(title, self.language) + (" " if self.language == "fr" else "")):
            formatter.write_dl(records)


class SpokenCommand(Spoken):
    """One command of kpidef's."""

    def __init__(
        self, name: str, language: Language, callback: Callable[..., int], parameters: list[click.Parameter]
    ) -> None:
        super().__init__(name, callback=callback, params=parameters, help=say(f"{name}.long", language))
        self.language = language
        # click's own refusal of further arguments is in English only.
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        further = super().parse_args(ctx, args)
        if further and not ctx.resilient_parsing:
            raise UnexpectedArgument(name=" ".join(further), command=ctx.command_path)
        return further


class Program(Spoken, click.Group):
    """kpidef itself: its commands are imported when they are asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__(
            "kpidef",
            params=[_version_option(language), *(option(one, language) for one in ALWAYS)],
            help=say("program", language),
            callback=_show_help,
        )
        self.language = language
        self.invoke_without_command = True
        self.no_args_is_help = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        build: Callable[[Language], click.Command] = import_module(f"kpidef.cli.commands.{cmd_name}").build
        return build(self.language)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            from kpidef.spec.advice import instead

            raise UnknownCommand(None, name=args[0], **instead(args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self._section("commands", [(name, say(name, self.language)) for name in COMMANDS], formatter)


def _show_help(**_given: object) -> int:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return 0


def _version_option(language: Language) -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
        if is_asked:
            from kpidef import __version__

            click.echo(f"kpidef {__version__}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=say("option.version", language),
    )
