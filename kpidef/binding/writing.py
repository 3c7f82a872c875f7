"""Bindings into the text of kpidef.yml: what its author wrote stays, to the last comment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kpidef.errors import KpidefError, Problems, SourceText
from kpidef.source import parse
from kpidef.source.nodes import Mapping as MappingNode
from kpidef.source.nodes import Node, Scalar

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """A binding that someone accepted; a column that binds to its own name is not in `columns`."""

    source: str
    table: str
    zone: str | None
    columns: Mapping[str, str]


def with_bindings(text: SourceText, accepted: Iterable[Accepted]) -> str:
    """The file's text with these bindings added. Raises Problems where the file cannot be read."""
    root, errors = parse(text)
    if errors or not isinstance(root, MappingNode):
        raise Problems(errors)
    ordered = sorted(accepted, key=lambda one: one.source)
    lines = text.text.split("\n")
    entry = root.entries.get("bindings")
    if entry is None:
        written = text.text if text.text.endswith("\n") else f"{text.text}\n"
        changed = written + "bindings:\n" + "".join(_block(ordered, "  "))
    else:
        changed = _inserted(lines, entry[0], entry[1], ordered)
    _check(SourceText(text.path, changed), ordered)
    return changed


def _inserted(lines: list[str], key: Scalar, node: Node, accepted: list[Accepted]) -> str:
    if isinstance(node, MappingNode) and lines[node.line - 1][node.column - 1 : node.column] == "{":
        return _into_flow(lines, node, accepted)
    at, indent = key.line, "  "
    if isinstance(node, MappingNode):
        indent = " " * (node.column - 1)
        at = _end(lines, node.line, len(indent))
    # A value that says nothing (`null`, `~`) would stand in the way of the lines below it.
    elif isinstance(node, Scalar) and node.value:
        line = lines[node.line - 1]
        lines[node.line - 1] = line[: node.column - 1].rstrip() + line[node.column - 1 + len(node.value) :]
    new = "".join(_block(accepted, indent)).rstrip("\n").split("\n")
    return "\n".join([*lines[:at], *new, *lines[at:]])


def _into_flow(lines: list[str], node: MappingNode, accepted: list[Accepted]) -> str:
    line = lines[node.line - 1]
    before, after = line[: node.column], line[node.column :]
    empty = re.match(r"\s*\}(.*)$", after)
    if not node.entries and empty is not None:
        # `bindings: {}` becomes a block.
        lines[node.line - 1] = before[:-1].rstrip() + empty.group(1)
        new = "".join(_block(accepted, "  ")).rstrip("\n").split("\n")
        return "\n".join([*lines[: node.line], *new, *lines[node.line :]])
    added = ", ".join(_flow(one) for one in accepted)
    lines[node.line - 1] = f"{before}{added}, {after}" if node.entries else f"{before}{added}{after}"
    return "\n".join(lines)


def _end(lines: list[str], start: int, indent: int) -> int:
    """How many lines stand before the end of a block that starts on line `start`; comments after it are not of it."""
    end = start
    for number, line in enumerate(lines[start - 1 :], start=start):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(line) - len(line.lstrip()) < indent:
            break
        end = number
    return end


def _block(accepted: Iterable[Accepted], indent: str) -> Iterator[str]:
    for one in accepted:
        yield f"{indent}{one.source}:\n"
        yield f"{indent}  table: {_scalar(one.table)}\n"
        if one.zone is not None:
            yield f"{indent}  zone: {_scalar(one.zone)}\n"
        if one.columns:
            yield f"{indent}  columns:\n"
        for name, expression in one.columns.items():
            yield f"{indent}    {name}: {_scalar(expression)}\n"


def _flow(one: Accepted) -> str:
    parts = [f"table: {_scalar(one.table)}"]
    parts += [f"zone: {_scalar(one.zone)}"] if one.zone is not None else []
    columns = ", ".join(f"{name}: {_scalar(expression)}" for name, expression in one.columns.items())
    parts += [f"columns: {{{columns}}}"] if columns else []
    return f"{one.source}: {{{', '.join(parts)}}}"


def _scalar(text: str) -> str:
    # A JSON string is a YAML one.
    return text if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED else json.dumps(text, ensure_ascii=False)


def _check(text: SourceText, accepted: Iterable[Accepted]) -> None:
    """What would be written says what was accepted: a file of an unforeseen layout is left alone."""
    root, errors = parse(text)
    held = root.entries.get("bindings") if isinstance(root, MappingNode) else None
    names = held[1].entries if held and isinstance(held[1], MappingNode) else {}
    lost = [one.source for one in accepted if one.source not in names]
    if errors or lost:
        found: list[KpidefError] = list(errors)
        raise Problems(found or [_unwritable(text, lost)])


def _unwritable(text: SourceText, lost: list[str]) -> KpidefError:
    from kpidef.errors.project import BindingsNotInserted

    return BindingsNotInserted(path=text.path, sources=", ".join(lost))
