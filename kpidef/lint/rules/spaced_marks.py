"""French puts a space before its high marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import MarkUnspaced
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import matches

_PATTERN = re.compile(r"(?<=[\w)»’])[;!?%€](?=\s|$)|(?<=[^\W\d])[:](?=\s|$)|(?<=\S)»|«(?=\S)")


def _check(library: Library) -> Iterator[KpidefError]:
    yield from matches(library, _PATTERN, MarkUnspaced)


RULE = Rule(
    "spaced_marks",
    (MarkUnspaced,),
    "Une espace précède ; : ! ? % € et », et suit « : une espace ordinaire dans les fichiers, que les rendus "
    "rendent insécable.",
    "A space stands before ; : ! ? % € and », and after «: a plain one in files, which what is rendered makes a "
    "no-break one.",
    _check,
)
