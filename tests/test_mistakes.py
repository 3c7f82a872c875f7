"""One slip of the pen in a project: one error, in both languages, under the wrong word."""

import pytest

import kpidef
from kpidef.errors import Problems, render

FILES = {
    "kpidef.yml": """\
kpidef: 1
name: Essai
libraries: []
definitions: [definitions]
connection: duckdb:///essai.duckdb
bindings: {ventes: {table: ventes}, photos: {table: photos}}
""",
    "definitions/ventes.yml": """\
source: ventes
key: vente_id
time: vendue_le
columns:
  vente_id: {type: text}
  vendue_le: {type: date}
  montant: {type: decimal, unit: EUR}
  canal: {type: text, values: [Web, Boutique]}
""",
    "definitions/photos.yml": """\
source: photos
key: [client_id, photo_le]
snapshot: {at: photo_le, stale_after: 40 days}
columns:
  client_id: {type: text}
  photo_le: {type: date}
""",
    "definitions/ca.yml": """\
kpi: ca
family: ventes
unit: EUR
direction: up
measure: {source: ventes, agg: sum, expr: montant}
""",
    "definitions/panier.yml": """\
kpi: panier
family: ventes
measures:
  total_vendu: {source: ventes, agg: sum, expr: montant}
  paniers: {source: ventes, agg: count}
formula: total_vendu / paniers
""",
    "definitions/ecart.yml": "kpi: ecart\nfamily: ventes\nformula: ca / panier\n",
}
CA, PANIER, VENTES, PHOTOS = (f"definitions/{name}.yml" for name in ("ca", "panier", "ventes", "photos"))


def wrong(tmp_path, file, right, mistake):
    (tmp_path / "definitions").mkdir()
    assert right in FILES[file]
    for name, text in FILES.items():
        (tmp_path / name).write_text(text.replace(right, mistake, 1) if name == file else text, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        kpidef.load(tmp_path)
    return caught.value.errors


@pytest.mark.parametrize(
    ("file", "right", "mistake", "code", "under"),
    [
        (CA, "expr: montant", "expr: montant, window: 0 months", "KPI368", "0 months"),
        (CA, "expr: montant", "expr: montant, window: -3 months", "KPI368", "-3 months"),
        (CA, "expr: montant", "expr: montant, window: 300 years", "KPI368", "300 years"),
        (CA, "expr: montant", "expr: montant, window: :duree", "KPI106", ":duree"),
        (CA, "expr: montant", "expr: montant, filters: [canal = 'web']", "KPI220", "web"),
        (CA, "expr: montant", "expr: montant, filters: ['canal in (''Web'', ''Salon'')']", "KPI220", "Salon"),
        (CA, "expr: montant", 'expr: montant, filters: ["montant > 1 et montant < 9"]', "KPI160", "et"),
        (CA, "source: ventes, ", "<<: {source: ventes}, ", "KPI113", "<<"),
        (CA, "agg: sum", "agg: somme", "KPI125", "somme"),
        (CA, "kpi: ca", "kpi: !!python/name:os.system [ca]", "KPI112", "!"),
        (CA, "measure: {", "mesure: {", "KPI122", "mesure"),
        (CA, "expr: montant", "expr: montant, at: end, flow: in", "KPI131", "flow"),
        (CA, "source: ventes, ", "", "KPI123", "{"),
        (CA, "montant}", "montant", "KPI106", None),
        (CA, "unit: EUR", 'unit: EUR\nthresholds: {good: "<= 10"}', "KPI218", "<= 10"),
        (CA, "unit: EUR", 'unit: EUR\nthresholds: {good: ">= 10", watch: ">= 20"}', "KPI218", ">= 20"),
        (CA, "direction: up", 'thresholds: {good: ">= 10", watch: "<= 5"}', "KPI218", "<= 5"),
        (
            CA,
            "unit: EUR",
            "unit: EUR\ntargets: [{from: 2026-01-01, value: 1}, {from: 2026-01-01, value: 2}]",
            "KPI218",
            "2026-01-01",
        ),
        (
            CA,
            "unit: EUR",
            "unit: EUR\ntargets: [{from: 2026-02-01, to: 2026-01-01, value: 1}]",
            "KPI218",
            "2026-01-01",
        ),
        (CA, "unit: EUR", "unit: EUR\nnumerator: {source: ventes, agg: count}", "KPI214", "ca"),
        (PANIER, "agg: count", "agg: compte", "KPI125", "compte"),
        (PANIER, "paniers: {", "pâniers: {", "KPI126", "pâniers"),
        (PANIER, "formula: total_vendu", "formula: previous(total_vendu, '0 months')", "KPI368", "'0 months'"),
        (VENTES, "key: vente_id", "key: [vente_id", "KPI106", None),
        (VENTES, "[Web, Boutique]", "[]", "KPI134", "["),
        (VENTES, "[Web, Boutique]", "[Web, Web]", "KPI135", "Web"),
        (PHOTOS, "40 days", "0 days", "KPI368", "0 days"),
        (CA, "unit: EUR", "unit: EUR\nperiod: month\ngrains: [week]", "KPI218", "month"),
        (CA, "unit: EUR", "unit: EUR\ndimensions: [canaal]", "KPI218", "canaal"),
        (PANIER, "formula: total_vendu / paniers", "formula: \"'x'\"", "KPI218", None),
        (CA, "source: ventes, ", "souce: ventes, ", "KPI122", "souce"),
        (VENTES, "columns:", "colonnes:", "KPI122", "colonnes"),
        (VENTES, "[Web, Boutique]", "Web, Boutique", "KPI124", "Web"),
        (VENTES, "montant: {type: decimal, unit: EUR}", "montant: decimal", "KPI124", "decimal"),
        (CA, "unit: EUR", "unit: EUR\nexamples: [{name: a, given: {}, expected: {value: 0}}]", "KPI122", "expected"),
        ("kpidef.yml", "libraries: []", "libraries: [coeur]\nhide: [ca2]\nparams: {seuil: 1}", "KPI141", "coeur"),
        ("kpidef.yml", "{table: ventes}", "{tabel: ventes}", "KPI122", "tabel"),
        ("kpidef.yml", "{table: ventes}", "ventes", "KPI124", "ventes"),
        ("kpidef.yml", "{table: ventes}", "{table: ventes, zone: Paris}", "KPI363", "Paris"),
        ("kpidef.yml", "definitions: [definitions]", "definitions: [defs]", "KPI142", "defs"),
        ("kpidef.yml", "name: Essai", "name: Essai\ncalendar: {year_start: 01-31}", "KPI367", "01-31"),
    ],
)
def test_one_mistake_is_one_error_under_its_word(tmp_path, file, right, mistake, code, under):
    (error,) = wrong(tmp_path, file, right, mistake)
    assert error.code == code
    assert error.at.source.path.endswith(file)
    if under is not None:
        line = error.at.source.line(error.at.line)
        assert line[error.at.column - 1 :][: error.at.length] == under
    assert render(error, "fr") != render(error, "en")


@pytest.mark.parametrize(
    ("file", "right", "mistake", "example"),
    [
        (VENTES, "{type: decimal, unit: EUR}", "decimal", "montant: {type: text}"),
        ("kpidef.yml", "{table: ventes}", "ventes", "ventes: {table: crm.tickets}"),
    ],
)
def test_a_record_that_is_a_mere_text_is_shown_as_it_should_stand(tmp_path, file, right, mistake, example):
    (error,) = wrong(tmp_path, file, right, mistake)
    assert example in render(error, "fr")


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("<= 0,03", "<= 0.03"),
        ("<= 3 %", "<= 0.03"),
        ("≤ 0.03", "<= 0.03"),
        ("=> 3%", ">= 0.03"),
        ("0.03", "<= 0.03"),
        ("<= nan", "<= 0.25"),
    ],
)
def test_a_threshold_as_one_says_it_is_answered_with_how_it_is_written(tmp_path, written, advice):
    (error,) = wrong(tmp_path, CA, "direction: up", f"thresholds: {{good: '{written}'}}")
    assert error.code == "KPI218"
    assert error.help("fr").endswith(f": {advice}")


def test_a_duration_in_french_is_answered_with_the_english_one(tmp_path):
    (error,) = wrong(tmp_path, CA, "expr: montant", "expr: montant, window: 12 mois")
    assert "12 months ?" in render(error, "fr")


@pytest.mark.parametrize(
    ("file", "right", "mistake"),
    [
        (CA, "direction: up", "review_by: 31/12/2026"),
        ("kpidef.yml", "name: Essai", "name: Essai\nas_of: 31/12/2026"),
    ],
)
def test_a_day_as_one_says_it_is_answered_with_how_it_is_written(tmp_path, file, right, mistake):
    (error,) = wrong(tmp_path, file, right, mistake)
    assert "2026-12-31" in error.help("fr")


@pytest.mark.parametrize(
    ("written", "meant"), [("lisbon", "Europe/Lisbon"), ("Europe/Pari", "Europe/Paris"), ("Heure de Paris", "")]
)
def test_a_city_is_answered_with_its_time_zone(tmp_path, written, meant):
    (error,) = wrong(tmp_path, "kpidef.yml", "name: Essai", f"name: Essai\ntimezone: {written}")
    assert (meant or "écrivez un nom IANA") in error.help("fr")


def test_a_calendars_file_that_is_not_there_is_placed_where_it_is_named(tmp_path):
    (error,) = wrong(tmp_path, "kpidef.yml", "name: Essai", "name: Essai\ncalendar: {file: absent.csv}")
    assert error.code == "KPI364"
    assert error.at.source.line(error.at.line)[error.at.column - 1 :].startswith("absent.csv")


@pytest.mark.parametrize(
    ("file", "right", "mistake", "advice"),
    [
        (CA, "agg: sum", "agg: mean", "s'écrit « avg »"),
        (VENTES, "montant: {type: decimal", "montant: {type: number", "s'écrit « decimal »"),
        (VENTES, "canal: {type: text", "canal: {type: string", "s'écrit « text »"),
        (VENTES, "canal: {", "canal: {dimension: yes, ", "s'écrit « true »"),
        (VENTES, "canal: {", "canal: {references: photos.client, ", "`references: <source>.<sa clé>`"),
        (PHOTOS, "photo_le: {type: date}", "photo_le: {type: date, references: ventes.vente}", "ventes.vente_id ?"),
    ],
)
def test_a_word_of_another_language_is_answered_with_ours(tmp_path, file, right, mistake, advice):
    (error,) = wrong(tmp_path, file, right, mistake)
    assert advice in error.help("fr")


@pytest.mark.parametrize(
    ("file", "right", "mistake", "word"),
    [
        (CA, "direction: up", "direction: hausse", "up"),
        (CA, "agg: sum", "agg: somme", "sum"),
        (VENTES, "montant: {", "montant: {dimension: non, ", "false"),
    ],
)
def test_a_french_word_is_answered_with_the_english_one(tmp_path, file, right, mistake, word):
    (error,) = wrong(tmp_path, file, right, mistake)
    assert f"écrivez « {word} »" in render(error, "fr")


def test_a_very_long_line_is_shown_around_the_wrong_word(tmp_path):
    (error,) = wrong(tmp_path, CA, "expr: montant", f'expr: montant, filters: ["{"montant > 1 and " * 200}canale = 1"]')
    shown = render(error, "fr").splitlines()
    assert max(map(len, shown)) < 200
    assert shown[1][shown[2].index("^") :].startswith("canale")


def test_good_is_judged_before_watch_in_whatever_order_they_are_written(tmp_path):
    (tmp_path / "definitions").mkdir()
    for name, text in FILES.items():
        both = 'thresholds: {watch: ">= 10", good: ">= 20"}'
        (tmp_path / name).write_text(text.replace("direction: up", f"direction: up\n{both}"), encoding="utf-8")
    kpi = kpidef.load(tmp_path).catalog.kpis["ca"]
    assert kpi.thresholds == (("good", ">=", 20.0), ("watch", ">=", 10.0))


def test_an_overriding_body_stands_in_the_place_of_the_other(tmp_path):
    (tmp_path / "definitions/propres").mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "definitions/propres/ca.yml").write_text(
        "override: ca\nunit: EUR\nnumerator: {source: ventes, agg: sum, expr: montant}\n"
        "denominator: {source: ventes, agg: count}\n",
        encoding="utf-8",
    )
    assert set(kpidef.load(tmp_path).catalog.kpis["ca"].measures) == {"numerator", "denominator"}


MONTHLY = "source: budgets\ntime: mois\ncolumns: {mois: {type: date, grain: month}, montant: {type: decimal}}\n"


@pytest.mark.parametrize(
    ("window", "is_whole"),
    [("90 days", False), ("6 weeks", False), ("48 hours", False), ("3 months", True), ("1 year", True)],
)
def test_a_monthly_table_is_read_over_whole_months(tmp_path, window, is_whole):
    (tmp_path / "definitions").mkdir()
    (tmp_path / "kpidef.yml").write_text(FILES["kpidef.yml"].split("bindings")[0], encoding="utf-8")
    (tmp_path / "definitions/budgets.yml").write_text(MONTHLY, encoding="utf-8")
    text = f"kpi: budget\nmeasure: {{source: budgets, agg: sum, expr: montant, window: {window}}}\n"
    (tmp_path / "definitions/budget.yml").write_text(text, encoding="utf-8")
    codes = [one.code for one in kpidef.load(tmp_path, strict=False).problems]
    assert codes == ([] if is_whole else ["KPI211"])
