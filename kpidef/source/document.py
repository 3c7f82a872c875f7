"""YAML's event stream -> a tree of nodes, within limits of depth, aliases and size."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from yaml import SafeLoader, YAMLError
from yaml import __version__ as _yaml_version
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.spec import EmptyFile, FileTooBig, SeveralDocuments, UnquotedComma
from kpidef.source.comma import cut_by_comma
from kpidef.source.nodes import Node
from kpidef.source.position import place
from kpidef.source.syntax import explain, unclosed_quote, unreadable
from kpidef.source.text import LARGEST_FILE
from kpidef.source.tree import Tree

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML built without libyaml
    CParser = SafeLoader  # type: ignore[assignment, misc]

YAML_READER = f"{CParser.__module__} {_yaml_version}"

_Event: TypeAlias = Any  # one of yaml.events; the tree says what it needs of each


class _Events(Protocol):
    def get_event(self) -> _Event: ...


def parse(source: SourceText) -> tuple[Node | None, list[KpidefError]]:
    """The document of a text, None where it cannot be read, and everything that is wrong with it as YAML."""
    if len(source.text) > LARGEST_FILE:
        return None, [FileTooBig(Position(source, 1, 1), size=len(source.text), limit=LARGEST_FILE)]
    tree = Tree(source)
    try:
        _read(CParser(source.text), tree)
    except YAMLError as error:
        return None, [*tree.errors, _comma(tree) or _quote(tree) or explain(source, error)]
    except UnicodeEncodeError:
        return None, [unreadable(source)]
    except KpidefError as error:
        return None, [*tree.errors, error]
    if tree.root is None:
        return None, [*tree.errors, EmptyFile(Position(source, 1, 1))]
    return tree.root, tree.errors


def _read(events: _Events, tree: Tree) -> None:
    following = events.get_event
    documents = 0
    while True:
        event = following()
        kind = type(event)
        if kind is ScalarEvent:
            tree.scalar(event)
        elif kind is MappingStartEvent:
            tree.open(event, is_mapping=True)
        elif kind is SequenceStartEvent:
            tree.open(event, is_mapping=False)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            tree.close()
        elif kind is AliasEvent:
            tree.alias(event)
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                mark = event.start_mark
                raise SeveralDocuments(Position(tree.source, mark.line + 1, mark.column + 1, 3))
        elif kind is StreamEndEvent:
            return


def _comma(tree: Tree) -> KpidefError | None:
    """A syntax error inside `[x in ('a', 'b')]` is the comma's doing: say so rather than what YAML says."""
    opened = tree.innermost_flow()
    cut = cut_by_comma(opened) if opened else None
    return UnquotedComma(place(tree.source, cut), text=cut.value) if cut else None


def _quote(tree: Tree) -> KpidefError | None:
    """YAML gives up after a quoted text of several lines: its quote was closed by the next one of the file."""
    last = tree.last_scalar
    if last is None or last.raw is None or last.raw[:1] not in ("'", '"') or "\n" not in last.raw:
        return None
    return unclosed_quote(Position(tree.source, last.line, last.column - 1))
