"""Commands that speak a language: click's, with its words and its refusals said by kpidef."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import click

from kpidef.cli.options import ALWAYS, Options, option
from kpidef.cli.texts import say
from kpidef.errors import Language
from kpidef.errors.command import UnexpectedArgument, UnknownCommand

COMMANDS = (
    "init", "validate", "list", "show", "run", "compile", "rows", "explain", "test", "check", "completion",
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

    @click.pass_context
    def callback(context: click.Context, **given: Any) -> int:
        return answer(Options(language=language, **_with_root(context, given)))

    return SpokenCommand(language, name=name, callback=callback, params=parameters, help=say(f"{name}.long", language))


def _with_root(context: click.Context, given: dict[str, Any]) -> dict[str, Any]:
    """The options given; those of every command may also stand before its name."""
    above = context.parent.params if context.parent else {}
    return {**given, **{name: given.get(name) or above.get(name) for name in ALWAYS}}


class SpokenCommand(click.Command):
    """A command in a language."""

    def __init__(self, language: Language, **fields: Any) -> None:
        super().__init__(**fields)
        self.language = language
        # click's own refusal of further arguments is in English only.
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        further = super().parse_args(ctx, args)
        if further and not ctx.resilient_parsing:
            raise UnexpectedArgument(name=" ".join(further), command=ctx.command_path)
        return further

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _spoken_help(super().get_help_option(ctx), self.language)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_usage(self, ctx, formatter, self.language)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_options(self, ctx, formatter, self.language)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_epilog(formatter, self.language)


class Program(click.Group):
    """kpidef itself: its commands are imported when they are asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__(
            "kpidef",
            params=[_version_option(language), *(option(one, language) for one in ALWAYS)],
            help=say("program", language),
            invoke_without_command=True,
            callback=_show_help,
        )
        self.language = language

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
            raise UnknownCommand(name=args[0], known=", ".join(COMMANDS))
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _spoken_help(super().get_help_option(ctx), self.language)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_usage(self, ctx, formatter, self.language)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_options(self, ctx, formatter, self.language)
        with formatter.section(say("commands", self.language)):
            formatter.write_dl([(name, say(name, self.language)) for name in COMMANDS])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_epilog(formatter, self.language)


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


def _spoken_help(shown: click.Option | None, language: Language) -> click.Option | None:
    if shown is not None:
        shown.help = say("option.help", language)
    return shown


def _format_usage(
    spoken: click.Command, context: click.Context, formatter: click.HelpFormatter, language: Language
) -> None:
    pieces = " ".join(spoken.collect_usage_pieces(context))
    formatter.write_usage(context.command_path, pieces, prefix=f"{say('usage', language)} ")


def _format_options(
    spoken: click.Command, context: click.Context, formatter: click.HelpFormatter, language: Language
) -> None:
    records = [record for one in spoken.get_params(context) if (record := one.get_help_record(context)) is not None]
    with formatter.section(say("options", language)):
        formatter.write_dl(records)


def _format_epilog(formatter: click.HelpFormatter, language: Language) -> None:
    formatter.write_paragraph()
    formatter.write_text(say("exit_codes", language))
