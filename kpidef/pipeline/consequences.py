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
    UnknownColumn,
    UnknownKpi,
    UnknownSource,
    UnknownTerm,
)
from kpidef.errors.project import (
    DefinitionsMissing,
    UnknownHidden,
    UnknownLibrary,
    UnreadableDefinition,
    UnusedParameter,
)
from kpidef.errors.spec import BadId, KeysTogether, MergeKey, MissingKey, NoBody, TagRefused, UnknownKey, WrongShape

_READING = ("KPI10", "KPI11", "KPI12", "KPI13")
_NAMES_SOMETHING = (UnknownSource, UnknownKpi, UnknownTerm, NothingToOverride)
_NAMES_OF_FOLDERS = (*_NAMES_SOMETHING, UnknownHidden, UnusedParameter)
_BODY = ("measure", "measures", "numerator", "denominator", "formula", "extends")


def without_consequences(errors: Sequence[KpidefError]) -> list[KpidefError]:
    """The errors but those that follow from a file that could not be read, or not whole."""
    read: dict[str, list[KpidefError]] = {}
    for one in errors:
        if one.code.startswith(_READING) and one.at is not None:
            read.setdefault(one.at.source.path, []).append(one)
    unread = [str(one.fields["path"]) for one in errors if isinstance(one, UnreadableDefinition)]
    lost = {PurePath(path).stem for path in (*read, *unread)}
    if any(isinstance(one, DefinitionsMissing | UnknownLibrary) for one in errors):
        return [one for one in errors if not isinstance(one, _NAMES_OF_FOLDERS)]
    by_name = {PurePath(path).stem: told for path, told in read.items()}
    return [one for one in errors if not (_is_of_lost_column(one, by_name) or _follows(one, read, lost))]


def _is_of_lost_column(error: KpidefError, read: dict[str, list[KpidefError]]) -> bool:
    """Whether its column was lost where its source is read: it alone, or all of them."""
    if not isinstance(error, UnknownColumn):
        return False
    names = ("columns", error.fields["name"])
    told = read.get(str(error.fields["source"]), [])
    return any(isinstance(one, MissingKey | WrongShape) and one.fields["key"] in names for one in told)


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
            if error.fields["key"] == "bindings":
                return any(isinstance(one, UnknownKey) and one.fields["where_en"] == "a binding" for one in others)
            return not error.fields["value"] and _has(others, MissingKey)
        case RuleNotServed():
            return " + " in str(error.fields["rule"]) and _has(others, KeysTogether)
        case MissingKey():
            key = (str(error.fields["key"]),)
            return _has(others, MergeKey) or any(_was_meant(one, key, error.fields["where_en"]) for one in others)
        case UnknownKey():
            # `{values: tel, mail}`: the comma has made a key of what follows it.
            return any(_wants_a_list(one) and _is_just_before(one, error) for one in others)
        case NoBody():
            return any(_was_meant(one, _BODY, "a KPI") for one in others)
        case _:
            return any(isinstance(one, TagRefused) and str(one.at) == str(error.at) for one in others)


def _wants_a_list(error: KpidefError) -> bool:
    return isinstance(error, WrongShape) and error.fields["expected_en"] == "a list"


def _is_just_before(first: KpidefError, second: KpidefError) -> bool:
    if first.at is None or second.at is None or first.at.line != second.at.line:
        return False
    between = second.at.source.line(second.at.line)[first.at.column + first.at.length - 1 : second.at.column - 1]
    return between.strip() == ","


def _has(errors: Iterable[KpidefError], kind: type[KpidefError]) -> bool:
    return any(isinstance(one, kind) for one in errors)


def _was_meant(error: KpidefError, names: Iterable[str], where: object) -> bool:
    """Whether it is of a key, in such a record, that was meant to be one of these."""
    if not isinstance(error, UnknownKey) or error.fields["where_en"] != where:
        return False
    return any(f"'{name}'" in str(error.fields["advice_en"]) for name in names)
