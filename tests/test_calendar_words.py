"""Grains and durations, as French and English messages say them."""

from datetime import datetime

import pytest

from kpidef.calendar import ALL, Calendar, Duration, Grain, Window, cut
from kpidef.calendar.words import duration_words, grain_word
from kpidef.errors.period import PeriodNotWhole, UnboundedPeriod

FEBRUARY = Window("2026-02", datetime(2026, 2, 1), datetime(2026, 3, 1))


@pytest.mark.parametrize(
    ("grain", "word"), zip(Grain, ["jour", "semaine", "mois", "trimestre", "semestre", "année"], strict=True)
)
def test_a_grain_has_a_french_name(grain, word):
    assert grain_word(grain, "fr") == word
    assert grain_word(grain, "en") == grain.value


@pytest.mark.parametrize(
    ("duration", "french"),
    [
        (Duration(12, "month"), "12 mois"),
        (Duration(1, "day"), "1 jour"),
        (Duration(90, "day"), "90 jours"),
        (Duration(2, "year"), "2 années"),
    ],
)
def test_a_duration_reads_as_french(duration, french):
    assert duration_words(duration, "fr") == french
    assert duration_words(duration, "en") == str(duration)


def test_a_period_that_is_not_whole_tells_the_grain_in_the_readers_language():
    with pytest.raises(PeriodNotWhole) as raised:
        cut(Calendar("Europe/Paris"), FEBRUARY, Grain.WEEK)
    assert "au grain semaine" in raised.value.cause("fr")
    assert "the grain week" in raised.value.cause("en")


def test_an_unbounded_period_tells_what_needs_bounds_in_the_readers_language():
    with pytest.raises(UnboundedPeriod) as raised:
        cut(Calendar("Europe/Paris"), ALL, Grain.MONTH)
    assert "(mois)" in raised.value.cause("fr")
