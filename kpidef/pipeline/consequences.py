"""One mistake, one error: what only follows from another error is not told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from kpidef.errors import KpidefError
from kpidef.errors.catalog import (
    BadValue,
    BodyUnclear,
    NothingToOverride,
    RuleNotServed,
    UnknownKpi,
    UnknownSource,
    UnknownTerm,
)
from kpidef.errors.project import DefinitionsMissing, UnreadableDefinition
from kpidef.errors.spec import BadId, KeysTogether, MergeKey, MissingKey, NoBody, TagRefused, UnknownKey

_READING = ("KPI10", "KPI11", "KPI12", "KPI13")
_NAMES_SOMETHING = (UnknownSource, UnknownKpi, UnknownTerm, NothingToOverride)
_BODY = ("measure", "measures", "numerator", "denominator", "formula", "extends")


def without_consequences(errors: Sequence[KpidefError]) -> list[KpidefError]:
    """The errors but those that follow from a file that could not be read, or not whole."""
    read: dict[str, list[KpidefError]] = {}
    for one in errors:
        if one.code.startswith(_READING) and one.at is not None:
            read.setdefault(one.at.source.path, []).append(one)
    unread = [str(one.fields["path"]) for one in errors if isinstance(one, UnreadableDefinition)]
    lost = {PurePath(path).stem for path in (*read, *unread)}
    if any(isinstance(one, DefinitionsMissing) for one in errors):
        return [one for one in errors if not isinstance(one, _NAMES_SOMETHING)]
    return [one for one in errors if not _follows(one, read, lost)]


def _follows(error: KpidefError, read: dict[str, list[KpidefError]], lost: set[str]) -> bool:
    if isinstance(error, _NAMES_SOMETHING) and str(error.fields["name"]) in lost:
        return True
    others = [one for one in read.get(error.at.source.path, ()) if one is not error] if error.at else []
    return bool(others) and _follows_in_file(error, others)


def _follows_in_file(error: KpidefError, others: Iterable[KpidefError]) -> bool:
    """Whether another error of its own file explains it."""
    assert error.at is not None
    match error:
        case BodyUnclear():
            return True
        case UnknownTerm():
            # It is written as a key: that key's own error says why it is no measure.
            name = str(error.fields["name"])
            is_key = re.search(rf"\b{re.escape(name)}['\"]?\s*:", error.at.source.text) is not None
            return is_key or any(isinstance(one, BadId) and one.fields["proposal"] == name for one in others)
        case BadValue():
            return not error.fields["value"] and _has(others, MissingKey)
        case RuleNotServed():
            return " + " in str(error.fields["rule"]) and _has(others, KeysTogether)
        case MissingKey():
            return _has(others, MergeKey)
        case NoBody():
            return any(isinstance(one, UnknownKey) and _speaks_of_body(one) for one in others)
        case _:
            return any(isinstance(one, TagRefused) and str(one.at) == str(error.at) for one in others)


def _has(errors: Iterable[KpidefError], kind: type[KpidefError]) -> bool:
    return any(isinstance(one, kind) for one in errors)


def _speaks_of_body(error: UnknownKey) -> bool:
    """The key was meant to be one that says what the KPI computes."""
    advice = str(error.fields["advice_en"])
    return any(f"'{name}'" in advice for name in _BODY)
