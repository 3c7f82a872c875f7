"""Ids are words with one underscore between them; two underscores set a variant apart from its KPI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError
from kpidef.errors.lint import NameUntidy, VariantMisnamed
from kpidef.lint.subject import Library, Rule

_WORDS = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        yield from _kpi(kpi)
    for source in library.catalog.sources.values():
        if not _WORDS.fullmatch(source.id):
            yield NameUntidy(source.spec.id.at, subject=source.id)


def _kpi(kpi: Kpi) -> Iterator[KpidefError]:
    original, mark, variant = kpi.id.partition("__")
    if not all(_WORDS.fullmatch(part) for part in ((original, variant) if mark else (original,))):
        yield NameUntidy(kpi.spec.id.at, subject=kpi.id)
    elif mark and (kpi.spec.extends is None or kpi.spec.extends.value != original):
        yield VariantMisnamed((kpi.spec.extends or kpi.spec.id).at, subject=kpi.id)


RULE = Rule(
    "naming",
    (NameUntidy, VariantMisnamed),
    "Un identifiant est fait de mots sans accent, séparés par un « _ » ; une variante s'appelle `<kpi>__<variante>` et "
    "dit `extends: <kpi>`.",
    "An id is words without accents, with one '_' between them; a variant is called `<kpi>__<variant>` and says "
    "`extends: <kpi>`.",
    _check,
)
