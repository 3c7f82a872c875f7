"""Cases of scalar functions, of texts that look alike and of difficult names, with what they must give."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from kpidef.warehouse import ScratchTable
from kpidef.warehouse.conformance.case import Case

D = Decimal
COLUMNS = {
    "id": "text",
    "nom": "text",
    "entier": "integer",
    "prix": "decimal",
    "note": "float",
    "ok": "boolean",
    "jour": "date",
    "heure": "timestamp",
    "instant": "timestamptz",
}
ROWS = [
    ["a", "Été", 7, D("12.35"), 2.5, True, date(2024, 2, 29), datetime(2026, 1, 31, 23, 59, 59), None],
    ["b", "ete", -7, D("-12.35"), -2.5, False, date(2026, 1, 31), datetime(2026, 3, 1, 0, 0, 0, 250000), None],
    ["c", "ÉTÉ", 0, D("0.10"), 0.1, None, date(2026, 12, 31), None, None],
    ["d", "50%_*?[x]", None, None, None, True, None, datetime(2026, 2, 28, 12, 0), None],
    ["e", "", 3, D("0.20"), 0.2, True, date(2026, 3, 29), datetime(2026, 3, 29, 2, 30), None],
    ["f", ' l\'eau \\ "vive" ', 10, D("1000000.01"), 1e6, False, date(1969, 12, 31), datetime(2026, 10, 25), None],
]
INSTANTS = [
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
    None,
]
SUMS = {
    "sum(entier)": 13,
    "sum(prix)": D("1000000.31"),
    "sum(round(prix, 1))": D("1000000.3"),
    "sum(round(note))": 1000000.0,
    "sum(floor(note))": 999999,
    "sum(ceil(note))": 1000003,
    "sum(abs(entier))": 27,
    "sum(entier % 4)": 5,
    "sum(length(nom))": 34,
    "sum(year(jour))": 10071,
    "sum(month(jour) * 100 + day(jour))": 3151,
    "sum(hour(heure) * 100 + minute(heure))": 3789,
    "sum(duration(date '2026-01-01', jour, 'day'))": -20646.0,
    "sum(duration(timestamp '2026-03-01 00:00', heure, 'second'))": 20528999.25,
    "sum(calendar(instant, 'day'))": 103219,
    "sum(calendar(shift(jour, '1 month'), 'month'))": 120882,
    "sum(case when shift(jour, '1 month') = date '2026-02-28' then 1 else 0 end)": 1,
    "sum(case when shift(heure, '-1 month') < timestamp '2026-02-01 00:00' then 1 else 0 end)": 2,
    "sum(greatest(entier, 1) + least(entier, 1))": 18,
    "sum(coalesce(entier, 100))": 113,
    "sum(cast(entier as decimal) / 2)": 6.5,
    "sum(nullif(entier, 7))": 6,
}
COUNTS = {
    "nom = 'Été'": 1,
    "lower(nom) = 'été'": 2,
    "upper(nom) = 'ÉTÉ'": 2,
    "nom like '%t%'": 2,
    "nom like '50%'": 1,
    "nom like '%*?[x]'": 1,
    "nom like '__e'": 1,
    "nom = ''": 1,
    "nom < 'a'": 3,
    "nom between 'E' and 'f'": 1,
    "starts_with(nom, 'Ét')": 1,
    "ends_with(nom, 'té')": 1,
    "ends_with(nom, '')": 6,
    "contains(nom, '\"vive\"')": 1,
    "contains(nom, '\\')": 1,
    "substring(nom, 2, 2) = 'te'": 1,
    "substring(nom, 2) = 'TÉ'": 1,
    "replace(nom, 'te', 'TE') = 'eTE'": 1,
    "trim(nom) = 'l''eau \\ \"vive\"'": 1,
    "concat(nom, '-', id) = '-e'": 1,
    "ok": 3,
    "not ok": 2,
    "ok is null": 1,
    "ok is not true": 3,
    "entier in (7, -7)": 2,
    "entier not in (7, -7)": 3,
    "prix + 0.10 = 0.20": 1,
    "instant < shift(timestamptz '2026-03-29 00:00', '1 day')": 2,
    "shift(instant, '1 hour') > instant": 5,
    "calendar(instant, 'month') = calendar(date '2026-07-01', 'month')": 1,
    "parse(concat('3', id), '%d') is null": 6,
    "parse(cast(jour as text), '%Y-%m-%d') = cast(jour as timestamp)": 5,
    "cast(heure as date) = date '2026-03-29'": 1,
}
EXTREMES = {"min(nom)": "", "max(nom)": "ÉTÉ"}


def scalar_cases() -> list[Case]:
    """One case a family of functions, and one of names."""
    sums = {f"s{rank}": _measure(text) for rank, text in enumerate(SUMS, 1)}
    counts = {
        f"c{rank}": {"source": "choses", "agg": "count", "filters": [text]} for rank, text in enumerate(COUNTS, 1)
    }
    return [
        _case("fonctions de nombres et de temps", sums, dict(zip(sums, SUMS.values(), strict=True))),
        _case("fonctions de textes et conditions", counts, dict(zip(counts, COUNTS.values(), strict=True))),
        names_case(),
    ]


def names_case() -> Case:
    """Accents, quotes, reserved words and mixed case, in tables and in columns."""
    columns = (
        ("Order", "text"),
        ("group", "text"),
        ("Montant d'été", "integer"),
        ('dit "brut"', "integer"),
        ("select", "boolean"),
    )
    names = ["id", "sens", "montant", "brut", "choisi"]
    rows = [["1", "a", 10, 1, True], ["2", "a", 20, 2, False], ["3", "b", 30, None, True]]
    source = {
        "source": "ventes",
        "label": "Ventes",
        "key": "id",
        "columns": dict(zip(names, ({"type": kind} for _, kind in columns), strict=True)),
    }
    kpi = {
        **HEAD,
        "kpi": "essai",
        "measures": {
            "montant": {"source": "ventes", "agg": "sum", "expr": "montant", "filters": ["choisi"]},
            "brut": {"source": "ventes", "agg": "sum", "expr": "brut"},
        },
        "formula": "montant + brut",
    }
    quoted = {name: '"' + column.replace('"', '""') + '"' for name, (column, _) in zip(names, columns, strict=True)}
    request = {"kpis": ["essai"], "period": "all", "grain": "all", "as_of": "2026-07-01", "by": ["ventes.sens"]}
    table = "Été d'Order"
    return Case(
        name="noms difficiles",
        project={"timezone": "Europe/Paris"},
        sources=(source,),
        kpis=(kpi,),
        tables=(ScratchTable(table, columns, rows),),
        request=request,
        expected=(
            _line(13.0, {"montant": 10, "brut": 3}, **{"ventes.sens": "a"}),
            _line(30.0, {"montant": 30, "brut": 0}, **{"ventes.sens": "b"}),
        ),
        constructs=frozenset({"identifiers"}),
        bindings={"ventes": {"table": table, "columns": quoted}},
    )


HEAD = {"label": "Essai", "description": "Un essai."}


def _measure(text: str) -> dict[str, str]:
    agg, _, rest = text.partition("(")
    return {"source": "choses", "agg": agg, "expr": rest.removesuffix(")")}


def _case(name, measures, values) -> Case:
    rows = [[*row[:-1], instant] for row, instant in zip(ROWS, INSTANTS, strict=True)]
    source = {
        "source": "choses",
        "label": "Choses",
        "key": "id",
        "columns": {column: {"type": kind} for column, kind in COLUMNS.items()},
    }
    kpi = {**HEAD, "kpi": "essai", "measures": measures, "formula": next(iter(measures))}
    return Case(
        name=name,
        project={"timezone": "Europe/Paris"},
        sources=(source,),
        kpis=(kpi,),
        tables=(ScratchTable("choses", tuple(COLUMNS.items()), rows),),
        request={"kpis": ["essai"], "period": "all", "grain": "all", "as_of": "2027-01-01"},
        expected=(_line(float(next(iter(values.values()))), values),),
        constructs=frozenset({"scalar functions"}),
    )


def _line(value, measures, **dimensions):
    return {
        "kpi": "essai",
        "period": "all",
        **dimensions,
        "rolled_up": [],
        "value": value,
        "numerator": None,
        "denominator": None,
        "measures": measures,
    }
