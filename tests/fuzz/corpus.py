"""What is mutated: definitions that hold every construct, requests that have answers, and words that look like SQL."""

# ruff: noqa: E501 - tables of texts are read in columns

from __future__ import annotations

from typing import Any

KPIS: dict[str, str] = {
    "part": """\
kpi: part
label: Part des ventes du canal a
family: ventes
unit: percent
direction: up
synonyms: [taux, "part de marché"]
params: {canaux: [a, b], seuil: 2, fenetre: 3 months, delai: 10 days, fraction: 0.9, autre: panier}
filters: ["coalesce(montant, 0) >= 0"]
numerator:   {source: ventes, agg: count, filters: ["canal in :canaux", "clients.segment = 'a' or montant > :seuil"]}
denominator: {source: ventes, agg: count_distinct, expr: client_id, window: ":fenetre"}
targets: [{from: 2026-01-01, value: 0.25}]
thresholds: {good: ">= 0.35", watch: ">= 0.25"}
""",
    "panier": """\
kpi: panier
measures:
  montant: {source: ventes, agg: sum, expr: "case when canal = 'a' then montant else montant * 2 end"}
  tickets: {source: ventes, agg: count, expr: vente_id}
  quantile: {source: ventes, agg: {percentile: 0.9}, expr: montant}
formula: montant / nullif(tickets, 0) - previous(montant / tickets, '1 year') + 0 * quantile
""",
    "attrition": """\
kpi: attrition
numerator: {source: abonnements, agg: count_distinct, expr: client_id, flow: out}
denominator: {source: abonnements, agg: count_distinct, expr: client_id, at: start}
""",
    "encours": """\
kpi: encours
measure: {source: photos, agg: sum, expr: valeur, at: end, filters: ["offre <> 'c'"]}
""",
    "duree": """\
kpi: duree
measure: {source: abonnements, agg: sum, expr: "overlap('day')", at: any, filters: [fin is null or fin > debut]}
""",
    "expansion": """\
kpi: expansion
measure:
  per: client_id
  measures:
    debut: {source: abonnements, agg: sum, expr: mrr, at: start}
    fin: {source: abonnements, agg: sum, expr: mrr, at: end}
  having: debut > 0
  formula: greatest(fin - debut, 0)
  agg: sum
""",
    "fideles": """\
kpi: fideles
measure: {per: client_id, source: ventes, agg: count, having: "count(*) >= 2 and max(montant) > 1"}
""",
    "retour": """\
kpi: retour
measures:
  achats: {source: ventes, agg: count_distinct, expr: client_id}
  revenus: {source: ventes, agg: count_distinct, expr: client_id, cohort: previous(achats)}
formula: revenus / total(achats)
""",
    "premiere": """\
kpi: premiere
measure:
  source: ventes
  agg: median
  expr: duration(premiere_le, vendue_le, 'hour')
  filters: ["vendue_le < shift(premiere_le, '90 days')", "calendar(vendue_le, 'month') >= 0"]
  rollups:
    premiere_le: {source: ventes, match: client_id, agg: min, expr: vendue_le, filters: "montant <> this.montant"}
""",
    "variante__b": """\
kpi: variante__b
extends: part
formula: numerator / denominator + panier * 0
""",
}

EXPRESSIONS = [
    "canal = 'a'",
    "clients.segment in ('a', 'b')",
    "client_id.region is not null and montant between 1 and 10",
    "vendue_le < shift(vendue_le, '3 months')",
    "duration(vendue_le, shift(vendue_le, '1 day'), 'hour') > 2",
    "calendar(vendue_le, 'week') = 2930",
    "case when montant > 1 then 'x' else canal end = 'x'",
    "coalesce(montant, 0) % 2 = 1 or not (canal like 'a%')",
    "lower(canal) || upper(canal) <> ''",
    "cast(montant as integer) = round(montant, 0)",
    "greatest(montant, 1) / nullif(least(montant, 2), 0) > -1.5e3",
    "parse(canal, '%d/%m/%Y') is null",
    "vendue_le >= '2026-01-01'",
]

SCRAPS = [
    *("'", "''", '"', "`", ";", "--", "/*", "*/", "\\", "\\'", "\x00", "\n", "\r", "\t", "\u2028", "’", "＇", "ʼ"),
    *("; DROP TABLE clients", "'; DROP TABLE clients; --", "' OR '1'='1", "1 OR 1=1", ") UNION SELECT 1 --", "$$", "$1"),
    *("(SELECT 1)", "(select max(mrr) from abonnements)", "exists (select 1)", "count(*) over ()", "getenv('HOME')"),
    *("read_csv('/etc/passwd')", "pg_sleep(10)", "x -> x + 1", "[1, 2]", "{'a': 1}", "::int", "COPY clients TO 'x'"),
    *("ATTACH 'x'", "PRAGMA version", "INSERT INTO clients VALUES (1)", "{{ 7*7 }}", "{0}", "{}", "%s", "%(x)s", "${HOME}"),
    *("(" * 30, "not " * 30, "-" * 5, "1" * 400, "9" * 19, "0x1F", "1e999", "NaN", "inf", "null", "true", "é", "𝄞", "ﬁ"),
    *("this.canal", "client_id.client_id.segment", ":seuil", ":canaux", ":inconnu", "::", ".", "..", ",", "*", "a" * 300),
    *("previous(x)", "total(x)", "count(*)", "sum(montant)", "now()", "current_date", "interval '1 day'", "date '2026-01-01'"),
    *("'1 day'", "'0 days'", "'999999999 years'", "'-1 month'", "'1 fortnight'", "'%Q'", "'day'", "=", "<>", "and", "or", "in"),
    *(" ", "is", "between", "case", "when", "end", "(", ")", "canal", "montant", "mrr", "vendue_le", "client_id", "numerator"),
]  # fmt: skip

PERIODS = [
    *("2026", "2026-03", "2026-T1", "2026-Q1", "2026-S12", "2026-W12", "2026-H1", "2026-S1", "2026-03-14", "all", ""),
    *("2026-01..2026-06", "2026-06..2026-01", "2026-13", "2026-02-30", "0000", "0001-01-01..9999-12-31", "9999-12-31"),
    *("9999", "0001", "2026-S53", "2026-S54", "2026-S00", "EX2026", "EX2026-T1", "..", "2026..", "..2026", "all..all"),
    *("-1", "2026-03-29", "2026-03-28..2026-03-30", "2019..2022", "2026-1", "２０２６", "2026‑03", "last month"),
]
GRAINS = ["day", "week", "month", "quarter", "semester", "year", "hour", "DAY", "", "all", "grain"]
CUTS = [
    *("canal", "clients.segment", "clients.region", "client_id", "client_id.segment", "offre", "ventes.canal", "mrr"),
    *(
        "photos.offre",
        "abonnements.canal",
        "vendue_le",
        "inconnu",
        "clients.",
        ".segment",
        "clients.segment.x",
        "",
        "all",
    ),
]
MOMENTS = [
    *(
        "2026-07-01",
        "2026-03-20",
        "2026-03-29 02:30",
        "2026-03-29T02:30:00+00:00",
        "9999-12-31",
        "0001-01-01",
        "",
        "now",
    ),
    *("2026-02-30", "2026-07-01 25:00", "'2026-01-01'"),
]
DIALECTS = ["duckdb", "postgres", "bigquery", "snowflake", "mysql", "tsql", "", "DuckDB", "oracle; drop", "sqlite"]

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "clients": [("c1", "a", "b"), ("c2", "b", None), ("c3", "'; DROP TABLE clients; --", "é\n'")],
    "abonnements": [
        ("s1", "c1", "a", "2025-12-01", None, 10),
        ("s2", "c2", "b", "2026-01-15", "2026-03-01", 20),
        ("s3", "c3", None, "2026-02-01", "2026-01-01", 5),
    ],
    "ventes": [
        ("v1", "c1", "a", "2026-01-03 10:00", 10),
        ("v2", "c1", "b", "2026-03-29 01:30", 3),
        ("v3", "c2", "a", "2026-03-31 22:30", None),
        ("v4", None, None, None, 7),
    ],
    "photos": [("c1", "2026-01-31", "a", 4), ("c2", "2026-02-28", None, 5)],
}
