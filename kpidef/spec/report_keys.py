"""The keys of a report: named requests that are run together."""

from __future__ import annotations

from typing import Any

from kpidef.source import Node
from kpidef.spec.keys import Key, Kind, keyed
from kpidef.spec.reading import Reading
from kpidef.spec.records import ReportSpec, RequestSpec, Text
from kpidef.spec.shapes import (
    BOOLEAN,
    EXPRESSION,
    IDENTIFIER,
    NAME,
    WORDS,
    choice,
    entries,
    one_or_many,
    record,
    turned,
)


def _fields(_reading: Reading, _node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return fields


def _requests(pairs: tuple[tuple[Text, dict[str, Any]], ...]) -> tuple[RequestSpec, ...]:
    return tuple(RequestSpec(name=name, **fields) for name, fields in pairs)


REQUEST = Kind(
    "request",
    "une demande",
    "a request",
    keyed(
        Key("kpis", one_or_many(NAME), "Les KPI.", "The KPIs.", "[ca, panier_moyen]", required=True),
        Key("label", WORDS, "Son titre.", "Its title.", "Ventes du trimestre"),
        Key("period", NAME, "L'étendue.", "The span.", "2026-01..2026-06"),
        Key("grain", NAME, "La découpe.", "The cut.", "month"),
        Key("by", one_or_many(NAME), "Les dimensions.", "The dimensions.", "[clients.segment]"),
        Key("where", one_or_many(EXPRESSION), "Les lignes gardées.", "The rows kept.", "[\"canal = 'web'\"]"),
        Key("totals", one_or_many(NAME), "Les totaux ajoutés.", "The totals added.", "all"),
        Key(
            "compare", choice("previous", "year_ago", "target"), "Le point de comparaison.", "Compared to.", "previous"
        ),
        Key("measures", BOOLEAN, "Avec la valeur de chaque mesure.", "With each measure's value.", "true"),
        Key("sparse", BOOLEAN, "Seulement les groupes vus dans la période.", "Only groups seen in the period.", "true"),
    ),
    _fields,
)


def _report(_reading: Reading, _node: Node, fields: dict[str, Any]) -> ReportSpec:
    return ReportSpec(**fields)


REPORT = Kind(
    "report",
    "un rapport",
    "a report",
    keyed(
        Key("report", WORDS, "Son titre.", "Its title.", "Comité mensuel", field="name"),
        Key("as_of", NAME, "Un instant d'observation fixe.", "A fixed observation time.", "2026-07-01"),
        Key(
            "requests",
            turned(entries(record(REQUEST), IDENTIFIER), _requests),
            "Les demandes, par nom.",
            "The requests, by name.",
            "{ventes: {kpis: [ca], grain: month, period: 2026}}",
            required=True,
        ),
    ),
    _report,
)
