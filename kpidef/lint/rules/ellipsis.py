"""The ellipsis is one mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import EllipsisInDots
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import matches

_PATTERN = re.compile(r"\.{3,}")


def _check(library: Library) -> Iterator[KpidefError]:
    yield from matches(library, _PATTERN, EllipsisInDots)


RULE = Rule(
    "ellipsis",
    (EllipsisInDots,),
    "Les points de suspension sont le signe …, non trois points.",
    "An ellipsis is the mark …, not three dots.",
    _check,
)
