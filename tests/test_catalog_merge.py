"""What variants, overrides and hidden definitions change, and what they leave alone."""

import pytest
import yaml
from properties.world import SOURCES, definition_text, project_of

from kpidef.catalog.resolve import resolve
from kpidef.errors import Position, SourceText
from kpidef.spec import read_file, read_project
from kpidef.spec.records import Definitions, SourceSpec, Text

BASE = """
kpi: part
label: Part du canal a
family: ventes
unit: percent
synonyms: [taux]
params: {canaux: [a]}
targets: [{from: 2026-01-01, value: 0.5}]
filters: [montant > 0]
numerator: {source: ventes, agg: count, filters: ["canal in :canaux"]}
denominator: {source: ventes, agg: count}
examples: [{name: vide, period: 2026-03, given: {}, expect: {value: null}}]
"""
TIED = """
source: dons
time: le
columns:
  le: {type: date}
  donateur: {type: text, references: clients.client_id}
  beneficiaire: {type: text, references: clients.client_id}
"""


def catalog_of(*texts, params="", hide=()):
    """The catalogue of these files and of the sources that there always are."""
    specs = [
        read_file(SourceText(path_of(text), text))[0] for text in [*map(definition_text, SOURCES.values()), *texts]
    ]
    sources = tuple(spec for spec in specs if isinstance(spec, SourceSpec))
    project, _ = read_project(SourceText("kpidef.yml", f"kpidef: 1\nparams: {{{params}}}\n"))
    at = Position(SourceText("kpidef.yml", "hide"), 1, 1)
    kpis = tuple(spec for spec in specs if spec not in sources)
    catalog = resolve(Definitions(sources, kpis, ()), "Europe/Paris", project.params, [Text(name, at) for name in hide])
    assert [error.cause("en") for error in catalog.errors] == []
    return catalog


def path_of(text):
    written = yaml.safe_load(text)
    return f"{next(written[key] for key in ('kpi', 'source', 'override') if key in written)}.yml"


def test_a_variant_takes_what_it_does_not_say():
    variant = catalog_of(BASE, "kpi: part__b\nextends: part\nlabel: Part du canal b\n").kpis["part__b"]
    base = catalog_of(BASE).kpis["part"]
    assert (variant.label, variant.family, variant.unit) == ("Part du canal b", "ventes", "percent")
    assert variant.measures == base.measures
    assert variant.version == base.version


def test_a_variant_replaces_whole_keys():
    text = "kpi: part__b\nextends: part\nnumerator: {source: ventes, agg: count, filters: \"canal = 'b'\"}\n"
    base, variant = (catalog_of(BASE, text).kpis[name] for name in ("part", "part__b"))
    assert variant.measures["numerator"] != base.measures["numerator"]
    assert variant.measures["denominator"] == base.measures["denominator"]
    assert variant.version != base.version


def test_a_variant_takes_neither_examples_nor_targets_nor_synonyms():
    variant = catalog_of(BASE, "kpi: part__b\nextends: part\n").kpis["part__b"]
    assert (variant.spec.examples, variant.targets, variant.spec.synonyms) == ((), (), ())


def test_a_variant_of_another_body_takes_no_part_of_the_first():
    text = "kpi: part__b\nextends: part\nunit: count\nmeasure: {source: ventes, agg: count}\n"
    variant = catalog_of(BASE, text).kpis["part__b"]
    assert list(variant.measures) == ["measure"]
    assert (variant.numerator, variant.denominator) == (None, None)


def test_a_variant_of_a_variant_takes_from_both():
    texts = ("kpi: part__b\nextends: part\nlabel: B\n", "kpi: part__c\nextends: part__b\nstatus: certified\n")
    kpi = catalog_of(*texts, BASE).kpis["part__c"]
    assert (kpi.label, kpi.status, kpi.unit) == ("B", "certified", "percent")


def test_an_override_changes_a_kpi_s_own_keys():
    kpi = catalog_of(BASE, "override: part\nlabel: Autre\nparams: {canaux: [b, c]}\n").kpis["part"]
    assert (kpi.label, kpi.family) == ("Autre", "ventes")
    assert [one.value for one in kpi.params["canaux"]] == ["b", "c"]
    assert kpi.spec.examples


def test_an_override_comes_before_its_variants_whatever_the_order_of_files():
    texts = [BASE, "override: part\nlabel: Autre\n", "kpi: part__b\nextends: part\n"]
    assert catalog_of(*texts).kpis["part__b"].label == "Autre"
    assert catalog_of(*reversed(texts)).kpis["part__b"].label == "Autre"


def test_an_override_adds_columns_to_a_source():
    text = "override: ventes\ncolumns: {montant: {type: integer}, remise: {type: decimal}}\n"
    columns = catalog_of(text).sources["ventes"].columns
    assert columns["montant"].type == "integer"
    assert columns["remise"].type == "decimal"
    assert columns["canal"].type == "text"


def test_what_is_hidden_is_gone():
    other = "kpi: autre\nfamily: annexe\nmeasure: {source: ventes, agg: count}\n"
    assert sorted(catalog_of(BASE, other).kpis) == ["autre", "part"]
    assert sorted(catalog_of(BASE, other, hide=["autre"]).kpis) == ["part"]
    assert sorted(catalog_of(BASE, other, hide=["annexe"]).kpis) == ["part"]


def test_what_is_hidden_but_needed_stays():
    other = "kpi: double\nmeasures: {m: {source: ventes, agg: count}}\nformula: part * m\n"
    assert sorted(catalog_of(BASE, other, hide=["ventes"]).kpis) == ["double", "part"]


def test_a_project_s_parameter_stands_before_the_definition_s():
    kpi = catalog_of(BASE, params="canaux: [b]").kpis["part"]
    assert [one.value for one in kpi.params["canaux"]] == ["b"]
    assert kpi.version != catalog_of(BASE).kpis["part"].version


@pytest.mark.parametrize(
    ("value", "measure"),
    [
        ("2", 'agg: count, filters: "montant > :p"'),
        ("2.5", 'agg: sum, expr: "montant * :p"'),
        ("a", 'agg: count, filters: "canal = :p"'),
        ("[a, b]", 'agg: count, filters: "canal in :p"'),
        ("true", 'agg: count, filters: ":p or montant > 1"'),
        ("7 days", "agg: count, filters: \"vendue_le < shift(vendue_le, :p)\""),
        ("3 months", 'agg: count, window: ":p"'),
        ("year_to_date", 'agg: count, window: ":p"'),
        ("0.9", 'agg: {percentile: ":p"}, expr: montant'),
        ("'2026-01-01'", 'agg: count, filters: "vendue_le >= :p"'),
    ],
)  # fmt: skip
def test_a_parameter_stands_wherever_a_value_does(value, measure):
    text = f"kpi: k\nparams: {{p: {value}}}\nmeasure: {{source: ventes, {measure}}}\n"
    assert catalog_of(text).kpis["k"].measures["measure"].source == "ventes"


def test_a_parameter_that_is_a_kpi_stands_for_it_as_a_term():
    text = "kpi: k\nparams: {p: part}\nmeasures: {m: {source: ventes, agg: count}}\nformula: m * :p\n"
    assert catalog_of(BASE, text).kpis["k"].kpi_terms == ("part",)


def test_a_kpi_s_filters_hold_in_every_measure_also_inner_ones():
    text = (
        "kpi: k\nfilters: [canal = 'a']\nmeasures:\n  m: {source: ventes, agg: count}\n"
        "  n: {per: client_id, agg: count, measures: {i: {source: ventes, agg: count}}, having: i > 1}\n"
        "formula: m / n\n"
    )
    measures = catalog_of(text).kpis["k"].measures
    assert len(measures["m"].filters) == 1
    assert measures["n"].measures[0].filters == measures["m"].filters


def test_a_kpi_s_filters_do_not_hold_in_the_kpis_that_it_names():
    kpi = {"kpi": "k", "filters": ["canal = 'b'"], "measures": {"m": {"source": "ventes", "agg": "count"}}}
    base = {name: one for name, one in yaml.safe_load(BASE).items() if name not in ("examples", "targets")}
    project = project_of([base, {**kpi, "formula": "m * part"}])
    sql = project.compile(["k", "part"], period="2026-03")
    assert project.catalog.kpis["k"].measures["m"].filters
    assert sql.count("'b'") == 1


def test_a_written_path_settles_a_tie():
    text = "kpi: k\nmeasure: {source: dons, agg: count, filters: \"donateur.segment = 'a'\"}\n"
    (condition,) = catalog_of(TIED, text).kpis["k"].measures["measure"].filters
    assert condition.arguments[0].path == ("donateur",)


def test_a_direct_path_stands_before_a_longer_one():
    text = TIED.replace(
        "donateur: {type: text, references: clients.client_id}", "vente: {type: text, references: ventes.vente_id}"
    )
    kpi = "kpi: k\nmeasure: {source: dons, agg: count, filters: \"clients.segment = 'a'\"}\n"
    (condition,) = catalog_of(text, kpi).kpis["k"].measures["measure"].filters
    assert condition.arguments[0].path == ("beneficiaire",)


def test_columns_declared_the_same_are_one_dimension():
    kpis = [
        {"kpi": "v", "measure": {"source": "ventes", "agg": "count"}},
        {"kpi": "a", "measure": {"source": "abonnements", "agg": "count", "at": "end"}},
    ]
    plan = project_of(kpis).plan(["v", "a"], period="2026-03", by="canal")
    assert [one.column for one in plan.dimensions] == ["abonnements.canal"]


UNITS = """
override: ventes
columns:
  montant: {type: decimal, unit: EUR}
  poids: {type: decimal, unit: points}
  attente: {type: integer, unit: hour}
"""


@pytest.mark.parametrize(
    ("formula", "unit", "inferred"),
    [
        ("m", "EUR", "EUR"),
        ("m / n", "EUR/client", "EUR"),
        ("n / p", "percent", "count"),
        ("h / n", "hour", "hour"),
        ("m / h", "EUR/hour", "EUR/hour"),
        ("m / previous(m) - 1", "percent", "count"),
        ("m / total(m)", "percent", "count"),
        ("coalesce(m, 0)", "EUR", "EUR"),
        ("greatest(m - m, 0)", "EUR", "EUR"),
        ("100 * m / m", "points", "count"),
    ],
)
def test_a_unit_follows_from_the_formula(formula, unit, inferred):
    assert catalog_of(UNITS, formula_of(formula)).kpis["k"].unit == inferred
    assert catalog_of(UNITS, formula_of(formula, unit)).kpis["k"].unit == unit


def formula_of(formula, unit=None):
    said = f"unit: {unit}\n" if unit else ""
    return (
        f"kpi: k\n{said}measures:\n  m: {{source: ventes, agg: sum, expr: montant}}\n"
        "  h: {source: ventes, agg: sum, expr: attente}\n  n: {source: ventes, agg: count_distinct, expr: client_id}\n"
        f"  p: {{source: ventes, agg: count}}\nformula: {formula}\n"
    )
