"""Every KPI and variant answers, for eighteen months and by each of its dimensions."""

from math import isfinite


def test_the_library_has_its_kpis_variants_and_base_measures(company):
    shipped = [name for name, kpi in company.catalog.kpis.items() if kpi.origin == "library"]
    assert len([name for name in shipped if "__" in name]) == 60
    assert len([name for name in shipped if "__" not in name]) == 75 + 15
    assert len(company.catalog.sources) == 21
    assert len(company.catalog.families) == 10


def test_every_kpi_has_a_line_a_month(company, numbers):
    assert {kpi for kpi, _ in numbers} == company.catalog.kpis.keys()
    assert len(numbers) == 18 * len(company.catalog.kpis)


def test_every_kpi_has_a_finite_value_in_some_month(company, numbers):
    valued = {kpi for (kpi, _), value in numbers.items() if value is not None}
    assert valued == company.catalog.kpis.keys()
    assert all(isfinite(value) for value in numbers.values() if value is not None)


def test_every_kpi_answers_by_each_of_its_dimensions(company, cut_lines):
    cut = {(row["kpi"], row["dimension"]) for row in cut_lines}
    expected = {(kpi.id, name) for kpi in company.catalog.kpis.values() for name in kpi.dimensions}
    assert len(expected) > 300
    assert expected <= cut


def test_a_line_stands_once_for_each_month_and_group(cut_lines):
    places = [(row["kpi"], row["dimension"], row["period"], row["group"]) for row in cut_lines]
    assert len(places) == len(set(places))
    assert all(isfinite(row["value"]) for row in cut_lines if row["value"] is not None)


def test_every_dimension_has_more_than_one_group(cut_lines):
    groups = {}
    for row in cut_lines:
        groups.setdefault(row["dimension"], set()).add(row["group"])
    assert min(map(len, groups.values())) > 1
