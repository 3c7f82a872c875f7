"""What the commands say while they work, and when they are done."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # materialize
    "materialized": (
        "{table} : {computed} période(s) de KPI calculée(s), {current} déjà à jour.",
        "{table}: {computed} period(s) of KPIs computed, {current} up to date already.",
    ),
    # explain
    "estimate": ("L'entrepôt prévoit : {figures}.", "The warehouse expects: {figures}."),
    "estimate.rows": ("{figure} ligne(s)", "{figure} row(s)"),
    "estimate.cost": ("un coût de {figure:.0f}, dans son unité", "a cost of {figure:.0f}, in its own unit"),
    "estimate.bytes": ("{figure} octets lus", "{figure} bytes read"),
    # docs
    "site.examples": ("{bar} exemples {done}/{total}", "{bar} examples {done}/{total}"),
    "site.values": ("{bar} valeurs {done}/{total}", "{bar} values {done}/{total}"),
    "site.sql": ("{bar} SQL {done}/{total}", "{bar} SQL {done}/{total}"),
    "site.pages": ("{bar} pages {done}/{total}", "{bar} pages {done}/{total}"),
    "site.built": ("{pages} pages sur {kpis} KPI dans {path}.", "{pages} pages about {kpis} KPIs in {path}."),
    "site.serving": (
        "Glossaire sur {url} ; il suit vos modifications. Ctrl+C pour arrêter.",
        "Glossary at {url}; it follows your changes. Ctrl+C to stop.",
    ),
    "site.rebuilt": ("Reconstruit.", "Built again."),
    # all commands
    "unanswered": ("Sans réponse : {name}", "Unanswered: {name}"),
    "answering": ("{bar} demandes {done}/{total}", "{bar} requests {done}/{total}"),
    "interrupted": ("Interrompu.", "Interrupted."),
    "valid": (
        "{name} : {kpis} KPI, {sources} sources, aucune erreur.",
        "{name}: {kpis} KPIs, {sources} sources, no error.",
    ),
    "invalid": ("{count} erreur(s).", "{count} error(s)."),
    "written": ("Écrit : {path}", "Written: {path}"),
    "made": ("Projet créé : {path}", "Project made: {path}"),
    "making": ("Création des données de l'entreprise fictive...", "Making the made-up company's data..."),
    "next": (
        "Essayez :\n  kpidef run {kpi} --project {path} --period 2026-01..2026-06 --grain month",
        "Try:\n  kpidef run {kpi} --project {path} --period 2026-01..2026-06 --grain month",
    ),
    "next_empty": (
        "Liez vos tables dans {path}/kpidef.yml, puis : kpidef check --project {path}",
        "Bind your tables in {path}/kpidef.yml, then: kpidef check --project {path}",
    ),
    "available": ("disponible", "available"),
    "unbound": ("non branché : {missing}", "not connected: {missing}"),
    "more": ("... et {count} de plus (--limit, --format csv).", "... and {count} more (--limit, --format csv)."),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "reading": ("Projet : {path}", "Project: {path}"),
    "statement": (
        "Requête ({seconds:.2f} s, {rows} ligne(s) rendue(s)) :\n{sql}",
        "Statement ({seconds:.2f} s, {rows} row(s) answered):\n{sql}",
    ),
    "computing": ("Calcul en cours...", "Computing..."),
    "elapsed": ("Terminé en {seconds:.2f} s.", "Done in {seconds:.2f} s."),
    # worked examples
    "tested": (
        "{passed} exemple(s) réussi(s), {failed} en échec.",
        "{passed} example(s) passed, {failed} failed.",
    ),
    "testing": ("Exemples : {done}/{total}", "Examples: {done}/{total}"),
    "failed": ("ÉCHEC {kpi} : {example}", "FAILED {kpi}: {example}"),
    "given": ("donné", "given"),
    "wanted": ("attendu", "expected"),
    "got": ("obtenu", "got"),
    # lint
    "linted": (
        "{count} constat(s) : {kpis} KPI, {sources} sources.",
        "{count} finding(s): {kpis} KPIs, {sources} sources.",
    ),
    # bind
    "proposed": (
        "{source} -> {table} (confiance {confidence} %)",
        "{source} -> {table} (confidence {confidence} %)",
    ),
    "no_proposal": ("{source} : aucune table ne lui ressemble.", "{source}: no table resembles it."),
    "nothing_to_bind": ("Toutes les sources sont branchées.", "All sources are bound."),
    "accept_binding": ("Écrire cette liaison ?", "Write this binding?"),
    "yes_or_no": ("[o/N]", "[y/N]"),
    "accept_column": (
        "  Brancher aussi {column} sur {expression} ({confidence} %) ?",
        "  Also bind {column} to {expression} ({confidence} %)?",
    ),
    "bound": ("{count} liaison(s) écrite(s) dans {path}.", "{count} binding(s) written to {path}."),
    "to_do": ("à brancher vous-même : {columns}", "yours to bind: {columns}"),
    "reason.same_name": ("même nom", "same name"),
    "reason.same_words": ("mêmes mots", "same words"),
    "reason.synonyms": ("mots synonymes", "synonymous words"),
    "reason.some_words": ("mots en commun", "words in common"),
    "reason.values": ("mêmes valeurs", "same values"),
    "reason.other_values": ("autres valeurs", "other values"),
    "reason.unique": ("valeurs uniques", "unique values"),
    "reason.duplicated": ("valeurs en double", "duplicated values"),
    "reason.type": ("même type", "same type"),
    "reason.close_type": ("type proche", "close type"),
    # check
    "checking": ("Vérification de {source} ({done}/{total})", "Checking {source} ({done}/{total})"),
    "checked": ("{count} constat(s) sur {total} liaison(s).", "{count} finding(s) on {total} binding(s)."),
}
