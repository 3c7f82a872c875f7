"""The reference of the command line, as click knows it."""

from __future__ import annotations

import click

from docs.generator.typography import french
from kpidef.cli.command import COMMANDS, Program
from kpidef.cli.texts import say

_INTRODUCTION = """\
# Les commandes

Cette page est produite à partir du code.

Une option porte le même nom et le même sens dans toutes les commandes. Les données vont sur la sortie standard, les
messages sur la sortie d'erreur : une commande se met donc dans un tube. Une option répétable s'écrit plusieurs fois.

{exit_codes}

## `kpidef`

{options}
"""


def commands_page() -> str:
    """docs/reference/commandes.md"""
    program = Program("fr")
    context = click.Context(program, info_name="kpidef")
    head = _INTRODUCTION.format(exit_codes=say("exit_codes", "fr"), options=_options(program, context))
    return french("\n".join([head, *(_command(name, program, context) for name in COMMANDS)]))


def _command(name: str, program: Program, above: click.Context) -> str:
    command = program.get_command(above, name)
    assert command is not None  # `name` is one of COMMANDS
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    return f"## `kpidef {name}`\n\n{command.help}\n\n```text\n{usage}\n```\n\n{_options(command, context)}\n"


def _options(command: click.Command, context: click.Context) -> str:
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    rows = [record for one in options if (record := one.get_help_record(context)) is not None]
    cells = [(written.replace("|", "\\|"), text.replace("|", "\\|")) for written, text in rows]
    lines = [f"| `{written}` | {text} |" for written, text in cells]
    return "\n".join(["| option | sens |", "|---|---|", *lines])
