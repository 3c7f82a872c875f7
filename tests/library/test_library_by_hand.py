"""The library's numbers against queries written by hand, over eighteen months of the shipped company."""

from math import isclose

import pytest
from library.conftest import queries


def test_the_queries_cover_more_than_a_hundred_kpis_of_every_family(company, by_hand):
    named = {kpi for kpi, _ in by_hand}
    assert len(named) > 100
    assert {company.catalog.kpis[kpi].family for kpi in named} == company.catalog.families.keys()


@pytest.mark.parametrize("kpi", sorted(queries()))
def test_a_kpi_agrees_with_its_query_every_month(kpi, numbers, by_hand):
    months = sorted(month for name, month in by_hand if name == kpi)
    assert len(months) == 18
    for month in months:
        value, wanted = numbers[kpi, month], by_hand[kpi, month]
        same = value == wanted if None in (value, wanted) else isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9)
        assert same, f"{month}: {value} instead of {wanted}"


@pytest.mark.parametrize("kpi", sorted(queries()))
def test_a_query_finds_something_to_compare(kpi, by_hand):
    assert len({value for (name, _), value in by_hand.items() if name == kpi and value is not None}) > 1
