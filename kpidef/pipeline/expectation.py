"""What a worked example expects, against the lines that came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kpidef.catalog.model import Kpi
from kpidef.catalog.nearest import nearest
from kpidef.errors import Position
from kpidef.errors.project import BadExample
from kpidef.report.result import Kind
from kpidef.spec.records import ExampleSpec, Text

Line = Mapping[str, object]
_EXACTLY = Decimal("1e-9")
_HALF = Decimal("0.5")
_WITH_POINT = (
    "un nombre s'écrit avec un point, et un pourcentage comme une part : 0.25",
    "a number is written with a point, and a percentage as a share: 0.25",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not as expected. `line` names the group, "" where there is one line; `name` is "" of a whole line
    that is missing (`got` is None) or that nobody expects (`expected` is None)."""

    name: str
    expected: str | None
    got: object
    line: str = ""
    at: Position | None = None


def differences(
    kpi: Kpi, example: ExampleSpec, lines: Sequence[Line], kinds: Mapping[str, Kind]
) -> tuple[Difference, ...]:
    """What is not as expected; none where everything is. Raises BadExample for a name that no line has."""
    keys = {"period", "kpi", *(name for name, kind in kinds.items() if kind == "dimension")}
    found: list[Difference] = []
    expected_lines: list[int] = []
    for row in example.expect:
        place = {name.value: cell for name, cell in row if name.value in keys}
        label = ", ".join(f"{name} = {cell.value if cell else 'null'}" for name, cell in place.items())
        matching = [rank for rank, line in enumerate(lines) if _is_at(line, place)]
        expected_lines += matching
        if len(matching) != 1:
            found.append(Difference("", label or "1", len(matching) or None, label, example.at))
            continue
        for name, cell in row:
            if name.value not in keys:
                got = lines[matching[0]][_column(name, kpi, example, kinds)]
                _check_number(cell, got, example)
                if not agrees(cell.value if cell else None, got):
                    found.append(Difference(name.value, cell.value if cell else None, got, label, name.at))
    if example.by:
        found += [_unexpected(line, keys) for rank, line in enumerate(lines) if rank not in expected_lines]
    return tuple(found)


def agrees(expected: str | None, got: object) -> bool:
    """Whether a value is as written: a decimal to its last digit, everything else exactly.

    >>> agrees("0.333333", 1 / 3), agrees("0.34", 1 / 3), agrees("1", 1.4), agrees(None, None)
    (True, False, False, True)
    """
    if expected is None or got is None:
        return expected is None and got is None
    if isinstance(got, bool):
        return expected == ("true" if got else "false")
    if isinstance(got, int | float | Decimal):
        return _number_agrees(expected, Decimal(str(got)))
    text = str(got)
    # A null's reason may be expected without the term that it names.
    return text == expected or text.partition(":")[0] == expected


def _number_agrees(expected: str, got: Decimal) -> bool:
    try:
        written = Decimal(expected)
    except InvalidOperation:
        return False
    exponent = written.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    slack = max(abs(written), Decimal(1)) * _EXACTLY
    allowed = _HALF.scaleb(-digits) + Decimal("1e-12") if digits > 0 else slack
    return abs(got - written) <= allowed


def _is_at(line: Line, place: Mapping[str, Text | None]) -> bool:
    return all(agrees(cell.value if cell else None, line[name]) for name, cell in place.items())


def _column(name: Text, kpi: Kpi, example: ExampleSpec, kinds: Mapping[str, Kind]) -> str:
    """The result's column of a name: a term of the body, else a measure of that name."""
    own = {"numerator": kpi.numerator, "denominator": kpi.denominator}
    if name.value in kinds and not (name.value in own and own[name.value] is None):
        return name.value
    if name.value in kpi.measures and f"{name.value}_exact" in kinds:
        return f"{name.value}_exact"
    if name.value in own:
        return name.value
    advice = nearest(name.value, kinds)
    is_half = name.value.isdigit()  # `value: 0,25` between braces: YAML cuts at the comma
    raise BadExample(
        name.at,
        name=example.name,
        reason_fr=f"aucune ligne n'a de « {name.value} »",
        reason_en=f"no line has a '{name.value}'",
        next_fr=_WITH_POINT[0] if is_half else advice["nearest_fr"],
        next_en=_WITH_POINT[1] if is_half else advice["nearest_en"],
    )


def _check_number(cell: Text | None, got: object, example: ExampleSpec) -> None:
    """Raises BadExample where a number is expected in a form that none has here."""
    if cell is None or isinstance(got, bool) or not isinstance(got, int | float | Decimal):
        return
    try:
        Decimal(cell.value)
    except InvalidOperation:
        raise BadExample(
            cell.at,
            name=example.name,
            reason_fr=f"« {cell.value} » n'est pas un nombre",
            reason_en=f"'{cell.value}' is not a number",
            next_fr=_WITH_POINT[0],
            next_en=_WITH_POINT[1],
        ) from None


def _unexpected(line: Line, keys: set[str]) -> Difference:
    label = ", ".join(f"{name} = {line[name]}" for name in sorted(keys - {"kpi"}))
    return Difference("", None, line.get("value"), label)
