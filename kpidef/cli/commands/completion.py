"""kpidef completion: the script that teaches a shell kpidef's commands, options and KPIs."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kpidef.cli.choice import Choice
from kpidef.cli.command import Program, command
from kpidef.cli.options import Options
from kpidef.cli.output import emit
from kpidef.errors import Language

SHELLS = ("bash", "zsh", "fish")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    shell = click.Argument(["shell"], type=Choice(*SHELLS), metavar="SHELL")
    return command("completion", language, _answer, [shell], ("output",))


def _answer(options: Options) -> int:
    completer = get_completion_class(options.shell)
    assert completer is not None  # click knows all of SHELLS
    script = completer(Program(options.language), {}, "kpidef", "_KPIDEF_COMPLETE")
    # Not `source()`, which runs bash to look at its version.
    emit(script.source_template % script.source_vars(), options)
    return 0
