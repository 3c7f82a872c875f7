"""Mistakes in logic, arithmetic, aggregates, dates and zones."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from reference import aggregates, instants, measures, scalars, stages, world

Places = tuple[tuple[Any, str], ...]
fold, compare, call = aggregates.fold, scalars.compare, scalars.call
rounded_up, as_instant, bound_like = instants.rounded_up, instants.as_instant, instants.bound_like
calendar_number, overlap, duration = instants.calendar_number, instants.overlap, instants.duration
FOLDS: Places = ((measures, "fold"), (stages, "fold"), (world, "fold"))


def present(values: Any) -> list[Any]:
    return [value for value in values if value is not None]


def empty_sum_is_null(agg: Any, values: Any) -> Any:
    return None if agg == "sum" and not present(values) else fold(agg, values)


def count_of_nulls(agg: Any, values: Any) -> Any:
    return len(values) if agg == "count" else fold(agg, values)


def null_is_a_distinct_value(agg: Any, values: Any) -> Any:
    return len(set(values)) if agg == "count_distinct" else fold(agg, values)


def distinct_is_count(agg: Any, values: Any) -> Any:
    return fold("count" if agg == "count_distinct" else agg, values)


def empty_mean_is_zero(agg: Any, values: Any) -> Any:
    return 0 if agg == "avg" and not present(values) else fold(agg, values)


def mean_over_nulls(agg: Any, values: Any) -> Any:
    if agg == "avg" and present(values):
        return float(sum(present(values))) / len(values)
    return fold(agg, values)


def nearest_rank(values: Any, share: float) -> Any:
    ordered = sorted(float(value) for value in values)
    return ordered[math.floor(share * (len(ordered) - 1))] if ordered else None


def two_valued(sign: str, left: Any, right: Any, clock: Any) -> Any:
    if left is None or right is None:
        return sign == "<>"
    return compare(sign, left, right, clock)


def null_equals_null(sign: str, left: Any, right: Any, clock: Any) -> Any:
    return True if sign == "=" and left is None and right is None else compare(sign, left, right, clock)


def not_null_is_true(value: Any) -> Any:
    return not value


def extremes_skip_nulls(function: str, values: list[Any]) -> Any:
    kept = present(values) if function in ("greatest", "least") else values
    if not kept or any(value is None for value in kept):
        return None
    return scalars.STRICT[function](*kept)


def integer_division(left: Any, right: Any) -> Any:
    if right == 0:
        return None
    return left // right if isinstance(left, int) and isinstance(right, int) else float(left) / float(right)


def zero_for_zero(left: Any, right: Any) -> Any:
    return 0 if right == 0 else float(left) / float(right)


def like_in_any_case(text: str | None, pattern: str | None) -> Any:
    if text is None or pattern is None:
        return None
    parts = [".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern]
    return re.fullmatch("".join(parts), text, re.DOTALL | re.IGNORECASE) is not None


def zone_ignored(local: datetime, zone: Any) -> datetime:
    return local.replace(tzinfo=UTC)


def gap_takes_the_later_offset(local: datetime, zone: Any) -> datetime:
    if local.year in (1, 9999):
        return as_instant(local, zone)
    return local.replace(tzinfo=zone, fold=1).astimezone(UTC)


def fixed_offset(local: datetime, zone: Any) -> datetime:
    """Winter time all year round."""
    if local.year in (1, 9999):
        return as_instant(local, zone)
    return as_instant(local.replace(month=1, day=1), zone) + (local - local.replace(month=1, day=1))


def rounded_down(local: datetime) -> Any:
    return local.date()


def days_are_24_hours(value: Any, text: str | None, clock: Any) -> Any:
    if value is None or text is None:
        return None
    amount, unit = instants.read_duration(text)
    if isinstance(value, datetime) and value.tzinfo is not None and unit == "day":
        return value + timedelta(days=amount)
    return SHIFT(value, text, clock)


def months_are_30_days(value: Any, text: str | None, clock: Any) -> Any:
    if value is None or text is None:
        return None
    amount, unit = instants.read_duration(text)
    return SHIFT(value, f"{30 * amount} days" if unit == "month" else text, clock)


SHIFT = instants.shift


def calendar_in_utc(value: Any, grain: str, clock: Any) -> Any:
    aware = isinstance(value, datetime) and value.tzinfo is not None
    return calendar_number(value.astimezone(UTC).replace(tzinfo=None) if aware else value, grain, clock)


def calendar_of_january(value: Any, grain: str, clock: Any) -> Any:
    return calendar_number(value, grain, instants.Clock(clock.zone, 1))


def weeks_from_thursday(value: Any, grain: str, clock: Any) -> Any:
    number = calendar_number(value, "day", clock)
    return number // 7 if grain == "week" and number is not None else calendar_number(value, grain, clock)


def whole_units(first: Any, last: Any, unit: str) -> Any:
    exact = duration(first, last, unit)
    return None if exact is None else math.floor(exact)


def whole_interval(interval: Any, window: Any, unit: str, clock: Any) -> Any:
    return overlap(interval, (instants.BEGINNING if interval[0] is None else window[0], instants.END), unit, clock)


def padded_only(text: str | None, pattern: str) -> Any:
    found = PARSE(text, pattern)
    return found if found is not None and found.strftime(pattern) == text else None


PARSE = instants.parse_text

VALUE_FAULTS: dict[str, tuple[Places, Callable[..., Any]]] = {
    "an empty sum is null": (FOLDS, empty_sum_is_null),
    "count counts nulls": (FOLDS, count_of_nulls),
    "null is a distinct value": (FOLDS, null_is_a_distinct_value),
    "distinct values are counted like rows": (FOLDS, distinct_is_count),
    "an empty mean is zero": (FOLDS, empty_mean_is_zero),
    "a mean divides by null rows too": (FOLDS, mean_over_nulls),
    "percentiles do not interpolate": (((aggregates, "percentile"),), nearest_rank),
    "null differs from everything": (((scalars, "compare"),), two_valued),
    "null equals null": (((scalars, "compare"),), null_equals_null),
    "not null is true": (((scalars, "negation"),), not_null_is_true),
    "greatest and least skip nulls": (((scalars, "strict"),), extremes_skip_nulls),
    "division of integers is an integer": (((scalars, "divide"),), integer_division),
    "division by zero is zero": (((scalars, "divide"),), zero_for_zero),
    "like ignores case": (((scalars, "like"),), like_in_any_case),
    "the zone is ignored": (((instants, "as_instant"),), zone_ignored),
    "a local midnight in a gap takes the later offset": (((instants, "as_instant"),), gap_takes_the_later_offset),
    "the offset of January holds all year": (((instants, "as_instant"),), fixed_offset),
    "a bound inside a day keeps that day out of it": (((instants, "rounded_up"),), rounded_down),
    "a local day is 24 hours": (((instants, "shift"),), days_are_24_hours),
    "a month is 30 days": (((instants, "shift"),), months_are_30_days),
    "calendar numbers are those of UTC": (((instants, "calendar_number"),), calendar_in_utc),
    "calendar years begin in January": (((instants, "calendar_number"),), calendar_of_january),
    "weeks begin on Thursday": (((instants, "calendar_number"),), weeks_from_thursday),
    "durations are whole": (((instants, "duration"),), whole_units),
    "overlap is not cut at the end of the window": (((instants, "overlap"),), whole_interval),
    "unpadded texts are not parsed": (((instants, "parse_text"),), padded_only),
}
