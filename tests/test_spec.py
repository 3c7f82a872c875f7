"""YAML files become records that say what the files say."""

import dataclasses

import pytest

from kpidef.errors import Position, SourceText
from kpidef.spec import read_file, read_library, read_project
from kpidef.spec.records import (
    AggSpec,
    FamilySpec,
    KpiSpec,
    LibrarySpec,
    MeasureSpec,
    NativeSql,
    ProjectSpec,
    SnapshotSpec,
    SourceSpec,
    Text,
    ValiditySpec,
)


def read(text: str) -> SourceSpec | KpiSpec:
    name = text.split("\n", 1)[0].split(": ")[1]
    spec, errors = read_file(SourceText(f"{name}.yml", text))
    assert errors == []
    assert spec is not None
    return spec


def kpi(body: str) -> KpiSpec:
    spec = read(f"kpi: k\n{body}")
    assert isinstance(spec, KpiSpec)
    return spec


def source(body: str) -> SourceSpec:
    spec = read(f"source: s\n{body}")
    assert isinstance(spec, SourceSpec)
    return spec


def project(body: str) -> ProjectSpec:
    spec, errors = read_project(SourceText("kpidef.yml", f"kpidef: 1\n{body}"))
    assert errors == []
    assert spec is not None
    return spec


def said(value: object) -> object:
    """A record without its places and without what it does not say."""
    match value:
        case Text():
            return value.value
        case Position():
            return None
        case tuple():
            return tuple(said(each) for each in value)
        case _ if dataclasses.is_dataclass(value):
            pairs = ((field.name, said(getattr(value, field.name))) for field in dataclasses.fields(value))
            return {name: each for name, each in pairs if each not in (None, (), False, frozenset())}
    return value


def test_a_source_is_read_whole():
    spec = source(
        "label: Demandes\n"
        "key: demande_id\n"
        "time: recue_le\n"
        "validity: {from: a, to: b}\n"
        "snapshot: {at: photo_le, stale_after: 40 days}\n"
        "filters: est_vraie\n"
        "columns:\n"
        "  canal: {type: text, label: Canal, values: [tel, NO, 12:30], same_as: contacts.canal, dimension: false}\n"
        "  mois: {type: date, grain: month}\n"
        "  ouverte: {expr: resolue_le is null}\n"
        "  contacts: {rollup: {source: contacts, match: demande_id, agg: count, filters: [\"sens = 'entrant'\"]}}\n"
    )
    assert said(spec) == {
        "id": "s",
        "label": "Demandes",
        "key": ("demande_id",),
        "time": "recue_le",
        "validity": {"start": "a", "end": "b"},
        "snapshot": {"at": "photo_le", "stale_after": "40 days"},
        "filters": ("est_vraie",),
        "columns": (
            {
                "name": "canal",
                "type": "text",
                "label": "Canal",
                "values": ("tel", "NO", "12:30"),
                "same_as": "contacts.canal",
            },
            {"name": "mois", "type": "date", "grain": "month"},
            {"name": "ouverte", "expr": "resolue_le is null"},
            {
                "name": "contacts",
                "rollup": {
                    "source": "contacts",
                    "match": (("demande_id", "demande_id"),),
                    "agg": {"name": "count"},
                    "filters": ("sens = 'entrant'",),
                },
            },
        ),
        "present": spec.present,
    }
    assert spec.columns[0].dimension is False
    assert spec.present == {"source", "label", "key", "time", "validity", "snapshot", "filters", "columns"}
    assert isinstance(spec.validity, ValiditySpec)
    assert isinstance(spec.snapshot, SnapshotSpec)


def test_a_key_is_one_column_or_a_list():
    assert said(source("key: [a, b]\ncolumns: {}").key) == ("a", "b")


@pytest.mark.parametrize(
    ("written", "pairs"),
    [("a", (("a", "a"),)), ("[a, b]", (("a", "a"), ("b", "b"))), ("{rolled: host}", (("rolled", "host"),))],
)
def test_a_rollup_matches_a_name_names_or_pairs(written, pairs):
    spec = source(f"columns: {{c: {{rollup: {{source: t, match: {written}, agg: last, expr: x, time: y}}}}}}")
    rollup = spec.columns[0].rollup
    assert rollup is not None
    assert said(rollup.match) == pairs
    assert said((rollup.agg, rollup.expr, rollup.time)) == ({"name": "last"}, "x", "y")


def test_the_texts_of_a_kpi_are_read():
    spec = kpi(
        "label: L\ndescription: D\ndetails: >-\n  long\n  texte\nfamily: f\nunit: percent\ndirection: down\n"
        "status: certified\nperiod: month\ngrains: [month, year]\ndimensions: canal\npitfalls: [un, deux]\n"
        "acronyms: DMT\nrelated: [x]\nreview_by: 2027-01-01\nowner: relation-client\nmeasure: {source: s, agg: count}\n"
        "history: [{date: 2026-01-15, note: N}]\nlinks: [{label: P, url: https://exemple.fr}]\n"
        "thresholds: {watch: '<= 0.35', good: '<= 0.25'}\ntargets: [{from: 2026-01-01, value: 0.25}]\n"
    )
    assert (spec.label, spec.description, spec.details, spec.owner) == ("L", "D", "long texte", "relation-client")
    assert said((spec.grains, spec.dimensions, spec.acronyms)) == (("month", "year"), ("canal",), ("DMT",))
    assert spec.pitfalls == ("un", "deux")
    assert spec.history == ({"date": "2026-01-15", "note": "N"},)
    assert spec.links == ({"label": "P", "url": "https://exemple.fr"},)
    assert said(spec.thresholds) == (("watch", "<= 0.35"), ("good", "<= 0.25"))
    assert said(spec.targets) == ({"start": "2026-01-01", "value": "0.25"},)


@pytest.mark.parametrize("written", ["[taux, rate]", "{fr: [taux], en: [rate]}", "{fr: taux, en: rate}"])
def test_synonyms_are_a_list_or_lists_by_language(written):
    assert said(kpi(f"synonyms: {written}\nformula: a").synonyms) == ("taux", "rate")


def test_terms_are_measures_or_expressions():
    spec = kpi("numerator: promoteurs - detracteurs\ndenominator: {source: enquetes, agg: count}")
    assert said(spec.numerator) == "promoteurs - detracteurs"
    assert isinstance(spec.denominator, MeasureSpec)
    assert spec.denominator.name is None


def test_named_measures_keep_their_names_in_order():
    spec = kpi("measures:\n  b: {source: s, agg: count}\n  a: {source: s, agg: sum, expr: x}\nformula: a / b")
    assert [str(m.name) for m in spec.measures] == ["b", "a"]


@pytest.mark.parametrize(
    ("written", "agg"),
    [
        ("count", {"name": "count"}),
        ("{percentile: 0.9}", {"name": "percentile", "percentile": "0.9"}),
        ("{percentile: ':p'}", {"name": "percentile", "percentile": ":p"}),
    ],
)
def test_an_aggregate_is_a_word_or_a_percentile(written, agg):
    spec = kpi(f"measure: {{source: s, agg: {written}}}")
    assert spec.measure is not None
    assert isinstance(spec.measure.agg, AggSpec)
    assert said(spec.measure.agg) == agg


def test_a_two_stage_measure_holds_its_inner_measures():
    spec = kpi(
        "measure:\n  per: client_id\n  measures:\n    debut: {source: s, agg: sum, expr: mrr, at: start}\n"
        "    dernier: {source: s, agg: last, expr: canal}\n  having: debut > 0\n  formula: debut\n  agg: sum\n"
    )
    assert said(spec.measure) == {
        "per": "client_id",
        "measures": (
            {"name": "debut", "source": "s", "agg": {"name": "sum"}, "expr": "mrr", "at": "start"},
            {"name": "dernier", "source": "s", "agg": {"name": "last"}, "expr": "canal"},
        ),
        "having": "debut > 0",
        "formula": "debut",
        "agg": {"name": "sum"},
    }


def test_a_measure_has_its_own_rollups():
    spec = kpi("measure: {source: s, agg: count, rollups: {n: {source: t, match: id, agg: count}}, filters: n > 1}")
    assert spec.measure is not None
    assert said(spec.measure.rollups) == (
        {"name": "n", "rollup": {"source": "t", "match": (("id", "id"),), "agg": {"name": "count"}}},
    )
    assert said(spec.measure.filters) == ("n > 1",)


@pytest.mark.parametrize(
    ("written", "param"),
    [
        ("2", {"name": "p", "value": "2"}),
        ("[a, b]", {"name": "p", "value": ("a", "b")}),
        ("{value: 90 days, label: Horizon}", {"name": "p", "value": "90 days", "label": "Horizon"}),
        ("{value: [a], description: D}", {"name": "p", "value": ("a",), "description": "D"}),
        ("''", {"name": "p", "value": ""}),
    ],
)
def test_a_parameter_is_a_value_a_list_or_described(written, param):
    assert said(kpi(f"params: {{p: {written}}}\nformula: a").params) == (param,)


def test_an_example_keeps_rows_with_their_nulls():
    spec = kpi(
        "formula: a\nexamples:\n  - name: un\n    given:\n"
        "      s:\n        - {id: d1, le: 2026-03-02 09:00, vide: , x: ''}\n"
        "      t: []\n    period: 2026-03\n    by: canal\n    where: [a = 1, b = 2]\n    params: {n: 1}\n"
        "    expect: {value: null, numerator: 1}\n"
    )
    assert said(spec.examples[0]) == {
        "name": "un",
        "given": (
            ("s", ((("id", "d1"), ("le", "2026-03-02 09:00"), ("vide", None), ("x", "")),)),
            ("t", ()),
        ),
        "period": "2026-03",
        "by": ("canal",),
        "where": ("a = 1", "b = 2"),
        "params": ({"name": "n", "value": "1"},),
        "expect": ((("value", None), ("numerator", "1")),),
    }


def test_an_example_may_expect_several_rows():
    spec = kpi("formula: a\nexamples: [{name: n, given: {}, expect: [{value: 1}, {value: 2}]}]")
    assert said(spec.examples[0].expect) == ((("value", "1"),), (("value", "2"),))


def test_an_override_without_source_keys_changes_a_kpi():
    spec = read("override: nps\nlabel: NPS maison\ntargets:\n")
    assert isinstance(spec, KpiSpec)
    assert (spec.override, spec.id.value, spec.label) == (True, "nps", "NPS maison")
    assert spec.present == {"override", "label", "targets"}


def test_an_override_with_source_keys_changes_a_source():
    spec = read("override: clients\ncolumns: {segment: {label: Taille}, pays: {type: text}}")
    assert isinstance(spec, SourceSpec)
    assert spec.override
    assert said(spec.columns) == ({"name": "segment", "label": "Taille"}, {"name": "pays", "type": "text"})


def test_a_position_leads_to_the_word_of_a_filter():
    spec = kpi('measure: {source: s, agg: count, filters: [a, "b and mot"]}')
    assert spec.measure is not None
    assert str(spec.measure.filters[1].at.within(6, 3)) == "k.yml:2:54"


def test_a_file_with_errors_still_says_what_can_be_read():
    spec, errors = read_file(SourceText("k.yml", "kpi: k\nlabel: L\nunti: x\nmeasure: {agg: cuont}"))
    assert isinstance(spec, KpiSpec)
    assert spec.label == "L"
    assert [error.code for error in errors] == ["KPI122", "KPI125", "KPI123"]


def test_a_source_without_columns_still_has_its_name():
    spec, errors = read_file(SourceText("s.yml", "source: s\nlabel: L"))
    assert isinstance(spec, SourceSpec)
    assert spec.columns == ()
    assert [error.code for error in errors] == ["KPI123"]


def test_a_project_is_read_whole():
    spec = project(
        "name: Glossaire\nlocale: fr\ntimezone: Europe/Paris\ncalendar: {year_start: 04-01}\nas_of: 2026-07-01\n"
        "libraries: []\ndefinitions: definitions/\nhide: [rh]\nparams: {seuil: 2}\nconnection: duckdb:///e.duckdb\n"
        "connections: {prod: 'postgresql://${U}@h/d'}\nsite: {title: T, dialects: [duckdb, postgres]}\n"
        "families: {support: Support, rh: {label: RH, description: D}}\n"
        "bindings:\n  Demandes:\n    table: crm.tickets\n    zone: UTC\n    unique: trusted\n"
        "    columns: {recue_le: created_at, jour: {sql: to_date(x), dialect: snowflake}}\n"
        "    filters: [is_test = false, {sql: x, dialect: duckdb}]\n"
    )
    assert spec.site == {"title": "T", "dialects": ["duckdb", "postgres"]}
    assert isinstance(spec.bindings[0].columns[1][1], NativeSql)
    assert said(dataclasses.replace(spec, site={})) == {
        "version": "1",
        "name": "Glossaire",
        "locale": "fr",
        "timezone": "Europe/Paris",
        "calendar": {"year_start": "04-01"},
        "as_of": "2026-07-01",
        "definitions": ("definitions/",),
        "hide": ("rh",),
        "params": ({"name": "seuil", "value": "2"},),
        "connection": "duckdb:///e.duckdb",
        "connections": (("prod", "postgresql://${U}@h/d"),),
        "bindings": (
            {
                "source": "Demandes",
                "table": "crm.tickets",
                "zone": "UTC",
                "unique": "trusted",
                "columns": (("recue_le", "created_at"), ("jour", {"sql": "to_date(x)", "dialect": "snowflake"})),
                "filters": ("is_test = false", {"sql": "x", "dialect": "duckdb"}),
            },
        ),
        "families": ({"id": "support", "label": "Support"}, {"id": "rh", "label": "RH", "description": "D"}),
        "site": {},
    }


@pytest.mark.parametrize("written", ["{rh: RH}", "{rh: {label: RH}}", "[{id: rh, label: RH}]"])
def test_a_library_says_its_families_by_name_or_in_a_list(written):
    spec, errors = read_library(SourceText("library.yml", f"library: core\nfamilies: {written}"))
    assert errors == []
    assert isinstance(spec, LibrarySpec)
    assert isinstance(spec.families[0], FamilySpec)
    assert said(spec) == {"families": ({"id": "rh", "label": "RH"},), "name": "core"}


def test_the_same_file_gives_the_same_record():
    text = SourceText("k.yml", "kpi: k\nformula: a\nsynonyms: [b, c]")
    assert read_file(text) == read_file(text)
