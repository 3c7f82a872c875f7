"""The keys of the project file and of a library's own file."""

from __future__ import annotations

from typing import Any

from kpidef.errors.spec import UnknownVersion
from kpidef.source import Mapping, Node
from kpidef.spec.example_keys import PARAMS
from kpidef.spec.keys import Key, Kind, Shape, keyed, refuse_together
from kpidef.spec.reading import Reading
from kpidef.spec.records import BindingSpec, CalendarSpec, FamilySpec, LibrarySpec, NativeSql, ProjectSpec, Text
from kpidef.spec.shapes import (
    EXPRESSION,
    IDENTIFIER,
    NAME,
    WORDS,
    choice,
    entries,
    many,
    one_or_many,
    record,
    record_or,
    turned,
)

LANGUAGE_VERSION = "1"
TABLES = ("table", "file", "query")


def _native(_reading: Reading, _node: Node, fields: dict[str, Any]) -> NativeSql:
    return NativeSql(**fields)


NATIVE_SQL = Kind(
    "native_sql",
    "une expression du dialecte",
    "a native expression",
    keyed(
        Key(
            "sql",
            EXPRESSION,
            "L'expression, telle quelle.",
            "The expression, as it is.",
            "to_date(jour)",
            required=True,
        ),
        Key("dialect", NAME, "Son dialecte.", "Its dialect.", "snowflake", required=True),
    ),
    _native,
)
BOUND = record_or(NATIVE_SQL, EXPRESSION)


def _binding(reading: Reading, node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return {"at": reading.at(node), **fields}


def _check_binding(reading: Reading, node: Mapping) -> None:
    refuse_together(reading, node, TABLES)


def _bindings(pairs: tuple[tuple[Text, dict[str, Any]], ...]) -> tuple[BindingSpec, ...]:
    return tuple(BindingSpec(source=source, **fields) for source, fields in pairs)


BINDING = Kind(
    "binding",
    "un branchement",
    "a binding",
    keyed(
        Key("table", NAME, "La table.", "The table.", "crm.tickets"),
        Key("file", NAME, "Le fichier Parquet ou CSV.", "The Parquet or CSV file.", "donnees/tickets.parquet"),
        Key(
            "query",
            EXPRESSION,
            "Un SELECT du dialecte de la connexion.",
            "One SELECT, native.",
            "select * from tickets",
        ),
        Key("zone", NAME, "Le fuseau des instants naïfs.", "The zone of naive instants.", "UTC"),
        Key(
            "columns",
            entries(BOUND),
            "Colonne logique : expression.",
            "Logical column: expression.",
            "{recue_le: created_at}",
        ),
        Key("filters", one_or_many(BOUND), "Les lignes gardées.", "The rows kept.", '["is_test = false"]'),
        Key(
            "unique",
            choice("trusted"),
            "`trusted` : chaque ligne a une clé, et une seule ligne a cette clé ; les doublons ne sont pas cherchés.",
            "`trusted`: each row has a key that no other row has; duplicates are not looked for.",
            "trusted",
        ),
    ),
    _binding,
    _check_binding,
)


def _family(_reading: Reading, _node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return fields


def _families(pairs: tuple[tuple[Text, Any], ...]) -> tuple[FamilySpec, ...]:
    return tuple(FamilySpec(id=name, **(said if isinstance(said, dict) else {"label": said})) for name, said in pairs)


def _listed_families(listed: tuple[dict[str, Any], ...]) -> tuple[FamilySpec, ...]:
    return tuple(FamilySpec(**fields) for fields in listed)


_FAMILY_TEXTS = (
    Key("label", WORDS, "Son nom pour les lecteurs.", "Its name for readers.", "Canaux et libre-service"),
    Key("description", WORDS, "Ce qu'elle réunit.", "What it brings together.", "Les canaux automatisés."),
)
FAMILY = Kind(
    "family",
    "une famille",
    "a family",
    keyed(Key("id", IDENTIFIER, "Son identifiant.", "Its id.", "canaux_digital", required=True), *_FAMILY_TEXTS),
    _family,
)
NAMED_FAMILY = Kind("named_family", "une famille par nom", "a family by name", keyed(*_FAMILY_TEXTS), _family)
_LISTED = turned(many(record(FAMILY)), _listed_families)
_NAMED = turned(entries(record_or(NAMED_FAMILY, WORDS), IDENTIFIER), _families)


def _read_families(reading: Reading, key: Key, node: Node) -> tuple[FamilySpec, ...] | None:
    shape = _NAMED if isinstance(node, Mapping) else _LISTED
    families: tuple[FamilySpec, ...] | None = shape.read(reading, key, node)
    return families


FAMILIES = Shape(
    _read_families,
    "une liste (family), ou nom : libellé",
    "a list (family), or name: label",
    lambda: {"anyOf": [_LISTED.schema(), _NAMED.schema()]},
    (FAMILY, NAMED_FAMILY),
)


def _calendar(_reading: Reading, _node: Node, fields: dict[str, Any]) -> CalendarSpec:
    return CalendarSpec(**fields)


CALENDAR = Kind(
    "calendar",
    "un calendrier",
    "a calendar",
    keyed(
        Key("year_start", NAME, "Premier jour de l'exercice, MM-JJ.", "The fiscal year's first day, MM-DD.", "04-01"),
        Key("file", NAME, "Un fichier de périodes.", "A file of periods.", "calendrier.csv"),
    ),
    _calendar,
)


def _site(_reading: Reading, _node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: [str(each) for each in said] if isinstance(said, tuple) else said for name, said in fields.items()}


def _words_by_name(pairs: tuple[tuple[Text, str], ...]) -> dict[str, str]:
    return {name.value: said for name, said in pairs}


_NAMED_WORDS = turned(entries(WORDS), _words_by_name)
SITE = Kind(
    "site",
    "le site",
    "the site",
    keyed(
        Key("title", WORDS, "Son titre.", "Its title.", "Nos indicateurs"),
        Key("description", WORDS, "Sa phrase d'accueil.", "Its welcome.", "Ce que chaque chiffre veut dire."),
        Key("url", WORDS, "Son adresse.", "Its address.", "https://kpi.exemple.fr"),
        Key("repository", WORDS, "L'adresse des fichiers.", "The files' address.", "https://git.exemple.fr/kpi"),
        Key("logo", WORDS, "Un fichier d'image.", "An image file.", "logo.svg"),
        Key("dialects", one_or_many(NAME), "Les dialectes montrés.", "The dialects shown.", "[duckdb, postgres]"),
        Key(
            "files",
            one_or_many(NAME),
            "Les dialectes écrits en fichiers seulement (par défaut, tous les autres).",
            "The dialects written as files only (by default, all the others).",
            "[oracle, trino]",
        ),
        Key("contact", WORDS, "À qui signaler une erreur.", "Who hears of errors.", "kpi@exemple.fr"),
        Key(
            "footer", WORDS, "Une phrase en pied de page.", "A sentence at the foot of pages.", "Direction des données"
        ),
        Key(
            "colours",
            _NAMED_WORDS,
            "La couleur d'accent, claire et sombre.",
            "The accent colour, light and dark.",
            '{accent: "#1d4f91", accent_dark: "#8fb8ea"}',
        ),
        Key("pages", WORDS, "Un dossier de pages Markdown.", "A folder of Markdown pages.", "pages"),
        Key("templates", WORDS, "Un dossier de modèles.", "A folder of templates.", "modeles"),
        Key(
            "redirects",
            _NAMED_WORDS,
            "Ancien identifiant : identifiant.",
            "Former id: id.",
            "{taux_churn: taux_attrition_client}",
        ),
    ),
    _site,
)


def _read_version(reading: Reading, key: Key, node: Node) -> Text | None:
    version: Text | None = NAME.read(reading, key, node)
    if version is not None and version.value != LANGUAGE_VERSION:
        reading.errors.append(UnknownVersion(version.at, version=version.value))
    return version


VERSION = Shape(_read_version, "1", "1", lambda: {"enum": [1, LANGUAGE_VERSION]})


def _project(reading: Reading, node: Node, fields: dict[str, Any]) -> ProjectSpec:
    return ProjectSpec(at=reading.at(node), **fields)


PROJECT = Kind(
    "project",
    "le projet",
    "the project",
    keyed(
        Key(
            "kpidef", VERSION, "La version du langage.", "The language's version.", "1", required=True, field="version"
        ),
        Key("name", WORDS, "Son nom.", "Its name.", "Glossaire de la relation client"),
        Key("locale", choice("fr", "en"), "La langue des textes produits.", "The language of what is written.", "fr"),
        Key("timezone", NAME, "Le fuseau où commencent les jours.", "The zone where days begin.", "Europe/Paris"),
        Key("calendar", record(CALENDAR), "Le calendrier.", "The calendar.", "{year_start: 01-01}"),
        Key("as_of", NAME, "Un instant d'observation fixe.", "A fixed observation time.", "2026-07-01"),
        Key(
            "libraries",
            one_or_many(NAME),
            "Les bibliothèques installées à lire.",
            "The installed packs to read.",
            "[core]",
        ),
        Key(
            "definitions",
            one_or_many(NAME),
            "Les dossiers de définitions.",
            "The definitions' folders.",
            "[definitions/]",
        ),
        Key(
            "hide",
            one_or_many(NAME),
            "Familles ou KPI cachés.",
            "Hidden families or KPIs.",
            "[experience_collaborateur]",
        ),
        Key("params", PARAMS, "Valeurs de paramètres.", "Parameter values.", "{horizon: 60 days}"),
        Key("connection", NAME, "L'entrepôt par défaut.", "The default warehouse.", "duckdb:///entrepot.duckdb"),
        Key(
            "connections",
            entries(NAME),
            "Autres entrepôts, par nom.",
            "Other warehouses, by name.",
            '{prod: "postgresql://${PGUSER}@dwh/crm"}',
        ),
        Key(
            "bindings",
            turned(entries(record(BINDING)), _bindings),
            "Source logique : table réelle.",
            "Logical source: real table.",
            "{demandes: {table: crm.tickets}}",
        ),
        Key(
            "families",
            FAMILIES,
            "Familles propres au projet.",
            "The project's own families.",
            "[{id: support, label: Support}]",
        ),
        Key("site", record(SITE), "Le glossaire publié.", "The published glossary.", "{title: Nos indicateurs}"),
    ),
    _project,
)


def _library(_reading: Reading, _node: Node, fields: dict[str, Any]) -> LibrarySpec:
    return LibrarySpec(**fields)


LIBRARY = Kind(
    "library",
    "la bibliothèque",
    "the library",
    keyed(
        Key("library", NAME, "Son nom.", "Its name.", "core", field="name"),
        Key("description", WORDS, "Ce qu'elle contient.", "What it holds.", "Les KPI de la relation client."),
        Key(
            "families",
            FAMILIES,
            "Ses familles, par identifiant.",
            "Its families, by id.",
            "[{id: support, label: Support}]",
            required=True,
        ),
    ),
    _library,
)
