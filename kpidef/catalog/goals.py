"""What a KPI aims at: targets with their dates, and the thresholds of its verdicts."""

from __future__ import annotations

import re
from decimal import Decimal

from kpidef.catalog.model import Target
from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadValue
from kpidef.spec.records import KpiSpec, Text

Threshold = tuple[str, str, float]
_ORDER = ("good", "watch")
_SIGNS = {"=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_WORDS = {"up": ("plus haut est mieux", "higher is better"), "down": ("plus bas est mieux", "lower is better")}


def resolve_targets(spec: KpiSpec) -> tuple[Target, ...]:
    """The targets as written. Raises BadValue where one has no day, or two begin on the same one."""
    seen: set[str] = set()
    for one in spec.targets:
        if one.to is not None and one.to.value <= one.start.value:
            reason = ("l'objectif finit avant de commencer", "the target ends before it starts")
            raise not_possible(one.to, "to", reason, "2027-01-01")
        if one.start.value in seen:
            reason = ("deux objectifs commencent ce jour-là", "two targets start on that day")
            raise not_possible(one.start, "from", reason, "2026-07-01")
        seen.add(one.start.value)
    return tuple(
        Target(one.start.value, one.to.value if one.to else None, _number(one.value, "targets")) for one in spec.targets
    )


def resolve_thresholds(spec: KpiSpec) -> tuple[Threshold, ...]:
    """The thresholds, the good one first whatever their order. Raises BadValue where they contradict each other."""
    written = sorted(spec.thresholds, key=lambda pair: _ORDER.index(pair[0].value))
    found = tuple(_threshold(name, text) for name, text in written)
    direction = spec.direction.value if spec.direction else "none"
    for (_, text), (_, operator, _) in zip(written, found, strict=True):
        if direction != "none" and (operator[0] == ">") is not (direction == "up"):
            fr, en = _WORDS[direction]
            reason = (f"`direction: {direction}` dit que {fr}", f"`direction: {direction}` says that {en}")
            raise not_possible(
                text, "thresholds", reason, f"{'>=' if direction == 'up' else '<='} {text.value.strip('<>= ')}"
            )
    if len(found) > 1:
        _check_nested(written[1][1], found[0], found[1])
    return found


def _check_nested(text: Text, good: Threshold, watch: Threshold) -> None:
    """What is to be watched is what is not good yet: the same way, and further."""
    higher = good[1][0] == ">"
    if watch[1][0] != good[1][0]:
        reason = ("`good` compare dans l'autre sens", "`good` compares the other way")
        raise not_possible(text, "thresholds", reason, f"{good[1]} {watch[2]:g}")
    is_strict_first = (good[1], watch[1]) in ((">", ">="), ("<", "<="))
    reached = watch[2] < good[2] if higher else watch[2] > good[2]
    if not reached and not (watch[2] == good[2] and is_strict_first):
        reason = (
            f"tout cela est déjà `good: {good[1]} {good[2]:g}`",
            f"all of it is `good: {good[1]} {good[2]:g}` already",
        )
        raise not_possible(
            text, "thresholds", reason, f"{good[1]} {good[2] * (0.8 if higher == (good[2] > 0) else 1.2):g}"
        )


def _threshold(name: Text, text: Text) -> Threshold:
    written = text.value.strip()
    operator = next((one for one in ("<=", ">=", "<", ">") if written.startswith(one)), None)
    if operator is None:
        sign = next((plain for foreign, plain in _SIGNS.items() if written.startswith(foreign)), "<=")
        example = f"{sign} {_plain_number(written) or '0.25'}"
        raise not_possible(text, "thresholds", ("il faut une comparaison", "a comparison is needed"), example)
    return name.value, operator, _number(Text(written[len(operator) :].strip(), text.at), "thresholds", operator)


def _number(text: Text, key: str, operator: str = "") -> float:
    if not _NUMBER.fullmatch(text.value):
        example = f"{operator} {_plain_number(text.value) or '0.25'}".strip()
        raise not_possible(text, key, ("ce n'est pas un nombre", "this is not a number"), example)
    return float(text.value)


def _plain_number(written: str) -> str:
    """`<= 3 %` -> `0.03`, `0,25` -> `0.25`; "" where there is no number."""
    found = re.search(r"([0-9]+)(?:[.,]([0-9]+))?\s*(%?)", written)
    if found is None:
        return ""
    number = Decimal(f"{found[1]}.{found[2] or 0}") / (100 if found[3] else 1)
    return f"{number.normalize():f}"


def not_possible(text: Text, key: str, reason: tuple[str, str], example: str) -> KpidefError:
    """The error of a value that its key cannot take."""
    return BadValue(
        text.at,
        value=text.value,
        key=key,
        reason_fr=reason[0],
        reason_en=reason[1],
        next_fr=f"écrivez par exemple : {example}",
        next_en=f"write for instance: {example}",
    )
